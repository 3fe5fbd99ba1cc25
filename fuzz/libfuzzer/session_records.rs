//! libFuzzer feeds the target `session_records`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| cognito_auth_fuzz::run("session_records", input));
