//! libFuzzer feeds the target `configuration_files`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| cognito_auth_fuzz::run("configuration_files", input));
