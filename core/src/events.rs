//! Events of the session, and their listeners.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, PoisonError, Weak};

use tokio::sync::watch;

use crate::mailbox::Mailbox;
use crate::model::SessionState;
use crate::sync::{Mutex, MutexGuard};

/// Something that happened to the session of one [`Auth`](crate::Auth).
///
/// Events come in order. The event of a change comes after the change was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum AuthEvent {
    /// A user signed in. The session is stored.
    SignedIn,
    /// The user signed out. The session is removed from the store.
    SignedOut,
    /// The service no longer accepts the refresh token or the user: the user has to sign in again. A failure of the
    /// network or of the store never causes this.
    SessionExpired,
    /// The user deleted the account. The session is removed.
    UserDeleted,
    /// A refresh brought new tokens. They are stored.
    TokensRefreshed,
    /// The store failed to save refreshed tokens, or to remove an ended session. The user stays signed in, and the
    /// library tries again. This event also comes if the stored session can't be read.
    StorageFailed,
    /// The library has taken over the session, the remembered devices or the identity of the app's former library, and
    /// stored them. [`Auth::move_report`](crate::Auth::move_report) says what.
    MovedIn,
    /// The session of the app's former library can't be taken over, or the app is not allowed to read that library's
    /// storage. [`Auth::move_report`](crate::Auth::move_report) says why. The next start of the app tries again, until
    /// a user signs in or the app signs out.
    MoveFailed,
}

impl AuthEvent {
    /// The event's name, the same in every language.
    pub fn name(&self) -> &'static str {
        match self {
            Self::SignedIn => "signedIn",
            Self::SignedOut => "signedOut",
            Self::SessionExpired => "sessionExpired",
            Self::UserDeleted => "userDeleted",
            Self::TokensRefreshed => "tokensRefreshed",
            Self::StorageFailed => "storageFailed",
            Self::MovedIn => "movedIn",
            Self::MoveFailed => "moveFailed",
        }
    }
}

/// Receives events, in order and one at a time, on a thread of the library.
///
/// A listener that blocks delays only its own events. A listener that panics misses only the event at which it panics.
pub trait AuthEventListener: Send + Sync {
    /// Something happened.
    fn on_event(&self, event: AuthEvent);
}

/// A listener's subscription, which ends when this is dropped. An event that is being delivered at that moment still
/// arrives.
#[must_use = "a subscription ends when it is dropped"]
pub struct Subscription {
    mailbox: Arc<Mailbox<AuthEvent>>,
    hub: Weak<Mutex<Mailboxes>>,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.mailbox.close();
        if let Some(mailboxes) = self.hub.upgrade() {
            lock(&mailboxes).retain(|other| !Arc::ptr_eq(other, &self.mailbox));
        }
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Subscription")
    }
}

/// One mailbox for each listener.
type Mailboxes = Vec<Arc<Mailbox<AuthEvent>>>;

/// An observer of the session's state ([`Auth::observe_session_state`](crate::Auth::observe_session_state)).
///
/// An observer sees the newest state. A slow observer misses the states in between. A clone does not
/// report again a state that its original has seen.
#[derive(Clone)]
pub struct SessionStateObserver {
    states: watch::Receiver<SessionState>,
    shown: OnShown,
}

/// Called with each state that an observer has shown to the app.
pub(crate) type OnShown = Arc<dyn Fn(&SessionState) + Send + Sync>;

impl SessionStateObserver {
    /// The state now.
    pub fn current(&self) -> SessionState {
        let state = self.peek();
        (self.shown)(&state);
        state
    }

    /// The state now. Unlike [`Self::current`], this does not count as showing the state to the app.
    pub(crate) fn peek(&self) -> SessionState {
        self.states.borrow().clone()
    }

    /// Waits until the state has changed since the last call of this function, or since this observer was made. Gives
    /// `None` once the instance is closed.
    pub async fn changed(&mut self) -> Option<SessionState> {
        self.states.changed().await.ok()?;
        let state = self.states.borrow_and_update().clone();
        (self.shown)(&state);
        Some(state)
    }
}

impl fmt::Debug for SessionStateObserver {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SessionStateObserver")
    }
}

/// The listeners and the observers of one instance.
pub(crate) struct EventHub {
    mailboxes: Arc<Mutex<Mailboxes>>,
    /// `None` once the instance is closed.
    states: Mutex<Option<watch::Sender<SessionState>>>,
}

impl Default for EventHub {
    fn default() -> Self {
        let states = watch::Sender::new(SessionState::Loading);
        Self { mailboxes: Arc::default(), states: Mutex::new(Some(states)) }
    }
}

impl EventHub {
    /// Makes an observer. `now` is the present state.
    pub(crate) fn observe(&self, now: SessionState, shown: OnShown) -> SessionStateObserver {
        self.show(&now);
        let states = match &*self.states() {
            Some(states) => states.subscribe(),
            // The observer of a closed instance sees the state now, and no change.
            None => watch::channel(now).1,
        };
        SessionStateObserver { states, shown }
    }

    /// Tells the observers the state, if it has changed.
    fn show(&self, state: &SessionState) {
        if let Some(states) = &*self.states() {
            states.send_if_modified(|known| {
                let is_changed = known != state;
                if is_changed {
                    state.clone_into(known);
                }
                is_changed
            });
        }
    }

    /// Ends the observers: they see no further change.
    pub(crate) fn end_observers(&self) {
        *self.states() = None;
    }

    fn states(&self) -> MutexGuard<'_, Option<watch::Sender<SessionState>>> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn subscribe(&self, listener: Arc<dyn AuthEventListener>) -> Subscription {
        let mailbox = Mailbox::new(None, Arc::new(move |event| listener.on_event(event)));
        lock(&self.mailboxes).push(Arc::clone(&mailbox));
        Subscription { mailbox, hub: Arc::downgrade(&self.mailboxes) }
    }

    /// Returns after the delivery of every event that was published before this call. It must be called within the
    /// runtime.
    pub(crate) fn delivered(&self) -> impl Future<Output = ()> + use<> {
        let deliveries: Vec<_> = lock(&self.mailboxes).iter().map(Mailbox::delivered).collect();
        async {
            for delivery in deliveries {
                delivery.await;
            }
        }
    }

    /// Puts an event into every listener's mailbox and returns immediately. It must be called within the runtime.
    pub(crate) fn publish(&self, event: &AuthEvent) {
        for mailbox in lock(&self.mailboxes).iter() {
            mailbox.put(event.clone());
        }
    }
}

/// The hubs of all instances that share one session.
#[derive(Default)]
pub(crate) struct EventHubs {
    hubs: Mutex<Vec<Weak<EventHub>>>,
}

impl EventHubs {
    pub(crate) fn add(&self, hub: &Arc<EventHub>) {
        self.lock().push(Arc::downgrade(hub));
    }

    pub(crate) fn remove(&self, hub: &Arc<EventHub>) {
        self.lock().retain(|other| !std::ptr::eq(other.as_ptr(), Arc::as_ptr(hub)));
    }

    /// Publishes the event in each hub, as [`EventHub::publish`] does.
    pub(crate) fn publish(&self, event: &AuthEvent) {
        self.lock().iter().filter_map(Weak::upgrade).for_each(|hub| hub.publish(event));
    }

    /// Tells the observers in each hub the state, if it has changed.
    pub(crate) fn show(&self, state: &SessionState) {
        let forgotten = usize::from(has_bug!(ForgetsAnInstance));
        self.lock().iter().skip(forgotten).filter_map(Weak::upgrade).for_each(|hub| hub.show(state));
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Weak<EventHub>>> {
        self.hubs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// No code panics while it holds the lock. Even after a panic, the list would be valid.
fn lock(mailboxes: &Mutex<Mailboxes>) -> MutexGuard<'_, Mailboxes> {
    mailboxes.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    struct Forward(mpsc::Sender<AuthEvent>);

    impl AuthEventListener for Forward {
        fn on_event(&self, event: AuthEvent) {
            self.0.send(event).unwrap();
        }
    }

    struct Slow(mpsc::Sender<AuthEvent>);

    impl AuthEventListener for Slow {
        fn on_event(&self, event: AuthEvent) {
            std::thread::sleep(Duration::from_millis(10));
            self.0.send(event).unwrap();
        }
    }

    struct Blocked(Mutex<mpsc::Receiver<()>>);

    impl AuthEventListener for Blocked {
        fn on_event(&self, _event: AuthEvent) {
            let _ = self.0.lock().unwrap().recv();
        }
    }

    struct PanicsOnce(mpsc::Sender<AuthEvent>);

    impl AuthEventListener for PanicsOnce {
        fn on_event(&self, event: AuthEvent) {
            assert_ne!(event, AuthEvent::SignedIn, "a listener that panics");
            self.0.send(event).unwrap();
        }
    }

    const SECONDS: Duration = Duration::from_secs(20);

    #[tokio::test]
    async fn events_come_in_order() {
        let hub = EventHub::default();
        let (sender, heard) = mpsc::channel();
        let _subscription = hub.subscribe(Arc::new(Forward(sender)));
        let published: Vec<_> =
            (0..200).map(|n| if n % 3 == 0 { AuthEvent::SignedIn } else { AuthEvent::SignedOut }).collect();
        for event in &published {
            hub.publish(event);
        }
        for event in &published {
            assert_eq!(&heard.recv_timeout(SECONDS).unwrap(), event);
        }
    }

    #[tokio::test]
    async fn a_listener_that_blocks_or_panics_does_not_affect_others() {
        let hub = EventHub::default();
        let (release, blocked) = mpsc::channel();
        let _blocked = hub.subscribe(Arc::new(Blocked(Mutex::new(blocked))));
        let (sender, heard_after_panic) = mpsc::channel();
        let _panics = hub.subscribe(Arc::new(PanicsOnce(sender)));
        let (sender, heard) = mpsc::channel();
        let _other = hub.subscribe(Arc::new(Forward(sender)));
        hub.publish(&AuthEvent::SignedIn);
        hub.publish(&AuthEvent::SignedOut);
        assert_eq!(heard.recv_timeout(SECONDS).unwrap(), AuthEvent::SignedIn);
        assert_eq!(heard.recv_timeout(SECONDS).unwrap(), AuthEvent::SignedOut);
        assert_eq!(heard_after_panic.recv_timeout(SECONDS).unwrap(), AuthEvent::SignedOut);
        drop(release);
    }

    #[tokio::test]
    async fn earlier_events_are_delivered_when_the_wait_ends() {
        let hub = EventHub::default();
        let (sender, heard) = mpsc::channel();
        let _one = hub.subscribe(Arc::new(Slow(sender.clone())));
        let _other = hub.subscribe(Arc::new(Slow(sender)));
        for _ in 0..3 {
            hub.publish(&AuthEvent::TokensRefreshed);
        }
        hub.delivered().await;
        assert_eq!(heard.try_iter().count(), 6);
    }

    #[test]
    fn a_listener_may_own_subscriptions() {
        /// Owns its own subscription, and that of another listener.
        #[derive(Default)]
        struct Owner(Mutex<Vec<Subscription>>);
        impl AuthEventListener for Owner {
            fn on_event(&self, event: AuthEvent) {
                if event == AuthEvent::SignedOut {
                    self.0.lock().unwrap().clear();
                }
            }
        }
        /// How the subscriptions end.
        #[derive(Clone, Copy, Debug)]
        enum End {
            InTheListener,
            Outside,
            WithTheHub,
        }
        for end in [End::InTheListener, End::Outside, End::WithTheHub] {
            let (over, is_over) = mpsc::channel();
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                runtime.block_on(async {
                    let hub = EventHub::default();
                    let owner = Arc::<Owner>::default();
                    let subscriptions =
                        [hub.subscribe(owner.clone()), hub.subscribe(Arc::<Owner>::default())];
                    owner.0.lock().unwrap().extend(subscriptions);
                    hub.publish(&AuthEvent::SignedIn);
                    match end {
                        End::InTheListener => hub.publish(&AuthEvent::SignedOut),
                        End::Outside => owner.0.lock().unwrap().clear(),
                        End::WithTheHub => {}
                    }
                    drop(owner);
                    hub.delivered().await;
                });
                drop(runtime);
                over.send(()).unwrap();
            });
            assert_eq!(is_over.recv_timeout(SECONDS), Ok(()), "{end:?}");
        }
    }

    #[tokio::test]
    async fn dropping_the_subscription_ends_the_events_and_frees_the_listener() {
        let hub = EventHub::default();
        let (sender, heard) = mpsc::channel();
        let subscription = hub.subscribe(Arc::new(Forward(sender)));
        drop(subscription);
        hub.publish(&AuthEvent::SignedIn);
        assert_eq!(heard.recv_timeout(SECONDS), Err(mpsc::RecvTimeoutError::Disconnected));
        assert!(lock(&hub.mailboxes).is_empty());
    }
}
