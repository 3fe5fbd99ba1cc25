//! Sign users in to Amazon Cognito.
