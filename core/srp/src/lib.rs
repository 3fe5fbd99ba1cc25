//! SRP-6a as Amazon Cognito speaks it, for users and for devices.
