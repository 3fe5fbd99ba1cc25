//! Delivers messages to the app's code: in order, one at a time, on a thread that the app's code may block.

use std::collections::VecDeque;
use std::future::Future;
use std::mem::take;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError};

use tokio::sync::oneshot;

use crate::sync::{Handle, Mutex, MutexGuard};
use crate::tasks::spawn_blocking_on;

/// The code that takes the messages. If it panics, only the message that it has taken is lost.
type Taker<Message> = Arc<dyn Fn(Message) + Send + Sync>;

/// The messages that were not delivered yet. While there are some, one blocking thread delivers them.
pub(crate) struct Mailbox<Message> {
    post: Mutex<Post<Message>>,
    limit: Option<Limit<Message>>,
}

/// How many messages may wait, and the message that says how many others were lost because the mailbox was full.
pub(crate) struct Limit<Message> {
    pub(crate) capacity: usize,
    pub(crate) lost: fn(usize) -> Message,
}

struct Post<Message> {
    /// `None` once the mailbox is closed.
    taker: Option<Taker<Message>>,
    waiting: VecDeque<Parcel<Message>>,
    lost: usize,
    being_delivered: bool,
}

enum Parcel<Message> {
    Message(Message),
    /// Tells a waiting caller that all messages before this parcel were delivered.
    Receipt(oneshot::Sender<()>),
}

impl<Message> Post<Message> {
    /// The next parcel and the taker. `None` ends the delivery. A closed mailbox delivers nothing: whatever waits is
    /// dropped.
    fn next(&mut self) -> Option<(Taker<Message>, Parcel<Message>)> {
        if self.taker.is_none() {
            self.waiting.clear();
        }
        let next = self.taker.clone().zip(self.waiting.pop_front());
        self.being_delivered = next.is_some();
        next
    }

    fn put(&mut self, message: Message, limit: Option<&Limit<Message>>) {
        if limit.is_some_and(|limit| self.waiting.len() >= limit.capacity) {
            self.lost = self.lost.saturating_add(1);
        } else {
            self.tell_lost(limit);
            self.waiting.push_back(Parcel::Message(message));
        }
    }

    /// Puts the number of lost messages behind the waiting messages.
    fn tell_lost(&mut self, limit: Option<&Limit<Message>>) {
        if let Some(limit) = limit.filter(|_| self.lost > 0) {
            self.waiting.push_back(Parcel::Message((limit.lost)(take(&mut self.lost))));
        }
    }
}

impl<Message: Send + 'static> Mailbox<Message> {
    /// A mailbox without a limit holds every message.
    pub(crate) fn new(limit: Option<Limit<Message>>, taker: Taker<Message>) -> Arc<Self> {
        let post = Post { taker: Some(taker), waiting: VecDeque::new(), lost: 0, being_delivered: false };
        Arc::new(Self { post: Mutex::new(post), limit })
    }

    /// Takes a message and returns immediately. A message put outside a runtime waits until another one is put inside a
    /// runtime.
    pub(crate) fn put(self: &Arc<Self>, message: Message) {
        let mut post = self.lock();
        post.put(message, self.limit.as_ref());
        self.deliver(post);
    }

    /// Returns after every message that was put before this call is delivered, or lost because the mailbox was closed.
    /// It must be called within a runtime.
    pub(crate) fn delivered(self: &Arc<Self>) -> impl Future<Output = ()> + use<Message> {
        let mut post = self.lock();
        let receipt = (post.being_delivered || !post.waiting.is_empty()).then(|| {
            let (sender, receipt) = oneshot::channel();
            post.waiting.push_back(Parcel::Receipt(sender));
            receipt
        });
        if receipt.is_some() {
            self.deliver(post);
        }
        async {
            if let Some(receipt) = receipt {
                // An error means that the mailbox was closed.
                let _ = receipt.await;
            }
        }
    }

    /// Starts the delivery, unless it is running.
    fn deliver(self: &Arc<Self>, mut post: MutexGuard<'_, Post<Message>>) {
        let runtime = Handle::try_current().ok();
        let Some(runtime) = runtime.filter(|_| !post.being_delivered) else { return };
        post.being_delivered = true;
        drop(post);
        let delivery = Delivery { mailbox: Arc::clone(self), is_over: false };
        spawn_blocking_on(&runtime, move || delivery.run());
    }

    /// Ends the delivery. A message that is being delivered still arrives.
    pub(crate) fn close(&self) {
        let mut post = self.lock();
        post.waiting.clear();
        let taker = post.taker.take();
        // Dropping the taker may run code of the app, so the lock is released first.
        drop(post);
        drop(taker);
    }
}

impl<Message> Mailbox<Message> {
    /// No code panics while it holds the lock. Even after a panic, the messages would be valid.
    fn lock(&self) -> MutexGuard<'_, Post<Message>> {
        self.post.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The delivery of the waiting messages. A runtime that shuts down may drop the delivery before it ran; then the next
/// message starts another one.
struct Delivery<Message> {
    mailbox: Arc<Mailbox<Message>>,
    is_over: bool,
}

impl<Message> Delivery<Message> {
    fn next(&self) -> Option<(Taker<Message>, Parcel<Message>)> {
        let mut post = self.mailbox.lock();
        if post.waiting.is_empty() {
            post.tell_lost(self.mailbox.limit.as_ref());
        }
        post.next()
    }

    fn run(mut self) {
        loop {
            let next = self.next();
            let Some((taker, parcel)) = next else { break };
            match parcel {
                Parcel::Message(message) => drop(catch_unwind(AssertUnwindSafe(|| taker(message)))),
                // The waiting caller may be gone, so a failure is ignored.
                Parcel::Receipt(sender) => drop(sender.send(())),
            }
        }
        self.is_over = true;
    }
}

impl<Message> Drop for Delivery<Message> {
    fn drop(&mut self) {
        if !self.is_over {
            self.mailbox.lock().being_delivered = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn a_full_mailbox_loses_new_messages_and_tells_how_many() {
        let (release, blocked) = mpsc::channel::<()>();
        let (sender, taken) = mpsc::channel();
        let blocked = Mutex::new(blocked);
        let mailbox = Mailbox::new(
            Some(Limit { capacity: 2, lost: |count| 1000 + u32::try_from(count).unwrap() }),
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
        let rest: Vec<_> = (0..3).map(|_| taken.recv_timeout(Duration::from_secs(20)).unwrap()).collect();
        assert_eq!((first, rest), (0, vec![1, 2, 1007]));
        drop(mailbox);
        assert!(taken.recv_timeout(Duration::from_secs(20)).is_err(), "there are no more messages");
    }

    #[test]
    fn messages_left_by_a_runtime_that_shut_down_are_delivered_in_the_next_runtime() {
        let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (sender, taken) = mpsc::channel();
        let mailbox = Mailbox::new(None, Arc::new(move |number: u32| sender.send(number).unwrap()));
        let ended = runtime();
        let handle = ended.handle().clone();
        ended.shutdown_background();
        {
            let _within = handle.enter();
            mailbox.put(1);
        }
        let later = runtime();
        let _within = later.enter();
        mailbox.put(2);
        let both: Vec<_> = (0..2).map(|_| taken.recv_timeout(Duration::from_secs(20)).unwrap()).collect();
        assert_eq!(both, [1, 2]);
    }

    #[tokio::test]
    async fn the_wait_for_a_delivery_ends_with_the_last_message_put_before_it() {
        let (sender, taken) = mpsc::channel();
        let mailbox = Mailbox::new(
            None,
            Arc::new(move |number: u32| {
                std::thread::sleep(Duration::from_millis(20));
                sender.send(number).unwrap();
            }),
        );
        mailbox.delivered().await;
        for number in 0..3 {
            mailbox.put(number);
        }
        mailbox.delivered().await;
        assert_eq!(taken.try_iter().collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[tokio::test]
    async fn closing_the_mailbox_ends_the_wait_for_a_delivery() {
        let (release, blocked) = mpsc::channel::<()>();
        let blocked = Mutex::new(blocked);
        let mailbox =
            Mailbox::new(None, Arc::new(move |_: u32| assert!(blocked.lock().unwrap().recv().is_err())));
        mailbox.put(0);
        mailbox.put(1);
        let delivered = mailbox.delivered();
        mailbox.close();
        delivered.await;
        drop(release);
    }

    #[test]
    fn messages_put_into_a_closed_mailbox_do_not_delay_the_wait_for_a_delivery() {
        let mailbox = Mailbox::new(None, Arc::new(|_: u32| {}));
        mailbox.close();
        // Outside a runtime, the messages wait.
        mailbox.put(0);
        mailbox.put(1);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let delivered = tokio::time::timeout(Duration::from_secs(20), mailbox.delivered());
            delivered.await.expect("the wait did not end");
        });
        assert!(mailbox.lock().waiting.is_empty(), "the closed mailbox keeps messages");
    }

    #[tokio::test]
    async fn a_taker_may_use_the_mailbox_while_the_taker_is_dropped() {
        struct Last(Arc<Mutex<Option<Arc<Mailbox<u32>>>>>);
        impl Drop for Last {
            fn drop(&mut self) {
                if let Some(mailbox) = self.0.lock().unwrap().take() {
                    mailbox.put(1);
                }
            }
        }
        let own = Arc::new(Mutex::new(None));
        let last = Last(Arc::clone(&own));
        let mailbox = Mailbox::new(None, Arc::new(move |_| drop(Arc::clone(&last.0))));
        *own.lock().unwrap() = Some(Arc::clone(&mailbox));
        mailbox.close();
        assert!(own.lock().unwrap().is_none(), "the taker is gone");
    }
}
