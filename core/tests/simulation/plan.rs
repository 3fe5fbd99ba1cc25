//! What happens in a history: its settings and its steps. The seed determines both.

use std::fmt;

use cognito_auth_core::StoreError;

use crate::fault::{Fault, Place};
use crate::random::Random;
use crate::support::former::ios::amplify::{RELEASES, Release};

/// The users of the pool.
pub(crate) const USERS: [&str; 3] = ["ann", "bob", "eve"];

const SECOND: u64 = 1000;
const HOUR: u64 = 3_600_000;

/// What stays the same during a history.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Settings {
    pub(crate) processes: usize,
    /// The instances of each process.
    pub(crate) instances: usize,
    pub(crate) has_leases: bool,
    /// Whether the processes have names. The system runs only one process of a name at a time.
    pub(crate) is_named: bool,
    pub(crate) rotates: bool,
    pub(crate) grace_milliseconds: u64,
    pub(crate) lifetime_seconds: i64,
    /// The longest time for which a request, or a response, is on its way.
    pub(crate) latency_milliseconds: u64,
    /// Blocking work, such as a call of the store, takes up to this many turns of the runtime. Other work can run
    /// meanwhile.
    pub(crate) most_turns: u64,
    /// Whether sign-ins use SRP.
    pub(crate) has_srp: bool,
    /// The account of every instance. The store has a session of another account too, which nobody may touch.
    pub(crate) account: Option<&'static str>,
    /// Whether the service's responses tell its time.
    pub(crate) tells_time: bool,
    /// What the former library has stored. Only the default account takes it over.
    pub(crate) former: Option<FormerSettings>,
}

/// Who is signed in at the former library, and what it has stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct FormerSettings {
    pub(crate) user: usize,
    pub(crate) form: FormerForm,
}

/// The form of what the former library has stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum FormerForm {
    Amplify(Release),
    MobileClient,
    Damaged,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Call {
    SignIn { user: usize },
    SignOut { everywhere: bool },
    Fetch { force: bool },
    CurrentUser,
    State,
    Attributes,
    DeleteUser,
    FinishMove,
}

/// What an administrator does to a user.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Administration {
    Revoke,
    Disable,
    Enable,
    Delete,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Act {
    Call {
        process: usize,
        instance: usize,
        call: Call,
    },
    /// A sign-out, then a sign-in.
    ChangeUser {
        process: usize,
        instance: usize,
        user: usize,
    },
    /// The newest call of a process is dropped.
    Cancel {
        process: usize,
    },
    /// A fault is armed. It happens at a later crossing of its boundary.
    Arm(Fault),
    Kill {
        process: usize,
    },
    Freeze {
        process: usize,
        milliseconds: u64,
    },
    /// An instance is closed, and another one takes its place.
    Reopen {
        process: usize,
        instance: usize,
    },
    StoreFails {
        error: StoreError,
    },
    StoreWorks,
    /// The store forgets its last changes of the session.
    RollBack {
        changes: usize,
    },
    /// The leases are gone.
    LoseLeases,
    /// The device's clock is set.
    ClockJumps {
        seconds: i64,
    },
    Administer {
        user: usize,
        what: Administration,
    },
}

/// A pause, and the act that follows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) pause_milliseconds: u64,
    pub(crate) act: Act,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) settings: Settings,
    pub(crate) steps: Vec<Step>,
}

impl Plan {
    pub(crate) fn of(seed: u64) -> Self {
        let mut random = Random::of(seed);
        let settings = Settings::any(&mut random);
        let length = 4 + random.index(28);
        let steps = (0..length).map(|_| Step::any(&mut random, &settings)).collect();
        Self { seed, settings, steps }
    }
}

impl Settings {
    pub(crate) fn session_key(&self) -> String {
        session_key(self.account)
    }

    /// The key of the session of another account.
    pub(crate) fn other_session_key(&self) -> String {
        session_key(if self.account.is_none() { Some("work") } else { None })
    }

    /// Gives the history a former library.
    pub(crate) fn move_in(&mut self) {
        self.account = None;
        self.former = Some(FormerSettings { user: 0, form: FormerForm::MobileClient });
    }

    fn any(random: &mut Random) -> Self {
        let account = random.pick(&[None, Some("work")]);
        let has_former = account.is_none() && random.percent(40);
        Self {
            processes: random.weighted(&[(3, 1), (5, 2), (2, 3)]),
            instances: random.weighted(&[(2, 1), (1, 2)]),
            has_leases: random.percent(75),
            is_named: random.percent(40),
            rotates: random.percent(80),
            grace_milliseconds: random.pick(&[0, 60 * SECOND]),
            lifetime_seconds: random.pick(&[300, 3600]),
            latency_milliseconds: random.pick(&[5, 80, 2 * SECOND]),
            most_turns: random.pick(&[0, 3, 12]),
            has_srp: random.below(200) == 0,
            tells_time: random.percent(30),
            account,
            former: has_former.then(|| FormerSettings::any(random)),
        }
    }
}

impl FormerSettings {
    fn any(random: &mut Random) -> Self {
        let release = random.pick(&RELEASES);
        let form = random.weighted(&[
            (6, FormerForm::Amplify(release)),
            (2, FormerForm::MobileClient),
            (1, FormerForm::Damaged),
        ]);
        Self { user: random.index(USERS.len()), form }
    }
}

fn session_key(account: Option<&str>) -> String {
    let account = account.map(|account| format!("#{account}#")).unwrap_or_default();
    format!("cognito-auth.eu-central-1_AbCdEfGhI.client{account}.session")
}

impl Step {
    fn any(random: &mut Random, settings: &Settings) -> Self {
        let pause_milliseconds = random.weighted(&[
            (6, 0),
            (4, 20),
            (3, 200),
            (3, 3 * SECOND),
            (2, 15 * SECOND),
            (2, 70 * SECOND),
            (3, 400 * SECOND),
            (2, 2 * HOUR),
        ]);
        Self { pause_milliseconds, act: Act::any(random, settings) }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Call,
    ChangeUser,
    Arm,
    Cancel,
    Kill,
    Freeze,
    Reopen,
    StoreFails,
    StoreWorks,
    RollBack,
    LoseLeases,
    ClockJumps,
    Administer,
}

impl Act {
    fn any(random: &mut Random, settings: &Settings) -> Self {
        let process = random.index(settings.processes);
        let instance = random.index(settings.instances);
        let kind = random.weighted(&[
            (56, Kind::Call),
            (8, Kind::ChangeUser),
            (25, Kind::Arm),
            (3, Kind::Cancel),
            (2, Kind::Kill),
            (2, Kind::Freeze),
            (2, Kind::Reopen),
            (2, Kind::StoreFails),
            (4, Kind::StoreWorks),
            (1, Kind::RollBack),
            (1, Kind::LoseLeases),
            (2, Kind::ClockJumps),
            (5, Kind::Administer),
        ]);
        match kind {
            Kind::Call => Self::Call { process, instance, call: Call::any(random) },
            Kind::ChangeUser => Self::ChangeUser { process, instance, user: random.index(USERS.len()) },
            Kind::Arm => Self::Arm(Fault::any(random, process)),
            Kind::Cancel => Self::Cancel { process },
            Kind::Kill => Self::Kill { process },
            Kind::Freeze => Self::Freeze { process, milliseconds: random.pick(&[15 * SECOND, HOUR]) },
            Kind::Reopen => Self::Reopen { process, instance },
            Kind::StoreFails => Self::StoreFails {
                error: random.pick(&[StoreError::Locked, StoreError::Unavailable, StoreError::Full]),
            },
            Kind::StoreWorks => Self::StoreWorks,
            Kind::RollBack => Self::RollBack { changes: 1 + random.index(2) },
            Kind::LoseLeases => Self::LoseLeases,
            Kind::ClockJumps => Self::ClockJumps { seconds: random.pick(&[-86_400, -300, 300, 86_400]) },
            Kind::Administer => Self::Administer {
                user: random.weighted(&[(3, 0), (1, 1), (1, 2)]),
                what: random.weighted(&[
                    (3, Administration::Revoke),
                    (2, Administration::Disable),
                    (4, Administration::Enable),
                    (1, Administration::Delete),
                ]),
            },
        }
    }
}

impl Call {
    fn any(random: &mut Random) -> Self {
        let user = random.weighted(&[(5, 0), (2, 1), (1, 2)]);
        let (force, everywhere) = (random.percent(60), random.percent(30));
        random.weighted(&[
            (26, Self::SignIn { user }),
            (10, Self::SignOut { everywhere }),
            (34, Self::Fetch { force }),
            (10, Self::CurrentUser),
            (8, Self::State),
            (8, Self::Attributes),
            (2, Self::DeleteUser),
            (2, Self::FinishMove),
        ])
    }

    /// Whether the call is made for the user whom it finds at its beginning.
    pub(crate) fn is_for_a_user(self) -> bool {
        matches!(self, Self::Attributes | Self::DeleteUser)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::SignIn { .. } => "sign_in",
            Self::SignOut { everywhere: false } => "sign_out",
            Self::SignOut { everywhere: true } => "sign_out everywhere",
            Self::Fetch { force: false } => "fetch_auth_session",
            Self::Fetch { force: true } => "fetch_auth_session, forced",
            Self::CurrentUser => "get_current_user",
            Self::State => "session_state",
            Self::Attributes => "fetch_user_attributes",
            Self::DeleteUser => "delete_user",
            Self::FinishMove => "finish_move",
        }
    }
}

impl Act {
    /// The kind of the act, for the statistics.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Call { call, .. } => call.name(),
            Self::ChangeUser { .. } => "a sign-out, then a sign-in",
            Self::Cancel { .. } => "a call is cancelled",
            Self::Arm(_) => "a fault is armed",
            Self::Kill { .. } => "a process is killed",
            Self::Freeze { .. } => "a process is frozen",
            Self::Reopen { .. } => "an instance is closed",
            Self::StoreFails { .. } => "the store fails",
            Self::StoreWorks => "the store works",
            Self::RollBack { .. } => "the store is rolled back",
            Self::LoseLeases => "the leases are lost",
            Self::ClockJumps { .. } => "the clock jumps",
            Self::Administer { what: Administration::Revoke, .. } => "an administrator revokes",
            Self::Administer { what: Administration::Disable, .. } => "an administrator disables",
            Self::Administer { what: Administration::Enable, .. } => "an administrator enables",
            Self::Administer { what: Administration::Delete, .. } => "an administrator deletes",
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call { process, instance, call } => {
                write!(formatter, "process {process}, instance {instance}: {}", call.name())?;
                match call {
                    Call::SignIn { user } => write!(formatter, " of {}", USERS[*user]),
                    _ => Ok(()),
                }
            }
            Self::ChangeUser { process, instance, user } => {
                write!(
                    formatter,
                    "process {process}, instance {instance}: sign_out, then sign_in of {}",
                    USERS[*user]
                )
            }
            Self::Cancel { process } => write!(formatter, "process {process}: its newest call is dropped"),
            Self::Arm(Fault { process, place, skip, effect }) => {
                write!(
                    formatter,
                    "process {process}, at its {} from now: {}",
                    ordinal(place, *skip),
                    effect.name()
                )
            }
            Self::Kill { process } => write!(formatter, "process {process} is killed"),
            Self::Freeze { process, milliseconds } => {
                write!(formatter, "process {process} is frozen for {}", duration(*milliseconds))
            }
            Self::Reopen { process, instance } => {
                write!(formatter, "process {process}: instance {instance} is closed and opened again")
            }
            Self::StoreFails { error } => write!(formatter, "from now on the store fails: {error}"),
            Self::StoreWorks => formatter.write_str("from now on the store works"),
            Self::RollBack { changes } => {
                write!(formatter, "the store forgets its last {changes} changes of the session")
            }
            Self::LoseLeases => formatter.write_str("the leases are lost"),
            Self::ClockJumps { seconds } => write!(formatter, "the device's clock jumps by {seconds} s"),
            Self::Administer { user, .. } => write!(formatter, "{} {}", self.name(), USERS[*user]),
        }
    }
}

fn ordinal(place: &Place, skip: usize) -> String {
    format!("{} number {}", place.name(), skip + 1)
}

pub(crate) fn duration(milliseconds: u64) -> String {
    match milliseconds {
        0 => "0 ms".to_owned(),
        1..SECOND => format!("{milliseconds} ms"),
        SECOND..HOUR => format!("{} s", milliseconds / SECOND),
        _ => format!("{} h", milliseconds / HOUR),
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "seed {}\n{:#?}", self.seed, self.settings)?;
        for (number, Step { pause_milliseconds, act }) in self.steps.iter().enumerate() {
            writeln!(formatter, "{number:3}. after {:>8}: {act}", duration(*pause_milliseconds))?;
        }
        Ok(())
    }
}

impl Act {
    /// The instance that the act needs.
    pub(crate) fn instance(&self) -> usize {
        match self {
            Self::Call { instance, .. }
            | Self::ChangeUser { instance, .. }
            | Self::Reopen { instance, .. } => *instance,
            _ => 0,
        }
    }
}
