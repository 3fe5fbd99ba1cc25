//! The bridge from `cognito-auth-core` to Swift and Kotlin. The bridge is not the API: no logic lives here.

uniffi::setup_scaffolding!();
