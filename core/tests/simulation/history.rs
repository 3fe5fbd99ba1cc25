//! How a history is played: step by step, in virtual time, on one thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use cognito_auth_core::simulation::{Bug, Process};
use cognito_auth_core::{
    Auth, AuthConfiguration, AuthError, AuthErrorCode, AuthErrorKind, AuthEvent, AuthEventListener,
    AuthFlowType, FetchAuthSessionOptions, Ports, SessionState, SessionStateObserver, SignInOptions,
    SignOutOptions, SignOutResult, Subscription,
};
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::{sleep, timeout};

use crate::model::{CallOutcome, DEADLINE, Stored, run_name};
use crate::plan::{Act, Call, Plan, USERS};
use crate::ports::Port;
use crate::service::password;
use crate::support::sessions::configuration;
use crate::tally::Tally;
use crate::world::{Run, Violation, World};

/// After this time, all work has ended and every lease has lapsed.
const REST: Duration = Duration::from_secs(600);

/// The result of a history.
#[derive(Clone, Debug)]
pub(crate) struct Played {
    pub(crate) trace: Vec<String>,
    pub(crate) tally: Tally,
    pub(crate) violation: Option<Violation>,
}

pub(crate) fn play(plan: &Plan, bug: Option<Bug>, is_traced: bool) -> Played {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let plan = Arc::new(plan.clone());
    runtime.block_on(async {
        let world = World::new(&plan, is_traced);
        let mut player = Player { world: Arc::clone(&world), plan, bug, processes: Vec::new(), runs: 0 };
        let playing = world.outside.spawn(async move {
            player.play().await;
            player.processes.iter().for_each(|process| process.run.gate.kill());
        });
        playing.await.unwrap();
        let (trace, tally, violation) = world.end();
        Played { trace, tally, violation }
    })
}

struct Player {
    world: Arc<World>,
    plan: Arc<Plan>,
    bug: Option<Bug>,
    processes: Vec<Running>,
    runs: usize,
}

/// A process, in its present run.
struct Running {
    run: Run,
    port: Port,
    instances: Vec<Arc<Instance>>,
    /// The tasks in which the app makes calls: for each, the id of its newest call, and a handle that ends the task.
    calls: Vec<(Arc<AtomicUsize>, AbortHandle)>,
}

struct Instance {
    number: usize,
    auth: Auth,
    observer: SessionStateObserver,
    _subscription: Subscription,
}

struct Listener {
    world: Arc<World>,
    run: Run,
    instance: usize,
}

impl AuthEventListener for Listener {
    fn on_event(&self, event: AuthEvent) {
        if !self.run.gate.is_dead() {
            let mut state = self.world.lock();
            state.hear(self.instance, &event);
            state.check_text("an event", &format!("{event:?}"));
        }
    }
}

impl Player {
    async fn play(&mut self) {
        for slot in 0..self.plan.settings.processes {
            let process = self.start(slot).await;
            self.processes.push(process);
        }
        let plan = Arc::clone(&self.plan);
        for step in &plan.steps {
            self.pass(Duration::from_millis(step.pause_milliseconds)).await;
            if self.has_failed() {
                return;
            }
            self.act(&step.act).await;
        }
        self.converge().await;
    }

    /// Lets time pass. Then checks that no call is late.
    async fn pass(&self, time: Duration) {
        if time.is_zero() {
            tokio::task::yield_now().await;
        } else {
            sleep(time).await;
        }
        self.world.lock().check_ends();
    }

    fn has_failed(&self) -> bool {
        self.world.lock().violation.is_some()
    }

    async fn start(&mut self, slot: usize) -> Running {
        self.runs += 1;
        let settings = self.plan.settings.clone();
        let seed = self.plan.seed.wrapping_add(self.runs as u64);
        let mut run = Run { slot, number: self.runs, gate: self.world.outside.clone() };
        // With `TakesNoLease`, the first process still takes leases: the bug shows when another process takes none.
        let bug = self.bug.filter(|bug| *bug != Bug::TakesNoLease || slot > 0);
        run.gate = Process::new(&self.world.order, run_name(&run), seed, settings.most_turns, bug);
        self.world.lock().start(run.clone());
        let identity = format!("{:p} {}", Arc::as_ptr(&self.world), run_name(&run));
        let entropy = Arc::new(AtomicU64::new(seed));
        let port = Port { world: Arc::clone(&self.world), run: run.clone(), identity, entropy };
        let mut running = Running { run, port, instances: Vec::new(), calls: Vec::new() };
        for _ in 0..settings.instances {
            // Nothing can crash yet.
            let instance = self.open(&running).await.unwrap();
            running.instances.push(instance);
        }
        running
    }

    /// Opens an instance. `None` if the process crashes.
    async fn open(&self, process: &Running) -> Option<Arc<Instance>> {
        let (port, world) = (process.port.clone(), Arc::clone(&self.world));
        let (has_leases, account) = (self.plan.settings.has_leases, self.plan.settings.account);
        let slot = process.run.slot;
        let opening = process.run.gate.spawn(async move {
            let shared = Arc::new(port.clone());
            let mut ports = Ports::new(shared.clone(), shared.clone());
            ports.leases = has_leases.then(|| shared.clone() as _);
            ports.log = Some(shared.clone());
            ports.clock = shared.clone();
            ports.former = port.former_library();
            ports.entropy = shared;
            let configuration = AuthConfiguration {
                account: account.map(str::to_owned),
                deadline_milliseconds: DEADLINE,
                ..configuration()
            };
            let auth = Auth::new(configuration, ports).unwrap();
            let number = world.lock().model.open_instance(slot);
            let listener = Listener { world: Arc::clone(&world), run: port.run.clone(), instance: number };
            let _subscription = auth.subscribe(Arc::new(listener));
            let observer = auth.observe_session_state();
            world.lock().show_state(number, &observer.current());
            port.run.gate.spawn(follow(world, number, observer.clone()));
            Arc::new(Instance { number, auth, observer, _subscription })
        });
        ended(&process.run, opening).await
    }

    async fn act(&mut self, act: &Act) {
        match *act {
            Act::Call { process, instance, call } => self.call(process, instance, vec![call]).await,
            Act::ChangeUser { process, instance, user } => {
                let calls = vec![Call::SignOut { everywhere: false }, Call::SignIn { user }];
                self.call(process, instance, calls).await;
            }
            Act::Cancel { process } => self.cancel(process),
            Act::Arm(fault) => self.world.lock().armed.push(fault),
            Act::Kill { process } => self.world.kill(&self.processes[process].run),
            Act::Freeze { process, milliseconds } => {
                self.world.freeze(&self.processes[process].run, milliseconds);
            }
            Act::Reopen { process, instance } => {
                if self.processes[process].run.gate.is_running() {
                    self.reopen(process, instance).await;
                }
            }
            Act::StoreFails { error } => self.world.lock().store_failure = Some(error),
            Act::StoreWorks => self.world.lock().store_failure = None,
            Act::RollBack { changes } => self.world.lock().roll_back(changes),
            Act::LoseLeases => {
                self.world.lock().lose_leases();
            }
            Act::ClockJumps { seconds } => {
                let mut state = self.world.lock();
                state.jump_milliseconds += seconds * 1000;
                state.jumped_at = Some(state.now());
            }
            Act::Administer { user, what } => {
                let mut state = self.world.lock();
                state.say(|| act.to_string());
                state.service.administer(user, what);
            }
        }
    }

    /// Starts a process again if it has crashed.
    async fn ensure_alive(&mut self, slot: usize) {
        if self.processes[slot].run.gate.is_dead() {
            self.processes[slot] = self.start(slot).await;
        }
    }

    /// Starts a task that makes calls one after the other. Does not wait for it.
    async fn call(&mut self, slot: usize, instance: usize, calls: Vec<Call>) {
        self.ensure_alive(slot).await;
        let process = &mut self.processes[slot];
        if process.run.gate.is_dead() {
            return;
        }
        let (world, instances) = (Arc::clone(&self.world), process.instances.clone());
        let caller = Arc::clone(&instances[instance]);
        let has_srp = self.plan.settings.has_srp;
        let newest = Arc::new(AtomicUsize::new(0));
        let present = Arc::clone(&newest);
        let task = process.run.gate.spawn(async move {
            for call in calls {
                let id = world.lock().begin_call(slot, caller.number, call);
                present.store(id, Ordering::SeqCst);
                let outcome = perform(&world, &caller.auth, call, has_srp).await;
                let states = states(&world, &instances);
                world.lock().end_call(id, &outcome, &states);
            }
        });
        process.calls.push((newest, task.abort_handle()));
    }

    fn cancel(&mut self, slot: usize) {
        if let Some((id, call)) = self.processes[slot].calls.pop() {
            self.world.lock().leave_call(id.load(Ordering::SeqCst));
            call.abort();
        }
    }

    /// Closes an instance, and opens another one in its place.
    async fn reopen(&mut self, slot: usize, instance: usize) {
        let closed = Arc::clone(&self.processes[slot].instances[instance]);
        let world = Arc::clone(&self.world);
        {
            let mut state = world.lock();
            state.say(|| format!("process {slot}: instance {} is closed", closed.number));
            state.model.instances[closed.number].is_open = false;
            let until = state.now() + 300_000;
            state.model.is_unquiet_until(slot, until);
        }
        let auth = closed.auth.clone();
        let process = &self.processes[slot];
        let closing = process.run.gate.spawn(async move { auth.begin_close() });
        if ended(&process.run, closing).await.is_some()
            && let Some(opened) = self.open(&self.processes[slot]).await
        {
            self.processes[slot].instances[instance] = opened;
        }
    }

    /// Stops the faults, and waits for [`REST`]. Then checks that the next call of each instance tells what is true.
    async fn converge(&mut self) {
        {
            let mut state = self.world.lock();
            state.say(|| "faults stop".to_owned());
            state.armed.clear();
            state.store_failure = None;
        }
        for slot in 0..self.processes.len() {
            self.world.wake(&self.processes[slot].run);
            self.ensure_alive(slot).await;
        }
        sleep(REST).await;
        self.world.lock().check_ends();
        for slot in 0..self.processes.len() {
            // The process may have crashed during the wait.
            self.ensure_alive(slot).await;
            for instance in 0..self.plan.settings.instances {
                if self.has_failed() {
                    return;
                }
                self.check_converged(slot, instance).await;
            }
        }
    }

    async fn check_converged(&mut self, slot: usize, instance: usize) {
        let (expected, is_accepted) = {
            let state = self.world.lock();
            let stored = state.model.now_stored().clone();
            let is_accepted = match &stored {
                Stored::Record(record) => {
                    // If the mark names the session, a refresh completes the sign-out.
                    state.service.accepts(record.serial, state.now())
                        && state.model.marked_by(record.family).is_none()
                }
                Stored::Nothing | Stored::Unreadable => false,
            };
            (stored, is_accepted)
        };
        let process = &self.processes[slot];
        let (world, instances) = (Arc::clone(&self.world), process.instances.clone());
        let caller = Arc::clone(&instances[instance]);
        let call = Call::Fetch { force: (slot + instance).is_multiple_of(2) };
        let id = world.lock().begin_call(slot, caller.number, call);
        let work = process.run.gate.spawn(async move {
            let outcome = perform(&world, &caller.auth, call, false).await;
            let states = states(&world, &instances);
            world.lock().end_call(id, &outcome, &states);
            outcome
        });
        let outcome = match timeout(Duration::from_secs(120), work).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => {
                self.world
                    .lock()
                    .violate(7, format!("the first call after the faults has no result: {error}"));
                return;
            }
            Err(_) => {
                self.world.lock().violate(7, "the first call after the faults never ends");
                return;
            }
        };
        let is_right = match (&expected, &outcome) {
            (Stored::Nothing, CallOutcome::Nobody) => true,
            (Stored::Unreadable, CallOutcome::Failed(error)) => {
                error.contains("Storage") || *error == "RefreshTokenReuse"
            }
            // A process may still know the session whose record was damaged.
            (
                Stored::Unreadable,
                CallOutcome::Session { .. } | CallOutcome::Nobody | CallOutcome::Expired,
            ) => true,
            (Stored::Record(record), CallOutcome::Session { sub, .. }) => *sub == record.sub,
            (Stored::Record(_), CallOutcome::Expired | CallOutcome::Nobody) => !is_accepted,
            // Only a second reuse error, half a minute after the first one, ends the session.
            (Stored::Record(_), CallOutcome::Failed(error)) => !is_accepted && *error == "RefreshTokenReuse",
            _ => false,
        };
        if !is_right {
            let text = format!("stored is {expected}, and the first call after the faults gives {outcome}");
            self.world.lock().violate(10, text);
        }
        // The events of the call are delivered during this wait.
        sleep(Duration::from_secs(60)).await;
        let process = &self.processes[slot];
        let states = states(&self.world, &process.instances);
        self.world.lock().check_rest(&states);
    }
}

/// The result of work within a process. `None` if the process crashes.
async fn ended<T>(run: &Run, mut work: JoinHandle<T>) -> Option<T> {
    loop {
        match timeout(Duration::from_secs(1), &mut work).await {
            Ok(result) => return Some(result.unwrap()),
            Err(_) if run.gate.is_dead() => return None,
            Err(_) => {}
        }
    }
}

/// Shows each state to the app.
async fn follow(world: Arc<World>, instance: usize, mut observer: SessionStateObserver) {
    while let Some(now) = observer.changed().await {
        let mut state = world.lock();
        state.say(|| format!("instance {instance} sees {now:?}"));
        state.check_text("a state", &format!("{now:?}"));
        state.show_state(instance, &now);
    }
}

/// Gives the states of the open instances of a process, and shows these states to the app.
fn states(world: &World, instances: &[Arc<Instance>]) -> Vec<(usize, SessionState)> {
    let is_open = |number: usize| world.lock().model.instances[number].is_open;
    let open = instances.iter().filter(|instance| is_open(instance.number));
    let states: Vec<_> = open.map(|instance| (instance.number, instance.observer.current())).collect();
    states.iter().for_each(|(instance, state)| world.lock().show_state(*instance, state));
    states
}

async fn perform(world: &World, auth: &Auth, call: Call, has_srp: bool) -> CallOutcome {
    match call {
        Call::SignIn { user } => {
            let flow = if has_srp { AuthFlowType::UserSrp } else { AuthFlowType::UserPassword };
            let options = SignInOptions { flow: Some(flow), ..Default::default() };
            let result = auth.sign_in(USERS[user], Some(password(user).into()), options).await;
            told(world, result.map(|_| CallOutcome::SignedIn { user }))
        }
        Call::SignOut { everywhere } => {
            let options = SignOutOptions { global_sign_out: everywhere, ..Default::default() };
            match auth.sign_out(options).await {
                SignOutResult::Complete => CallOutcome::SignedOut { says_unrevoked: false },
                SignOutResult::Partial { revoke_token_error, .. } => {
                    CallOutcome::SignedOut { says_unrevoked: revoke_token_error.is_some() }
                }
                SignOutResult::Failed(error) => told(world, Err(error)),
            }
        }
        Call::Fetch { force } => {
            let options = FetchAuthSessionOptions { force_refresh: force, ..Default::default() };
            let session = auth.fetch_auth_session(options).await;
            if let Ok(session) = &session {
                world.lock().check_text("a session", &format!("{session:?}"));
            }
            told(
                world,
                session.map(|session| match (session.user_sub, session.tokens) {
                    (Some(sub), Some(tokens)) => CallOutcome::Session {
                        sub,
                        access_token: tokens.access_token.expose().to_owned(),
                        refresh_token: tokens.refresh_token.expose().to_owned(),
                    },
                    _ => CallOutcome::Nobody,
                }),
            )
        }
        Call::CurrentUser => {
            told(world, auth.get_current_user().await.map(|user| CallOutcome::User(user.user_id)))
        }
        Call::State => told(world, auth.session_state().await.map(CallOutcome::State)),
        Call::Attributes => told(world, auth.fetch_user_attributes().await.map(|_| CallOutcome::Done)),
        Call::FinishMove => told(world, auth.finish_move().await.map(|()| CallOutcome::Done)),
        Call::DeleteUser => told(world, auth.delete_user().await.map(|()| CallOutcome::Deleted)),
    }
}

/// The outcome of a call, from its result.
fn told(world: &World, result: Result<CallOutcome, AuthError>) -> CallOutcome {
    let error = match result {
        Ok(outcome) => return outcome,
        Err(error) => error,
    };
    world.lock().check_text("an error", &format!("{error:?} {error}"));
    match error.code {
        AuthErrorCode::NotSignedIn => CallOutcome::Nobody,
        AuthErrorCode::SessionExpired => CallOutcome::Expired,
        AuthErrorCode::AlreadySignedIn | AuthErrorCode::UserChanged => CallOutcome::Changed,
        code => {
            let kind = if error.kind == AuthErrorKind::Storage { "Storage " } else { "" };
            CallOutcome::Failed(format!("{kind}{code:?}"))
        }
    }
}
