//! Cognito's operations, by the name in X-Amz-Target.

mod administrator;
pub(crate) mod app;
mod auth_events;
pub(crate) mod browser;
pub(crate) mod identity_pools;
#[cfg(test)]
mod page;
pub(crate) mod settings;
pub(crate) mod shared;
mod sign_in;
mod unsupported;

use crate::errors::CognitoError;
use crate::service::Call;
use serde_json::Value;
use shared::request::{Operation, parse};
use shared::{constraints, known_members, types};

/// Performs one operation, as Cognito would. At the end, the operation's messages go out.
pub(crate) fn perform(name: &str, body: &[u8], call: &mut Call<'_>) -> Result<Value, CognitoError> {
    let operation = match app::operation(name) {
        Some(operation) => operation,
        None => {
            call.sender.administration?;
            of_administrators(name).ok_or_else(|| unsupported::refusal(name))?
        }
    };
    call.context = parse(body).unwrap_or_default();
    call.context.operation = name.to_owned();
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    types::check(&request)?;
    known_members::check(name, &request)?;
    constraints::check(name, &request)?;
    let watched = auth_events::watch(name, &request, call);
    let answer = operation(call, body);
    let noted = watched.map_or(Ok(()), |watched| watched.note(&answer, call));
    let delivered = call.deliver();
    // The operation's own error says more than the errors of what comes after it.
    let answer = answer?;
    noted.and(delivered).map(|()| answer)
}

/// Whether one of the services has an operation of this name, even one that the pool refuses.
pub(crate) fn is_known(name: &str) -> bool {
    app::operation(name).or_else(|| of_administrators(name)).is_some()
        || unsupported::has(name)
        || identity_pools::is_known(name)
}

/// The operations of administrators. The pool checks no signature, so it accepts any credentials. But it checks that no
/// page of another site sends the request.
fn of_administrators(name: &str) -> Option<Operation> {
    administrator::operation(name).or_else(|| settings::operation(name))
}
