//! The change lock and the generations: a change that was meant for one session is not made to another, and what the
//! manager knows is what the store has.

use std::sync::Arc;

use shuttle::future::{block_on, spawn};

use super::explore::{finds, in_every_order};
use super::world::{World, all, record};
use crate::session::manager::{Change, SessionManager, SessionStatus};
use crate::session::record::SessionRecord;
use crate::sync::{Bug, turn};
use crate::test_support::sessions::{BOBS, FIRST, SECOND, configuration};

const APART: &str = "the manager and the store do not agree";
const UNDONE: &str = "a refresh has undone a sign-out";
const FOREIGN: &str = "a refresh of one session has replaced another";
const OLD: &str = "the manager has not seen what was stored before the call";

fn manager(world: &World) -> Arc<SessionManager> {
    Arc::new(SessionManager::new(&world.instance(), &configuration()))
}

async fn sign_out(manager: &SessionManager) {
    manager.remove(&|_| Ok(())).await.unwrap();
}

async fn sign_in(manager: &SessionManager, record: SessionRecord) {
    manager.sign_in(record, &|| true, async { Ok(()) }).await.unwrap();
}

/// The next generation of `former`, with the tokens of a refresh, as [`SessionRecord::refreshed`] makes it.
fn refreshed(former: &SessionRecord) -> Arc<SessionRecord> {
    Arc::new(record(SECOND, former.generation + 1))
}

fn assert_agreement(world: &World, manager: &SessionManager) {
    let known = match manager.status() {
        SessionStatus::SignedIn(known) => Some((*known).clone()),
        SessionStatus::Nobody => None,
        SessionStatus::Unread | SessionStatus::Unreadable(_) => {
            panic!("the manager could not read the store")
        }
    };
    assert_eq!(known, world.stored(), "{APART}");
}

fn a_refresh_meets_a_sign_out() {
    block_on(async {
        let former = record(FIRST, 1);
        let world = World::with_session(&former);
        let manager = manager(&world);
        drop(manager.load().await.unwrap());
        let renewal = spawn({
            let manager = Arc::clone(&manager);
            async move { drop(manager.renew(&former, refreshed(&former)).await.unwrap()) }
        });
        let removal = spawn({
            let manager = Arc::clone(&manager);
            async move { sign_out(&manager).await }
        });
        let look = spawn({
            let manager = Arc::clone(&manager);
            async move { drop(manager.load().await.unwrap()) }
        });
        all(vec![renewal, removal, look]).await;
        assert_eq!(world.stored(), None, "{UNDONE}");
        assert_agreement(&world, &manager);
    });
}

fn a_refresh_meets_another_user() {
    block_on(async {
        let former = record(FIRST, 1);
        let world = World::with_session(&former);
        let manager = manager(&world);
        drop(manager.load().await.unwrap());
        let renewals = (0..2).map(|_| {
            let (manager, former) = (Arc::clone(&manager), former.clone());
            spawn(async move { drop(manager.renew(&former, refreshed(&former)).await.unwrap()) })
        });
        let mut tasks: Vec<_> = renewals.collect();
        let changing = Arc::clone(&manager);
        tasks.push(spawn(async move {
            sign_out(&changing).await;
            sign_in(&changing, record(BOBS, 0)).await;
        }));
        all(tasks).await;
        let stored = world.stored().map(|stored| stored.pool_username);
        assert_eq!(stored.as_deref(), Some("bob"), "{FOREIGN}");
        assert_agreement(&world, &manager);
    });
}

fn two_refreshes_of_one_generation() {
    block_on(async {
        let former = record(FIRST, 1);
        let world = World::with_session(&former);
        let manager = manager(&world);
        drop(manager.load().await.unwrap());
        let renewals = (0..2).map(|_| {
            let (manager, former) = (Arc::clone(&manager), former.clone());
            spawn(async move {
                matches!(manager.renew(&former, refreshed(&former)).await.unwrap(), Change::Made(_))
            })
        });
        let made = all(renewals.collect()).await;
        assert_eq!(made.iter().filter(|is_made| **is_made).count(), 1, "one refresh is superseded");
        assert_agreement(&world, &manager);
    });
}

fn a_call_after_another_process_signed_out() {
    block_on(async {
        let world = World::with_session(&record(FIRST, 1));
        let (here, there) = (manager(&world), manager(&world));
        let early = spawn({
            let here = Arc::clone(&here);
            async move { drop(here.load().await.unwrap()) }
        });
        turn();
        sign_out(&there).await;
        let status = here.load().await.unwrap();
        assert!(matches!(status, SessionStatus::Nobody), "{OLD}");
        early.await.unwrap();
        assert_agreement(&world, &here);
    });
}

#[test]
fn a_sign_out_during_a_refresh_leaves_nobody_signed_in() {
    in_every_order(a_refresh_meets_a_sign_out);
}

#[test]
fn a_refresh_that_ends_late_does_not_replace_the_next_user() {
    in_every_order(a_refresh_meets_another_user);
}

#[test]
fn of_two_refreshes_of_one_generation_one_is_superseded() {
    in_every_order(two_refreshes_of_one_generation);
}

#[test]
fn a_call_sees_what_another_process_stored_before_the_call() {
    in_every_order(a_call_after_another_process_signed_out);
}

#[test]
fn some_order_shows_the_planted_bug_that_writes_without_the_change_lock() {
    // The write is undone in the store, because the sign-out has added the sign-in to the mark. But the manager still
    // knows the written session, so the store and the manager differ.
    finds(Bug::WriteWithoutChangeLock, APART, a_refresh_meets_a_sign_out);
}

#[test]
fn some_order_shows_the_planted_bug_that_shares_a_read_begun_before_the_call() {
    finds(Bug::OldReadShared, OLD, a_call_after_another_process_signed_out);
}
