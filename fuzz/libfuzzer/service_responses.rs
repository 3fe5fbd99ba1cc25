//! libFuzzer feeds the target `service_responses`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| cognito_auth_fuzz::run("service_responses", input));
