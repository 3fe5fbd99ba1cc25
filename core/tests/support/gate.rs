//! A gate at which a thread of the library waits until the test opens it.

use std::sync::{Condvar, Mutex};
use std::time::Duration;

/// How long a thread waits at most. A test that fails never opens its gate: without a limit, the thread would keep the
/// test from ending.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

#[derive(Default)]
pub struct Gate {
    state: Mutex<GateState>,
    opened: Condvar,
}

#[derive(Default)]
struct GateState {
    is_reached: bool,
    is_open: bool,
}

impl Gate {
    /// Waits until the gate is open. The library's thread calls this function.
    pub fn pass(&self) {
        let mut state = self.state.lock().unwrap();
        state.is_reached = true;
        drop(self.opened.wait_timeout_while(state, LONGEST_WAIT, |state| !state.is_open).unwrap());
    }

    /// Whether a thread has reached the gate.
    pub fn is_reached(&self) -> bool {
        self.state.lock().unwrap().is_reached
    }

    /// Closes the gate again.
    pub fn close(&self) {
        *self.state.lock().unwrap() = GateState::default();
    }

    /// Opens the gate for the thread that waits, and for later ones.
    pub fn let_go(&self) {
        self.state.lock().unwrap().is_open = true;
        self.opened.notify_all();
    }
}
