//! A gate at which a thread of the library waits until the test opens it.

use std::sync::{Condvar, Mutex};

#[derive(Default)]
pub struct Gate {
    stands: Mutex<Stands>,
    opened: Condvar,
}

#[derive(Default)]
struct Stands {
    is_reached: bool,
    is_open: bool,
}

impl Gate {
    /// Waits until the gate is open.
    pub fn pass(&self) {
        let mut stands = self.stands.lock().unwrap();
        stands.is_reached = true;
        drop(self.opened.wait_while(stands, |stands| !stands.is_open).unwrap());
    }

    /// Whether a thread has reached the gate.
    pub fn is_reached(&self) -> bool {
        self.stands.lock().unwrap().is_reached
    }

    /// Opens the gate, also for later threads.
    pub fn let_go(&self) {
        self.stands.lock().unwrap().is_open = true;
        self.opened.notify_all();
    }
}
