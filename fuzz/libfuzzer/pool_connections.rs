//! libFuzzer feeds the target `pool_connections`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| cognito_auth_fuzz::run("pool_connections", input));
