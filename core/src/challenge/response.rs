//! What goes to the service in RespondToAuthChallenge.

use std::collections::BTreeMap;

use crate::secret::Secret;

/// A challenge's name, and the parameters that answer it. `cognito/wire.rs` adds the user name, and the Session and the
/// device's key if there are any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChallengeResponse {
    pub(crate) challenge_name: &'static str,
    pub(crate) parameters: BTreeMap<String, Secret>,
}

impl ChallengeResponse {
    pub(super) fn new<const COUNT: usize>(
        challenge_name: &'static str,
        parameters: [(&str, Secret); COUNT],
    ) -> Self {
        let parameters = parameters.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { challenge_name, parameters }
    }

    pub(super) fn with(mut self, parameters: impl Iterator<Item = (String, Secret)>) -> Self {
        self.parameters.extend(parameters);
        self
    }
}
