//! The acts of a history.

use cognito_auth_core::StoreError;
use proptest::prelude::*;
use proptest::sample::Index;

use super::browser::{LogoutPage, Page};
use super::service::Fault;
use crate::support::store::StoreOperation;

/// One thing that happens.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    SignIn {
        bob: bool,
    },
    /// A sign-in that is dropped after this many turns of the runtime.
    LeaveSignIn {
        turns: u8,
    },
    /// A sign-in on web pages.
    SignInOnTheWeb {
        bob: bool,
        page: Page,
        is_private: bool,
    },
    /// A sign-in on web pages that is dropped this many turns of the runtime after the page was shown.
    LeaveSignInOnTheWeb {
        turns: u8,
    },
    /// A sign-in on web pages, and a sign-out after the page was shown. The sign-out comes `turns` turns of the runtime
    /// after the page. If `turns` is `None`, it comes while the tokens are on their way.
    SignInOnTheWebWhileSigningOut {
        turns: Option<u8>,
    },
    /// The app is killed while the page is open, and starts again.
    KillWhileThePageIsOpen {
        bob: bool,
        is_private: bool,
    },
    /// The app gets the redirect of one of the earlier pages, maybe for the second time. `which` chooses it, and `None`
    /// is the newest one. If `restarts`, the app is killed and started again before that.
    LateRedirect {
        which: Option<Index>,
        restarts: bool,
    },
    /// The service refuses a sign-in with a password.
    RefusedSignIn,
    ForgedRedirect,
    SignOut {
        everywhere: bool,
    },
    /// A sign-in on web pages, then a sign-out with a browser.
    VisitTheWeb {
        is_private: bool,
        page: LogoutPage,
    },
    /// A sign-out that opens the browser to remove the cookie, if a sign-in may have left one.
    SignOutOnTheWeb {
        page: LogoutPage,
    },
    Fetch {
        force: bool,
        at_once: u8,
    },
    /// A fetch that is dropped after this many turns of the runtime.
    LeaveFetch {
        turns: u8,
    },
    FetchWhileSigningOut {
        turns: u8,
        everywhere: bool,
    },
    Federate,
    /// A federation, and meanwhile a sign-out or the end of the federation. The second call comes `turns` turns of the
    /// runtime after the first request of the federation. If `turns` is `None`, it comes while the identity or its
    /// credentials are on their way.
    FederateWhileEnding {
        turns: Option<u8>,
        by_sign_out: bool,
    },
    /// The service ends the session, and the store fails to remove the identity.
    EndWithoutIdentity,
    ClearFederation,
    CurrentUser,
    FetchAttributes,
    DeleteUser,
    /// A refresh whose tokens the store does not save. The store saves nothing until it works again.
    RefreshUnsaved,
    /// All running work ends, and the app's other process goes on. That process may not know the stored session.
    Switch,
    HoursPass,
    /// All running work ends.
    Settle,
    /// The app is killed, loses what it has not stored, and starts again.
    Restart,
    Network(Fault),
    StoreFails {
        only: Option<StoreOperation>,
        error: StoreError,
    },
    KeyFails {
        key: &'static str,
        operation: StoreOperation,
        error: StoreError,
    },
    StoreWorks,
    /// An administrator ends every session at the service.
    Revoke,
    /// The store loses the session, which a store must not do. Random histories do not have this act.
    LoseRecord,
}

impl Act {
    pub(crate) fn any() -> impl Strategy<Value = Self> {
        let fault = prop::sample::select(vec![
            Fault::Offline,
            Fault::RequestLost,
            Fault::ResponseLost,
            Fault::NoResponse,
            Fault::ServerError,
            Fault::Throttled,
            Fault::Html,
            Fault::UnknownRefusal,
            Fault::UserRefused,
            Fault::HalfResponse,
            Fault::Forbidden,
            Fault::Mismatch,
        ]);
        let page = prop::sample::select(vec![
            Page::SignsIn,
            Page::SignsInElsewhere,
            Page::IsClosed,
            Page::IsClosed,
            Page::IsClosed,
            Page::IsRefused,
            Page::IsForged,
            Page::CantBeShown,
        ]);
        let logout_page = prop::sample::select(vec![
            LogoutPage::Returns,
            LogoutPage::Returns,
            LogoutPage::ReturnsElsewhere,
            LogoutPage::IsClosed,
            LogoutPage::CantBeShown,
        ]);
        let operation =
            prop::sample::select(vec![StoreOperation::Load, StoreOperation::Save, StoreOperation::Delete]);
        let key =
            prop::sample::select(vec![".session", ".pending", ".devices", ".aside", ".web", ".identity"]);
        let error = prop::sample::select(vec![StoreError::Locked, StoreError::Unavailable, StoreError::Full]);
        prop_oneof![
            4 => any::<bool>().prop_map(|bob| Self::SignIn { bob }),
            1 => (0u8..40).prop_map(|turns| Self::LeaveSignIn { turns }),
            6 => (any::<bool>(), page, any::<bool>())
                .prop_map(|(bob, page, is_private)| Self::SignInOnTheWeb { bob, page, is_private }),
            1 => (0u8..40).prop_map(|turns| Self::LeaveSignInOnTheWeb { turns }),
            2 => prop::option::of(0u8..40).prop_map(|turns| Self::SignInOnTheWebWhileSigningOut { turns }),
            2 => (any::<bool>(), any::<bool>())
                .prop_map(|(bob, is_private)| Self::KillWhileThePageIsOpen { bob, is_private }),
            6 => (prop::option::of(any::<Index>()), any::<bool>())
                .prop_map(|(which, restarts)| Self::LateRedirect { which, restarts }),
            2 => Just(Self::RefusedSignIn),
            1 => Just(Self::ForgedRedirect),
            2 => any::<bool>().prop_map(|everywhere| Self::SignOut { everywhere }),
            3 => logout_page.clone().prop_map(|page| Self::SignOutOnTheWeb { page }),
            4 => (any::<bool>(), logout_page)
                .prop_map(|(is_private, page)| Self::VisitTheWeb { is_private, page }),
            5 => (any::<bool>(), 1u8..4).prop_map(|(force, at_once)| Self::Fetch { force, at_once }),
            2 => (0u8..40).prop_map(|turns| Self::LeaveFetch { turns }),
            2 => (0u8..40, any::<bool>())
                .prop_map(|(turns, everywhere)| Self::FetchWhileSigningOut { turns, everywhere }),
            2 => Just(Self::Federate),
            2 => (prop::option::of(0u8..40), any::<bool>())
                .prop_map(|(turns, by_sign_out)| Self::FederateWhileEnding { turns, by_sign_out }),
            2 => Just(Self::ClearFederation),
            1 => Just(Self::EndWithoutIdentity),
            2 => Just(Self::CurrentUser),
            2 => Just(Self::FetchAttributes),
            1 => Just(Self::DeleteUser),
            3 => Just(Self::RefreshUnsaved),
            4 => Just(Self::Switch),
            4 => Just(Self::HoursPass),
            1 => Just(Self::Settle),
            2 => Just(Self::Restart),
            4 => fault.prop_map(Self::Network),
            3 => (prop::option::of(operation.clone()), error.clone())
                .prop_map(|(only, error)| Self::StoreFails { only, error }),
            2 => (key, operation, error)
                .prop_map(|(key, operation, error)| Self::KeyFails { key, operation, error }),
            4 => Just(Self::StoreWorks),
            1 => Just(Self::Revoke),
        ]
    }
}
