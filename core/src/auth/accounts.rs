//! Calls on every account of one user pool on this device. They take the account's name, so the app needs no `Auth` of
//! that account.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::arguments;
use super::limits::Limits;
use crate::cognito::{Cognito, UserPoolService};
use crate::config::AuthConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::model::{SessionState, SignOutOptions, SignOutResult, StoredAccount};
use crate::ports::{Ports, StoreError};
use crate::session::{AccountIndex, IndexEntry, Session};

/// The accounts of one user pool and app client on this device, or of one identity pool without a user pool. An
/// [`Auth`](crate::Auth) is for one of these accounts: [`AuthConfiguration::account`].
///
/// Its calls take an account by its name; `None` is the default account. If this process has an instance of that
/// account, the instance sees each change immediately, and its listeners get the events. Making an `Accounts` does no
/// IO. The time limit of a call is [`AuthConfiguration::deadline_milliseconds`].
#[derive(Clone)]
pub struct Accounts {
    inner: Arc<AccountsInner>,
}

struct AccountsInner {
    configuration: AuthConfiguration,
    ports: Ports,
    cognito: Cognito,
    index: Arc<AccountIndex>,
    limits: Limits,
}

impl fmt::Debug for Accounts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Accounts")
    }
}

impl Accounts {
    /// The accounts of the configuration's pools. [`AuthConfiguration::account`] has no effect here. Pass the same
    /// ports as to the accounts' instances.
    ///
    /// # Errors
    /// [`AuthErrorKind::Configuration`](crate::AuthErrorKind::Configuration) for a malformed configuration.
    pub fn new(configuration: AuthConfiguration, ports: Ports) -> Result<Self, AuthError> {
        configuration.validate()?;
        let ports = ports.with_queued_log();
        let cognito = Cognito::new(&configuration, &ports);
        Ok(Self::of(configuration, ports, cognito))
    }

    /// The accounts of instances that call `service`: see [`Auth::over`](crate::Auth::over).
    ///
    /// # Errors
    /// [`AuthErrorKind::Configuration`](crate::AuthErrorKind::Configuration) for a malformed configuration.
    pub fn over(
        service: Arc<dyn UserPoolService>,
        configuration: AuthConfiguration,
        ports: Ports,
    ) -> Result<Self, AuthError> {
        configuration.validate()?;
        let ports = ports.with_queued_log();
        let cognito = Cognito::over(service, &configuration, &ports);
        Ok(Self::of(configuration, ports, cognito))
    }

    fn of(configuration: AuthConfiguration, ports: Ports, cognito: Cognito) -> Self {
        let index = AccountIndex::open(&ports, &configuration);
        let limits = Limits::new(Duration::from_millis(configuration.deadline_milliseconds));
        Self { inner: Arc::new(AccountsInner { configuration, ports, cognito, index, limits }) }
    }

    /// Every account that has something stored, with its label and its state. The call sends no request. The default
    /// account comes first. The others follow in the order in which they were used first. An account is listed as soon
    /// as something of it is stored, such as an open sign-in, or as soon as it gets a label. An account with a name
    /// stays listed until it is purged, even while nobody is signed in to it. The default account stays listed as long
    /// as it has something stored or a label.
    ///
    /// An account is [`SessionState::Unavailable`] if its records can't be read, or if an instance of the account has
    /// another configuration ([`AuthErrorCode::ConfigurationMismatch`]). If the stored names are damaged, an account is
    /// missing until an instance of it is used again.
    ///
    /// # Errors
    /// Errors of the store when it reads the names. [`AuthErrorCode::StoreCorrupt`] if a newer version of the library
    /// has stored the names: only that version can list them.
    pub async fn stored_accounts(&self) -> Result<Vec<StoredAccount>, AuthError> {
        self.inner.limits.begin().run(self.inner.stored_accounts()).await
    }

    /// Sets an account's label, for the app's list of accounts; `None` removes the label. An account that has nothing
    /// stored is listed once it has a label. The label is stored in the [`SecureStore`](crate::SecureStore).
    ///
    /// # Errors
    /// Errors of the store, and [`AuthErrorCode::StoreCorrupt`] for the same reason as in
    /// [`Accounts::stored_accounts`]. [`AuthErrorCode::EmptyArgument`] and [`AuthErrorCode::MalformedArgument`] for an
    /// invalid name, and for a label that does not have 1 to 256 characters.
    pub async fn set_label(&self, account: Option<&str>, label: Option<&str>) -> Result<(), AuthError> {
        arguments::account(account)?;
        arguments::label(label)?;
        let (account, label) = (account.map(str::to_owned), label.map(str::to_owned));
        let work = self.inner.index.set_label(account, label, self.inner.ports.clone());
        self.inner.limits.begin().run(work).await
    }

    /// Signs out the present user of an account, as [`Auth::sign_out`](crate::Auth::sign_out) does. An account with a
    /// name stays listed. The default account stays listed only if it has a label, or something else that is stored,
    /// such as a remembered device. An unfinished sign-in of the account ends, whichever instance of this process began
    /// it: its call fails with [`AuthErrorCode::Cancelled`], and its challenge is no longer open. Once started, the
    /// work goes on even if this future is dropped.
    ///
    /// Besides the errors of [`Auth::sign_out`](crate::Auth::sign_out), it fails with
    /// [`AuthErrorCode::ConfigurationMismatch`] if an instance of the account has another configuration, and with
    /// [`AuthErrorCode::EmptyArgument`] or [`AuthErrorCode::MalformedArgument`] for an invalid name. While the account
    /// is federated to the identity pool, it fails with [`AuthErrorCode::FederatedToIdentityPool`]: let an instance of
    /// the account clear the federation, or purge the account.
    pub async fn sign_out_of(&self, account: Option<&str>, options: SignOutOptions) -> SignOutResult {
        let limit = self.inner.limits.begin();
        match self.inner.session(account) {
            Ok(session) => session.sign_out(options, limit.remaining()).await,
            Err(error) => SignOutResult::Failed(error),
        }
    }

    /// Removes all that an account has stored: its session (readable or not), an open sign-in, its identity, its
    /// remembered devices, its name and its label. It sends no request, so the tokens stay valid at the service: sign
    /// out first, if you can. A sign-in of the account that is under way ends with [`AuthErrorCode::Cancelled`],
    /// whichever instance of this process began it. Once started, the work goes on even if this future is dropped.
    ///
    /// # Errors
    /// Errors of the store: call again to remove the rest. [`AuthErrorCode::StoreCorrupt`] if a newer version of the
    /// library has stored the names: everything except the name and the label is removed.
    /// [`AuthErrorCode::EmptyArgument`] and [`AuthErrorCode::MalformedArgument`] for an invalid name, and
    /// [`AuthErrorCode::ConfigurationMismatch`] if an instance of the account has another configuration.
    pub async fn purge(&self, account: Option<&str>) -> Result<(), AuthError> {
        let session = self.inner.session(account)?;
        self.inner.limits.begin().run(session.purge(&self.inner.index)).await
    }
}

impl AccountsInner {
    /// The session of an account. It does not count as an open instance of the account.
    fn session(&self, account: Option<&str>) -> Result<Session, AuthError> {
        arguments::account(account)?;
        let configuration =
            AuthConfiguration { account: account.map(str::to_owned), ..self.configuration.clone() };
        Session::by_name(&configuration, self.ports.clone(), self.cognito.clone())
    }

    async fn stored_accounts(&self) -> Result<Vec<StoredAccount>, AuthError> {
        let mut entries = self.index.entries().await?;
        let default = entries.iter().position(|entry| entry.name.is_none());
        let label = default.and_then(|position| entries.remove(position).label);
        let mut accounts = Vec::new();
        accounts.extend(self.default_account(label).await?);
        for IndexEntry { name, label } in entries {
            let state = match self.session(name.as_deref()) {
                Ok(session) => state(&session).await,
                Err(error) => SessionState::Unavailable { code: error.code },
            };
            accounts.push(StoredAccount { account: name, label, state });
        }
        Ok(accounts)
    }

    /// The default account, if it has something stored or a label.
    async fn default_account(&self, label: Option<String>) -> Result<Option<StoredAccount>, AuthError> {
        let session = match self.session(None) {
            Ok(session) => session,
            Err(error) => {
                let state = SessionState::Unavailable { code: error.code };
                return Ok(Some(StoredAccount { account: None, label, state }));
            }
        };
        let state = match state(&session).await {
            SessionState::SignedOut { ended: None } if label.is_none() => match session.has_entries().await {
                Ok(false) => return Ok(None),
                Ok(true) => SessionState::SignedOut { ended: None },
                Err(error) => unavailable(error),
            },
            state => state,
        };
        Ok(Some(StoredAccount { account: None, label, state }))
    }
}

async fn state(session: &Session) -> SessionState {
    session.state().await.unwrap_or_else(|error| SessionState::Unavailable { code: error.code })
}

fn unavailable(error: StoreError) -> SessionState {
    SessionState::Unavailable { code: AuthErrorCode::from(error) }
}
