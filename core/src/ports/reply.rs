//! Where a port that answers later puts its answer.

use std::sync::{Mutex, PoisonError};

use tokio::sync::oneshot;

/// Takes the one answer of a port. The first answer counts; later ones are ignored. Dropping it unused is a failure
/// of its own.
pub struct Reply<Answer, Failure> {
    answer: Mutex<Option<oneshot::Sender<Result<Answer, Failure>>>>,
}

impl<Answer, Failure> Reply<Answer, Failure> {
    pub(crate) fn new() -> (Self, oneshot::Receiver<Result<Answer, Failure>>) {
        let (sender, receiver) = oneshot::channel();
        (Self { answer: Mutex::new(Some(sender)) }, receiver)
    }

    /// The answer has come.
    pub fn succeed(&self, answer: Answer) {
        self.answer(Ok(answer));
    }

    /// No answer will come.
    pub fn fail(&self, failure: Failure) {
        self.answer(Err(failure));
    }

    fn answer(&self, answer: Result<Answer, Failure>) {
        let sender = self.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(sender) = sender {
            // The caller may have gone meanwhile: then nobody wants the answer.
            let _ = sender.send(answer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_answer_counts() {
        let (reply, mut receiver) = Reply::<(), &str>::new();
        reply.fail("first");
        reply.succeed(());
        assert_eq!(receiver.try_recv().unwrap(), Err("first"));
    }
}
