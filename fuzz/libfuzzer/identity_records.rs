//! libFuzzer feeds the target `identity_records`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| cognito_auth_fuzz::run("identity_records", input));
