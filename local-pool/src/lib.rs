//! An Amazon Cognito user pool on your desk.
