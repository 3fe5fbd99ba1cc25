//! The model: what the simulation knows without asking the core. It has the sessions that were stored, the calls that
//! run, and what the app was shown. The checks compare the core's results with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use cognito_auth_core::SessionState;
use serde_json::Value;

use crate::plan::{Call, USERS};
use crate::service::{Service, serial, text};
use crate::world::Run;

/// How long a call may go on after its deadline, in milliseconds.
pub(crate) const SLACK: u64 = 200;
/// The deadline of every call, in milliseconds.
pub(crate) const DEADLINE: u64 = 30_000;

/// How long the work of a call may go on after the app has stopped waiting for the call, in milliseconds.
pub(crate) const AFTERMATH: u64 = 300_000;

/// What is stored under the session's key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stored {
    Nothing,
    Unreadable,
    Record(Record),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    /// The sign-in that the session comes from.
    pub(crate) family: usize,
    pub(crate) user: usize,
    pub(crate) sub: String,
    /// The number of the refresh token.
    pub(crate) serial: u32,
    /// The number of the access token.
    pub(crate) access: u32,
    /// When the tokens came, by the device's clock.
    pub(crate) received_at: i64,
}

/// The number of an access token.
pub(crate) fn access_serial(token: &str) -> Option<u32> {
    token.rsplit_once("secret-access-")?.1.parse().ok()
}

impl Stored {
    pub(crate) fn of(bytes: Option<&Vec<u8>>, service: &Service) -> Self {
        let Some(bytes) = bytes else { return Self::Nothing };
        let read = || {
            let record: Value = serde_json::from_slice(bytes).ok()?;
            let serial = serial(record["refreshToken"].as_str()?)?;
            let family = service.tokens.get(&serial)?.family;
            Some(Record {
                family,
                user: service.families[family].user,
                sub: record["userId"].as_str()?.to_owned(),
                serial,
                access: access_serial(record["accessToken"].as_str()?)?,
                received_at: record["receivedAt"].as_i64()?,
            })
        };
        read().map_or(Self::Unreadable, Self::Record)
    }
}

impl Stored {
    /// The session with the tokens of a response.
    pub(crate) fn of_tokens(tokens: &Value, service: &Service) -> Option<Record> {
        let serial = serial(text(&tokens["RefreshToken"]))?;
        let family = service.tokens.get(&serial)?.family;
        Some(Record {
            family,
            user: service.families[family].user,
            sub: service.families[family].sub.clone(),
            serial,
            access: access_serial(text(&tokens["AccessToken"]))?,
            received_at: 0,
        })
    }
}

impl fmt::Display for Stored {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => formatter.write_str("no session"),
            Self::Unreadable => formatter.write_str("an unreadable session"),
            Self::Record(record) => {
                let (user, Record { family, serial, .. }) = (USERS[record.user], record);
                write!(formatter, "refresh token {serial} of {user}, from sign-in {family}")
            }
        }
    }
}

/// A call of the app.
pub(crate) struct RunningCall {
    pub(crate) id: usize,
    pub(crate) slot: usize,
    pub(crate) instance: usize,
    pub(crate) call: Call,
    pub(crate) began_at: u64,
    /// The index in [`Model::stored`] of what was stored when the call began.
    pub(crate) first: usize,
    /// The index in [`Model::stored`] of the newest session that the process knew when the call began.
    pub(crate) known: usize,
    /// How many faults the process had met when the call began.
    pub(crate) faults: usize,
    /// The user whom the instance had shown to the app when the call began.
    pub(crate) shown: Option<String>,
    /// The sign-ins whose sessions the call has removed.
    pub(crate) removed: Vec<usize>,
    /// The latest time at which the call's work ends. `None` while the app waits for the call.
    pub(crate) left_until: Option<u64>,
    /// Whether the process ran no other call at the same time.
    pub(crate) is_alone: bool,
}

/// What an instance has shown to the app.
pub(crate) struct Shown {
    pub(crate) slot: usize,
    pub(crate) is_open: bool,
    /// The user, if the last result showed one.
    pub(crate) user: Option<String>,
    /// Whether a user is signed in, as the events say. `None` before the first event.
    pub(crate) belief: Option<bool>,
}

/// The result of a call, as far as the checks need it.
#[derive(Clone, Debug)]
pub(crate) enum CallOutcome {
    SignedIn {
        user: usize,
    },
    SignedOut {
        says_unrevoked: bool,
    },
    Deleted,
    User(String),
    /// A user's session, with its access token and its refresh token.
    Session {
        sub: String,
        access_token: String,
        refresh_token: String,
    },
    Nobody,
    Expired,
    State(SessionState),
    /// The call was refused because a user is already signed in, or because another user has signed in meanwhile.
    Changed,
    Failed(String),
    Done,
}

impl fmt::Display for CallOutcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Session { sub, .. } => write!(formatter, "a session of {sub}"),
            other => write!(formatter, "{other:?}"),
        }
    }
}

#[derive(Default)]
pub(crate) struct Model {
    /// Everything that was stored for the session, from the beginning.
    pub(crate) stored: Vec<Stored>,
    /// The numbers of the refresh tokens that were ever stored.
    pub(crate) saved: BTreeSet<u32>,
    /// The numbers of the access tokens that were ever stored.
    pub(crate) saved_access: BTreeSet<u32>,
    /// The sign-ins that were signed out, or that the service has ended.
    pub(crate) gone: BTreeSet<usize>,
    /// The content of the stored mark: each id, with its sign-in and with the run that wrote the id. If such a sign-in
    /// still has a session, the next refresh completes the sign-out.
    pub(crate) marked: BTreeMap<String, (usize, String)>,
    /// The sign-ins that the mark has ever named.
    pub(crate) ever_marked: BTreeSet<usize>,
    /// The sign-ins whose session the store has brought back by a roll-back.
    pub(crate) restored: BTreeSet<usize>,
    /// The sign-ins whose record the store has called corrupt. A new sign-in may replace such a record, even if the
    /// record can be read again.
    pub(crate) damaged: BTreeSet<usize>,
    /// The sign-ins for which a sign-out has reported that their tokens are not revoked.
    pub(crate) unrevoked: BTreeSet<usize>,
    pub(crate) calls: Vec<RunningCall>,
    pub(crate) instances: Vec<Shown>,
    pub(crate) last_call: usize,
    /// Whether the present write is late: its process was frozen just before it.
    pub(crate) is_late_write: bool,
    /// For each process, the time until which it may do work that no call waits for.
    unquiet_until: Vec<u64>,
}

impl Model {
    /// The model of an empty store.
    pub(crate) fn new() -> Self {
        Self { stored: vec![Stored::Nothing], ..Self::default() }
    }

    /// A session is stored again.
    pub(crate) fn is_back(&mut self, family: usize) {
        self.gone.remove(&family);
    }

    /// A process stores the mark with these ids. An id is a hash, which does not say to which sign-in it belongs. The
    /// model takes a new id for that of the session that the process has read last or, if it has read none, of the
    /// session that was stored last.
    pub(crate) fn marks(&mut self, run: &Run, read: usize, ids: &[String]) {
        self.marked.retain(|id, _| ids.contains(id));
        let last = [&self.stored[read]].into_iter().chain(self.stored.iter().rev());
        let is_record = |stored: &&Stored| matches!(stored, Stored::Record(_));
        if let Some(Stored::Record(record)) = last.into_iter().find(is_record).cloned() {
            ids.iter().for_each(|id| {
                self.marked.entry(id.clone()).or_insert_with(|| (record.family, run_name(run)));
            });
            self.ever_marked.extend(self.marked.values().map(|(family, _)| *family));
        }
    }

    /// The run that has named this sign-in in the stored mark.
    pub(crate) fn marked_by(&self, family: usize) -> Option<&str> {
        self.marked.values().find(|(marked, _)| *marked == family).map(|(_, run)| run.as_str())
    }

    /// The stored session can't be read any more.
    pub(crate) fn is_damaged(&mut self) {
        if let Some(Stored::Record(record)) = self.stored.last() {
            self.damaged.insert(record.family);
        }
    }

    /// Whether a `finish_move` may still run in a process. Only this call removes the former library's items.
    pub(crate) fn is_finishing_move(&self, slot: usize) -> bool {
        self.calls.iter().any(|call| call.slot == slot && call.call == Call::FinishMove)
    }

    pub(crate) fn end_of_process(&mut self, slot: usize) {
        self.calls.retain(|call| call.slot != slot);
        self.instances.iter_mut().filter(|it| it.slot == slot).for_each(|it| it.is_open = false);
    }

    pub(crate) fn now_stored(&self) -> &Stored {
        self.stored.last().unwrap()
    }

    pub(crate) fn open_instance(&mut self, slot: usize) -> usize {
        self.instances.push(Shown { slot, is_open: true, user: None, belief: None });
        self.instances.len() - 1
    }

    pub(crate) fn is_unquiet_until(&mut self, slot: usize, time: u64) {
        if self.unquiet_until.len() <= slot {
            self.unquiet_until.resize(slot + 1, 0);
        }
        self.unquiet_until[slot] = self.unquiet_until[slot].max(time);
    }

    /// Whether all work of a process belongs to calls for which the app waits.
    pub(crate) fn is_quiet(&self, slot: usize, woken_at: u64, now: u64) -> bool {
        let is_over = |until: &u64| *until < now && woken_at.saturating_add(AFTERMATH) < now;
        self.unquiet_until.get(slot).is_none_or(is_over)
    }

    pub(crate) fn waiting(&self, slot: usize) -> usize {
        self.calls.iter().filter(|call| call.slot == slot && call.left_until.is_none()).count()
    }
}

/// The name of a run. Each lease has the name of the run that took it.
pub(crate) fn run_name(run: &Run) -> String {
    format!("{}.{}", run.slot, run.number)
}
