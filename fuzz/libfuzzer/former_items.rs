//! libFuzzer feeds the target `former_items`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| cognito_auth_fuzz::run("former_items", input));
