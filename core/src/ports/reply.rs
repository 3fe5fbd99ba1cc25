//! The reply of a port, which gets its result later.

use std::sync::{Mutex, PoisonError};

use tokio::sync::oneshot;
use zeroize::{Zeroize, Zeroizing};

/// Takes the result of a port. Only the first result is taken; later ones are ignored. If the reply is dropped unused,
/// the request fails. The library wipes an answer that it no longer needs.
pub struct PortReply<Answer: Zeroize, Failure> {
    answer: Mutex<Option<oneshot::Sender<PortResult<Answer, Failure>>>>,
}

/// The answer is wiped when it is dropped, even if nobody has received it.
pub(super) type PortResult<Answer, Failure> = Result<Zeroizing<Answer>, Failure>;

impl<Answer: Zeroize, Failure> PortReply<Answer, Failure> {
    pub(crate) fn new() -> (Self, oneshot::Receiver<PortResult<Answer, Failure>>) {
        let (sender, receiver) = oneshot::channel();
        (Self { answer: Mutex::new(Some(sender)) }, receiver)
    }

    /// Gives the port's result.
    pub fn succeed(&self, answer: Answer) {
        self.answer(Ok(Zeroizing::new(answer)));
    }

    /// Says that the port failed.
    pub fn fail(&self, failure: Failure) {
        self.answer(Err(failure));
    }

    fn answer(&self, answer: PortResult<Answer, Failure>) {
        let sender = self.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(sender) = sender {
            // The call may have been dropped. Then nobody receives the result.
            let _ = sender.send(answer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_result_counts() {
        let (reply, mut receiver) = PortReply::<String, &str>::new();
        reply.fail("first");
        reply.succeed(String::new());
        assert_eq!(receiver.try_recv().unwrap(), Err("first"));
    }
}
