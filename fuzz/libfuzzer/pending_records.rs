//! libFuzzer feeds the target `pending_records`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| cognito_auth_fuzz::run("pending_records", input));
