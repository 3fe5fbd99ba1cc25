//! What the file holds after every change, and after the damage that it can suffer.

use super::*;
use crate::clock::{Clock, Moment};
use crate::identity_pool::IdentityPool;
use crate::identity_pool::settings::IdentityPoolSettings;
use crate::pool::UserPool;
use crate::pool::grants::Grant;
use crate::pool::groups::Group;
use crate::pool::inbox::{Address, Medium, MessageKind};
use crate::pool::settings::PoolSettings;
use crate::pool::users::{Status, User};
use std::collections::HashMap;

const POOL: &str = "local_Store";
const IDENTITY_POOL: &str = "local:store";
const SECRET: &str = "the client's secret";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("cognito-local-pool-store-{name}-{}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    fn file(&self) -> PathBuf {
        self.0.join(FILE)
    }

    fn length(&self) -> u64 {
        fs::metadata(self.file()).unwrap().len()
    }

    fn store(&self) -> Store {
        Store::open(&self.0).unwrap().0
    }

    fn stored(&self) -> Result<World, String> {
        let stored = Store::open(&self.0)?.1.unwrap();
        assert_eq!(stored.client_secret, SECRET);
        Ok(stored.world)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn now() -> Moment {
    Clock::default().now()
}

fn group(name: &str) -> Group {
    let (name, created) = (name.to_owned(), now());
    Group { name, description: None, role_arn: None, precedence: None, created, modified: created }
}

/// A state with this many users.
fn world(users: usize) -> World {
    let mut world = World::default();
    world.pools.insert(POOL.to_owned(), empty_pool());
    (0..users).for_each(|number| add_user(&mut world, &format!("user-{number:06}")));
    let identity_pool = IdentityPool::new(IDENTITY_POOL.to_owned(), IdentityPoolSettings::default());
    world.identity_pools.pools.insert(IDENTITY_POOL.to_owned(), identity_pool);
    world
}

fn empty_pool() -> UserPool {
    let mut pool = UserPool::new(POOL.to_owned(), "store".to_owned(), PoolSettings::default(), now());
    pool.groups.add(group("staff")).unwrap();
    pool
}

fn add_user(world: &mut World, name: &str) {
    let mut user = User::new(name.to_owned(), format!("sub of {name}"), Status::Confirmed, now());
    user.set_attribute("email", &format!("{name}@example.com"));
    world.pool(POOL).unwrap().users.insert(name.to_owned().into(), user);
}

fn grant_of(name: &str) -> Grant {
    Grant {
        origin_jti: format!("origin of {name}"),
        username: name.to_owned(),
        sub: format!("sub of {name}"),
        client_id: "client".to_owned(),
        device_key: None,
        web: None,
        auth_time: now(),
        expires: now().plus_seconds(Moment::DAY),
        revoked: false,
        refresh_token: format!("token of {name}"),
        replaced: HashMap::new(),
    }
}

fn send(world: &mut World, username: &str) {
    let inbox = &mut world.pool(POOL).unwrap().inbox;
    let to = Address { username, user_pool_id: POOL, medium: Medium::Email, destination: "a@example.com" };
    inbox.send(&to, MessageKind::SignUp, "123456", now());
    let message = inbox.drafts.remove(0);
    inbox.keep(message);
}

fn names(world: &World) -> Vec<String> {
    world.pools.get(POOL).unwrap().users.values().map(|user| user.username.clone()).collect()
}

#[test]
fn every_kind_of_entry_is_stored_and_removed() {
    let folder = Folder::new("kinds");
    let (mut store, mut world) = (folder.store(), world(2));
    store.write(SECRET, &mut world).unwrap();
    let guest = world.identity_pools.pool(IDENTITY_POOL).unwrap().identities.values().count();
    assert_eq!(guest, 0);
    let settings =
        IdentityPoolSettings { allow_unauthenticated_identities: true, ..IdentityPoolSettings::default() };
    world.identity_pools.pool(IDENTITY_POOL).unwrap().settings = settings;
    let identity = world.identity_pools.pool(IDENTITY_POOL).unwrap().new_guest(now()).unwrap();
    world.identity_pools.session_seconds.insert("role".to_owned(), 7);
    let pool = world.pool(POOL).unwrap();
    pool.groups.add_member("staff", "user-000001".to_owned()).unwrap();
    pool.grants.push(grant_of("user-000001"));
    pool.users.get_mut("user-000001").unwrap().set_attribute("name", "One");
    pool.remove_user("user-000000");
    send(&mut world, "user-000001");
    store.write(SECRET, &mut world).unwrap();
    drop(store);

    let mut stored = folder.stored().unwrap();
    assert_eq!(names(&stored), ["user-000001"]);
    assert!(stored.identity_pools.identity(&identity).is_ok());
    assert_eq!(stored.identity_pools.session_seconds("role"), 7);
    let pool = stored.pool(POOL).unwrap();
    assert_eq!(pool.groups.names("user-000001"), ["staff"]);
    assert_eq!(pool.grants.by_refresh_token("token of user-000001").unwrap().username, "user-000001");
    assert_eq!(pool.user("user-000001").unwrap().attribute("name"), Some("One"));
    assert_eq!(pool.inbox.messages.values().next().unwrap().of_pool(POOL).code, "123456");
    // A change of the pool itself keeps what belongs to it. A new pool with the same id has nothing of the former one.
    let mut store = folder.store();
    store.write(SECRET, &mut stored).unwrap();
    stored.pool(POOL).unwrap().name = "renamed".to_owned();
    store.write(SECRET, &mut stored).unwrap();
    drop(store);
    let mut stored = folder.stored().unwrap();
    assert_eq!(stored.pool(POOL).unwrap().name, "renamed");
    assert_eq!(names(&stored).len(), 1);
    let mut store = folder.store();
    store.write(SECRET, &mut stored).unwrap();
    stored.pools.remove(POOL);
    stored.pools.insert(POOL.to_owned(), empty_pool());
    store.write(SECRET, &mut stored).unwrap();
    drop(store);
    assert!(names(&folder.stored().unwrap()).is_empty());
}

/// A file with the whole state of one user, and three changes: each adds a user. Returns the file, and its length after
/// the whole state and after each change.
fn three_changes(folder: &Folder) -> (Vec<u8>, Vec<usize>) {
    let (mut store, mut world) = (folder.store(), world(1));
    store.write(SECRET, &mut world).unwrap();
    let mut lengths = vec![folder.length()];
    for number in 1..4 {
        add_user(&mut world, &format!("user-{number:06}"));
        store.write(SECRET, &mut world).unwrap();
        lengths.push(folder.length());
    }
    (fs::read(folder.file()).unwrap(), lengths.into_iter().map(|length| length as usize).collect())
}

#[test]
fn a_file_cut_off_anywhere_has_every_whole_change_or_is_damaged() {
    let folder = Folder::new("cut");
    let (file, lengths) = three_changes(&folder);
    for end in 0..=file.len() {
        fs::write(folder.file(), &file[..end]).unwrap();
        let changes = lengths.iter().filter(|length| **length <= end).count();
        match folder.stored() {
            Ok(world) => assert_eq!(names(&world).len(), changes, "{end}"),
            Err(error) => assert!(changes == 0 && error.contains("damaged"), "{end}: {error}"),
        }
        if end % 8 != 0 {
            continue;
        }
        // After a power failure, a file can end with zeros.
        fs::write(folder.file(), [&file[..end], &[0; 100]].concat()).unwrap();
        assert_eq!(folder.stored().map_or(0, |world| names(&world).len()), changes, "{end}");
    }
}

#[test]
fn a_file_with_another_byte_anywhere_is_damaged() {
    let folder = Folder::new("flipped");
    let (file, lengths) = three_changes(&folder);
    for place in 0..file.len() {
        let mut flipped = file.clone();
        flipped[place] ^= 1;
        fs::write(folder.file(), &flipped).unwrap();
        match folder.stored() {
            Err(error) => assert!(error.contains("damaged") || error.contains("newer"), "{place}: {error}"),
            // Without its end, the last line is a change that was not finished.
            Ok(world) => assert_eq!((place, names(&world).len()), (lengths[3] - 1, 3)),
        }
    }
}

#[test]
fn a_file_without_one_of_its_lines_is_damaged() {
    let folder = Folder::new("lines");
    let (file, _) = three_changes(&folder);
    let lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
    for left_out in 0..lines.len() - 1 {
        let others = lines.iter().enumerate().filter(|(number, _)| *number != left_out);
        fs::write(folder.file(), others.flat_map(|(_, line)| line.to_vec()).collect::<Vec<_>>()).unwrap();
        assert!(folder.stored().is_err_and(|error| error.contains("damaged")), "{left_out}");
    }
}

/// By how much the file grows with each of several changes, in a state with this many users.
fn growth(name: &str, users: usize) -> Vec<u64> {
    let folder = Folder::new(name);
    let (mut store, mut world) = (folder.store(), world(users));
    store.write(SECRET, &mut world).unwrap();
    let changes: [&dyn Fn(&mut World); 8] = [
        &|world| add_user(world, "user-new"),
        &|world| world.pool(POOL).unwrap().user("user-new").unwrap().set_attribute("name", "New"),
        &|world| world.pool(POOL).unwrap().groups.add_member("staff", "user-new".to_owned()).unwrap(),
        &|world| world.pool(POOL).unwrap().grants.push(grant_of("user-new")),
        &|world| world.pool(POOL).unwrap().grants.revoke_all_of("user-new"),
        &|world| send(world, "user-new"),
        &|world| world.pool(POOL).unwrap().name = "other".to_owned(),
        // A failed search for a user changes nothing.
        &|world| assert!(world.pool(POOL).unwrap().user("user-new@example.com").is_err()),
    ];
    let mut growth = Vec::new();
    for change in changes {
        let before = folder.length();
        change(&mut world);
        store.write(SECRET, &mut world).unwrap();
        growth.push(folder.length() - before);
    }
    growth
}

#[test]
fn a_change_has_as_many_bytes_with_many_users_as_with_few() {
    let few = growth("few", 10);
    assert_eq!(few, growth("many", 3_000));
    assert!(few[..7].iter().all(|bytes| (1..4_000).contains(bytes)), "{few:?}");
    assert_eq!(few[7], 0);
}

#[test]
fn a_long_file_is_replaced_by_the_state_and_takes_further_changes() {
    let folder = Folder::new("long");
    let (mut store, mut world) = (folder.store(), world(1));
    store.changes = 1_000;
    store.write(SECRET, &mut world).unwrap();
    let whole = folder.length();
    let mut longest = 0;
    for number in 0..100 {
        world
            .pool(POOL)
            .unwrap()
            .user("user-000000")
            .unwrap()
            .set_attribute("name", &format!("Name {number:03}"));
        store.write(SECRET, &mut world).unwrap();
        longest = longest.max(folder.length());
    }
    assert!(longest < 2 * whole + 2_000, "{longest} {whole}");
    drop(store);
    let mut stored = folder.stored().unwrap();
    assert_eq!(stored.pool(POOL).unwrap().user("user-000000").unwrap().attribute("name"), Some("Name 099"));
}

#[test]
fn a_long_file_takes_further_changes_if_it_can_not_be_replaced() {
    let folder = Folder::new("no-room");
    let (mut store, mut world) = (folder.store(), world(1));
    store.changes = 1;
    store.write(SECRET, &mut world).unwrap();
    fs::create_dir(folder.file().with_extension("json.tmp")).unwrap();
    for number in 0..50 {
        add_user(&mut world, &format!("late-{number}"));
        store.write(SECRET, &mut world).unwrap();
    }
    assert!(store.changes > 1, "nothing was tried");
    drop(store);
    assert_eq!(names(&folder.stored().unwrap()).len(), 51);
}

#[test]
fn a_file_that_somebody_else_has_changed_is_replaced() {
    let folder = Folder::new("meddled");
    let (mut store, mut world) = (folder.store(), world(1));
    store.write(SECRET, &mut world).unwrap();
    for (number, meddle) in [
        &(|| fs::remove_file(folder.file()).unwrap()) as &dyn Fn(),
        &|| fs::write(folder.file(), "").unwrap(),
        &|| fs::rename(folder.file(), folder.0.join("moved")).unwrap(),
    ]
    .into_iter()
    .enumerate()
    {
        meddle();
        add_user(&mut world, &format!("late-{number}"));
        store.write(SECRET, &mut world).unwrap();
        let stored = read(&folder.file()).unwrap().unwrap();
        assert_eq!(names(&stored.world).len(), number + 2);
    }
}
