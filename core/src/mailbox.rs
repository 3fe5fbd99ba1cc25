//! Messages to foreign code: in order, one at a time, on a thread that it may block.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;

use crate::tasks::spawn_blocking_on;

/// Whoever takes the messages. Its panic costs it the message at which it happened.
type Taker<Message> = Arc<dyn Fn(Message) + Send + Sync>;

/// The messages that somebody has not taken yet. While there are some, one blocking thread delivers them.
pub(crate) struct Mailbox<Message> {
    post: Mutex<Post<Message>>,
    most: usize,
}

struct Post<Message> {
    /// Nobody, once the mailbox is closed.
    taker: Option<Taker<Message>>,
    waiting: VecDeque<Message>,
    being_delivered: bool,
}

impl<Message> Post<Message> {
    /// The next message and who takes it; `None` ends the delivery.
    fn next(&mut self) -> Option<(Taker<Message>, Message)> {
        let next = self.taker.clone().zip(self.waiting.pop_front());
        self.being_delivered = next.is_some();
        next
    }
}

impl<Message: Send + 'static> Mailbox<Message> {
    /// A mailbox that keeps `most` messages; what comes while it is full is lost.
    pub(crate) fn new(most: usize, taker: Taker<Message>) -> Arc<Self> {
        let post = Post { taker: Some(taker), waiting: VecDeque::new(), being_delivered: false };
        Arc::new(Self { post: Mutex::new(post), most })
    }

    /// Takes a message and returns at once. Outside a runtime it waits for the next one that comes within.
    pub(crate) fn put(self: &Arc<Self>, message: Message) {
        let mut post = self.lock();
        if post.waiting.len() < self.most {
            post.waiting.push_back(message);
        }
        if !post.being_delivered
            && let Ok(runtime) = Handle::try_current()
        {
            post.being_delivered = true;
            let mailbox = Arc::clone(self);
            spawn_blocking_on(&runtime, move || mailbox.deliver());
        }
    }

    fn deliver(&self) {
        loop {
            let next = self.lock().next();
            let Some((taker, message)) = next else { return };
            let _ = catch_unwind(AssertUnwindSafe(|| taker(message)));
        }
    }

    /// Delivers nothing more, but for the message that is being delivered.
    pub(crate) fn close(&self) {
        let mut post = self.lock();
        post.taker = None;
        post.waiting.clear();
    }

    /// No code panics while it holds the lock; if it did, what it guards would still be whole.
    fn lock(&self) -> MutexGuard<'_, Post<Message>> {
        self.post.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn what_comes_while_it_is_full_is_lost() {
        let (release, blocked) = mpsc::channel::<()>();
        let (sender, taken) = mpsc::channel();
        let blocked = Mutex::new(blocked);
        let mailbox = Mailbox::new(
            2,
            Arc::new(move |number: u32| {
                sender.send(number).unwrap();
                let _ = blocked.lock().unwrap().recv();
            }),
        );
        mailbox.put(0);
        let first = taken.recv_timeout(Duration::from_secs(20)).unwrap();
        for number in 1..10 {
            mailbox.put(number);
        }
        drop(release);
        let rest: Vec<_> = (0..2).map(|_| taken.recv_timeout(Duration::from_secs(20)).unwrap()).collect();
        assert_eq!((first, rest), (0, vec![1, 2]));
        drop(mailbox);
        assert!(taken.recv_timeout(Duration::from_secs(20)).is_err(), "there is no more");
    }
}
