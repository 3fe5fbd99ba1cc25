//! A gate at which a thread of the library waits until the test opens it.

use std::sync::{Condvar, Mutex};

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
    /// Waits until the gate is open.
    pub fn pass(&self) {
        let mut state = self.state.lock().unwrap();
        state.is_reached = true;
        drop(self.opened.wait_while(state, |state| !state.is_open).unwrap());
    }

    /// Whether a thread has reached the gate.
    pub fn is_reached(&self) -> bool {
        self.state.lock().unwrap().is_reached
    }

    /// Opens the gate, also for later threads.
    pub fn let_go(&self) {
        self.state.lock().unwrap().is_open = true;
        self.opened.notify_all();
    }
}
