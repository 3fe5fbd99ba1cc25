//! libFuzzer feeds the target `srp_inputs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| cognito_auth_fuzz::run("srp_inputs", input));
