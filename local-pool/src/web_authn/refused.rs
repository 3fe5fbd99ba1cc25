//! Why a credential is refused.

/// Why a credential is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It does not have the form of a credential.
    Malformed(&'static str),
    /// It was made for a page or an app that does not belong to the relying party.
    Origin,
    /// It was made for another relying party.
    RelyingParty,
    /// It was made for another challenge.
    Challenge,
    /// The pool does not support its algorithm or its attestation.
    Unsupported(&'static str),
    /// Nobody touched the device, or the device did not verify the user.
    NotVerified,
    /// The signature was made with another key.
    Signature,
    /// The counter went back, so there may be a copy of the key.
    Counter,
    /// The user has no such credential.
    Unknown,
}

impl Refused {
    /// The reason, as the second half of a sentence.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Malformed(what) | Self::Unsupported(what) => what,
            Self::Origin => "its origin does not belong to the relying party",
            Self::RelyingParty => "it is for another relying party",
            Self::Challenge => "its challenge is unknown, answered or expired",
            Self::NotVerified => "it did not verify the user as the user pool asks",
            Self::Signature => "its signature is not valid",
            Self::Counter => "its counter went back",
            Self::Unknown => "the user has no such passkey",
        }
    }
}
