/// Why this crate could not make a proof, a key pair, a device's password or a timestamp. The error says nothing about
/// the password: only the server knows whether the password is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SrpError {
    /// A challenge parameter that should be a hexadecimal number is not.
    #[error("{parameter} is not a hexadecimal number")]
    MalformedHex {
        /// Cognito's name of the challenge parameter.
        parameter: &'static str,
    },
    /// A challenge parameter that should be base64 is not.
    #[error("{parameter} is not base64")]
    MalformedBase64 {
        /// Cognito's name of the challenge parameter.
        parameter: &'static str,
    },
    /// A number is longer than the 3072 bits of the group.
    #[error("{parameter} is longer than 3072 bits")]
    TooLong {
        /// Cognito's name of the challenge parameter.
        parameter: &'static str,
    },
    /// The server's public value is a multiple of the group's prime. A client must refuse it (RFC 5054, section 2.5.3).
    #[error("the server's public value is a multiple of the group's prime")]
    PublicValueZero,
    /// The scrambling parameter u = H(A | B) is zero. A client must refuse it: the server's premaster secret,
    /// `(A * v^u)^b`, would then not depend on the password.
    #[error("the scrambling parameter is zero")]
    ScramblingParameterZero,
    /// The random bytes for a private value, a device's password or a salt are all zero: the source of randomness is
    /// broken.
    #[error("the random source gave zeros only")]
    NoEntropy,
    /// The year of the time does not have four digits.
    #[error("the time is outside the years 0 to 9999")]
    TimeOutOfRange,
}
