//! The registry: instances that are open on one record share a session manager.

use std::sync::{Arc, Mutex};

use shuttle::thread;

use super::explore::{finds, in_every_order};
use super::world::World;
use crate::config::AuthConfiguration;
use crate::error::AuthErrorCode;
use crate::events::EventHub;
use crate::session::registry::{Opener, SessionHandle};
use crate::sync::{Bug, turn};
use crate::test_support::sessions::configuration;

const TWO: &str = "two managers are open on one record";

/// One entry for each open instance: the address of its manager, and the region in the instance's own settings.
type Open = Arc<Mutex<Vec<(usize, String)>>>;

/// Opens an instance, keeps it in `open` while it is open, and closes it. False if it can't open, because another
/// instance has other settings.
fn open_and_close(world: &World, configuration: &AuthConfiguration, open: &Open) -> bool {
    let ports = world.instance();
    let handle =
        match SessionHandle::open(&ports, configuration, Arc::<EventHub>::default(), Opener::Instance) {
            Ok(handle) => handle,
            Err(error) => {
                assert_eq!(error.code, AuthErrorCode::ConfigurationMismatch);
                return false;
            }
        };
    let own = (Arc::as_ptr(&handle.manager) as usize, configuration.user_pool.region.clone());
    let known = {
        let mut open = open.lock().unwrap();
        open.push(own.clone());
        open.clone()
    };
    assert!(known.iter().all(|other| *other == own), "{TWO}: {known:?}");
    turn();
    let at = |open: &[_]| open.iter().position(|other| *other == own).unwrap();
    {
        let mut open = open.lock().unwrap();
        let at = at(&open);
        open.swap_remove(at);
    }
    handle.close();
    true
}

/// A configuration of the same record as [`configuration`], with other settings.
fn other_settings() -> AuthConfiguration {
    let mut other = configuration();
    other.user_pool.region = "eu-west-1".to_owned();
    other
}

fn instances_come_and_go() {
    let (world, open) = (Arc::new(World::default()), Open::default());
    let threads =
        [configuration(), configuration(), other_settings(), other_settings()].map(|configuration| {
            let (world, open) = (Arc::clone(&world), Arc::clone(&open));
            thread::spawn(move || (0..2).filter(|_| open_and_close(&world, &configuration, &open)).count())
        });
    let opened: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert!(opened > 0, "every instance was refused");
    for configuration in [configuration(), other_settings()] {
        assert!(open_and_close(&world, &configuration, &open), "a closed instance still counts");
    }
}

#[test]
fn instances_that_are_open_at_the_same_time_share_a_manager_or_are_refused() {
    in_every_order(instances_come_and_go);
}

#[test]
fn some_order_shows_the_planted_bug_that_counts_an_instance_too_late() {
    finds(Bug::UserCountedUnlocked, TWO, instances_come_and_go);
}
