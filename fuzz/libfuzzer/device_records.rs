//! libFuzzer feeds the target `device_records`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| cognito_auth_fuzz::run("device_records", input));
