//! Whole sessions of instances in two processes. All callers share one refresh.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use shuttle::future::{block_on, spawn};

use super::explore::{finds_over_time, in_every_order_over_time};
use super::world::{World, expired, pass_time_during, record};
use crate::cognito::{Authentication, AuthenticationResult, Cognito, Request, Sending, UserPoolService};
use crate::model::FetchAuthSessionOptions;
use crate::ports::Ports;
use crate::session::Session;
use crate::sync::{Bug, turn};
use crate::test_support::sessions::{FIRST, SECOND, configuration};

const MORE: &str = "the service was asked more than once";

/// A service that refreshes the tokens once, and fails the test at a second request.
#[derive(Default)]
struct Service(AtomicUsize);

impl UserPoolService for Service {
    fn send<'a>(&'a self, request: &'a Request) -> Sending<'a> {
        Box::pin(async move {
            assert_eq!(request.operation(), "GetTokensFromRefreshToken");
            assert_eq!(self.0.fetch_add(1, Ordering::SeqCst), 0, "{MORE}");
            (0..3).for_each(|_| turn());
            let tokens = record(SECOND, 1);
            let result = AuthenticationResult {
                access_token: Some(tokens.access_token),
                id_token: Some(tokens.id_token),
                refresh_token: Some(tokens.refresh_token),
                expires_in: Some(3600),
                new_device_metadata: None,
            };
            Ok(Authentication { authentication_result: Some(result), ..Default::default() }.into())
        })
    }
}

fn session(ports: Ports, service: &Arc<Service>) -> Session {
    let service = Arc::clone(service) as Arc<dyn UserPoolService>;
    let cognito = Cognito::over(service, &configuration(), &ports);
    Session::new(&configuration(), ports, cognito).unwrap()
}

fn callers_in_two_processes() {
    block_on(async {
        let (world, service) = (World::with_session(&expired(FIRST)), Arc::<Service>::default());
        let processes = [world.process(), world.process()].map(|ports| session(ports, &service));
        let callers = [0, 1, 0, 1].map(|process| {
            let session: Session = processes[process].clone();
            spawn(async move { session.fetch_tokens(FetchAuthSessionOptions::default()).await.unwrap() })
        });
        let sessions = pass_time_during(Duration::from_millis(25), callers.into()).await;
        let stored = world.stored().expect("the session is stored");
        for session in sessions {
            let tokens = session.tokens.expect("somebody is signed in");
            assert_eq!(tokens.access_token.expose(), stored.access_token.expose());
        }
        assert_eq!(stored.access_token.expose(), SECOND.access());
        assert_eq!(service.0.load(Ordering::SeqCst), 1);
    });
}

#[test]
fn callers_in_two_processes_share_one_refresh() {
    in_every_order_over_time(callers_in_two_processes);
}

#[test]
fn some_order_shows_the_planted_bug_that_starts_a_second_refresh_in_one_process() {
    finds_over_time(Bug::FlightUnlockedBetweenLookAndStart, MORE, callers_in_two_processes);
}
