//! libFuzzer feeds the target `web_claims`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| cognito_auth_fuzz::run("web_claims", input));
