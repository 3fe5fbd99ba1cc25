//! libFuzzer feeds the target `token_claims`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| cognito_auth_fuzz::run("token_claims", input));
