//! Runs a machine: performs what each transition asks for and feeds back what comes of it.

use std::future::Future;

use crate::error::AuthError;
use crate::machine::{Effects, Machine, Then};

/// Where a machine stands, and who performs its effects.
pub(super) trait Flow<M: Machine> {
    /// Feeds an event to the machine, at once.
    ///
    /// # Errors
    /// The event does not belong, or the flow is no longer the current one.
    fn advance(&self, event: M::Event) -> Result<Effects<M>, AuthError>;

    /// Does the work; its failure is an event like any other.
    fn perform(&self, work: M::Work) -> impl Future<Output = M::Event> + Send;

    /// Does what is done in passing. Its failure changes nothing.
    fn note(&self, note: M::Note) -> impl Future<Output = ()> + Send;
}

/// Goes on from `effects` until the machine concludes the call.
pub(super) async fn drive<M: Machine>(
    flow: &impl Flow<M>,
    mut effects: Effects<M>,
) -> Result<M::Step, AuthError> {
    loop {
        for note in effects.notes {
            flow.note(note).await;
        }
        match effects.then {
            Then::Perform(work) => effects = flow.advance(flow.perform(work).await)?,
            Then::Conclude(result) => return result,
        }
    }
}
