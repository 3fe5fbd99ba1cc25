//! What happens to the session, told to whoever listens.

/// Something that happened to the session of one [`Auth`](crate::Auth).
///
/// Events come in the order in which they happened, after the session that they speak of was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthEvent {
    /// A user signed in; the session is stored.
    SignedIn,
    /// The user signed out; the session is gone from the store.
    SignedOut,
    /// The service no longer accepts the refresh token: the user has to sign in again. Never caused by the
    /// network or by the store.
    SessionExpired,
    /// The user deleted the account; the session is gone.
    UserDeleted,
    /// A refresh brought new tokens; they are stored.
    TokensRefreshed,
    /// The store would not do what was asked; the user stays signed in and it is tried again.
    StorageTrouble,
}
