//! An allocator that looks for secrets in every block that is freed, and in those that still live.
//!
//! The test's own copies do not count: the allocator does not look at what is allocated within [`outside`].

#![allow(unsafe_code, reason = "an allocator needs unsafe code; no other file of this test has any")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::backtrace::Backtrace;
use std::cell::Cell;
use std::ptr::{self, NonNull};
use std::slice;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

/// The most secrets that are watched at a time.
const MOST_SECRETS: usize = 32;

#[global_allocator]
static ALLOCATOR: Inspecting = Inspecting;

static BLOCKS: Mutex<Blocks> = Mutex::new(Blocks { first: ptr::null_mut() });

static WATCHED: RwLock<Watched> = RwLock::new(Watched { secrets: Vec::new(), is_first: [false; 256] });

/// How many freed blocks had a copy of each secret.
static FREED: [AtomicUsize; MOST_SECRETS] = [const { AtomicUsize::new(0) }; MOST_SECRETS];

thread_local! {
    static OUTSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Runs code of the test, or of the platform that the test plays. The allocator does not look at the blocks of this
/// code.
pub(crate) fn outside<T>(work: impl FnOnce() -> T) -> T {
    let before = OUTSIDE.replace(true);
    let result = work();
    OUTSIDE.set(before);
    result
}

/// Within [`outside`], runs code whose blocks the allocator does look at.
pub(crate) fn inside<T>(work: impl FnOnce() -> T) -> T {
    let before = OUTSIDE.replace(false);
    let result = work();
    OUTSIDE.set(before);
    result
}

/// Watches these secrets, and starts counting. Each secret is a list of texts: a block with one of them has a copy.
pub(crate) fn watch(secrets: Vec<Vec<Vec<u8>>>) {
    assert!(secrets.len() <= MOST_SECRETS);
    outside(|| {
        let mut is_first = [false; 256];
        secrets.iter().flatten().for_each(|text| is_first[usize::from(text[0])] = true);
        *WATCHED.write().unwrap_or_else(PoisonError::into_inner) = Watched { secrets, is_first };
    });
    FREED.iter().for_each(|count| count.store(0, Ordering::SeqCst));
}

/// How many freed blocks had a copy of each secret.
pub(crate) fn freed() -> [usize; MOST_SECRETS] {
    FREED.each_ref().map(|count| count.load(Ordering::SeqCst))
}

/// How many blocks have a copy of each secret now.
pub(crate) fn held() -> [usize; MOST_SECRETS] {
    outside(|| {
        let (watched, blocks) = (watched(), blocks());
        let (mut block, mut counts) = (blocks.first, [0; MOST_SECRETS]);
        // SAFETY: a block in the list has not been freed, and its links change only under the lock.
        while let Some(header) = unsafe { block.as_ref() } {
            // SAFETY: the block's bytes follow its header.
            let bytes = unsafe { slice::from_raw_parts(block.add(1).cast::<u8>(), header.size) };
            if header.is_inside {
                let found = watched.in_bytes(bytes);
                counts.iter_mut().zip(found).for_each(|(count, found)| *count += usize::from(found));
            }
            block = header.next;
        }
        counts
    })
}

/// The secrets to look for.
struct Watched {
    /// The texts of each secret. A block that has one of them has a copy.
    secrets: Vec<Vec<Vec<u8>>>,
    /// The bytes with which a text begins. At any other byte of a block, no comparison is needed.
    is_first: [bool; 256],
}

impl Watched {
    /// Which secrets have a copy in these bytes.
    fn in_bytes(&self, bytes: &[u8]) -> [bool; MOST_SECRETS] {
        let mut found = [false; MOST_SECRETS];
        for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| self.is_first[usize::from(**byte)]) {
            for (texts, found) in self.secrets.iter().zip(&mut found) {
                *found |= texts.iter().any(|text| bytes[at..].starts_with(text));
            }
        }
        found
    }
}

fn watched() -> RwLockReadGuard<'static, Watched> {
    WATCHED.read().unwrap_or_else(PoisonError::into_inner)
}

/// The header in front of every block.
#[repr(C, align(16))]
struct Header {
    previous: *mut Header,
    next: *mut Header,
    size: usize,
    is_inside: bool,
}

/// The blocks that live, each linked to its neighbours.
struct Blocks {
    first: *mut Header,
}

// SAFETY: the pointers are used only under the lock.
unsafe impl Send for Blocks {}

fn blocks() -> MutexGuard<'static, Blocks> {
    BLOCKS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The memory of a block with its header, and where the block begins in it.
fn with_header(layout: Layout) -> Option<(Layout, usize)> {
    Layout::new::<Header>().extend(layout).ok()
}

struct Inspecting;

// SAFETY: every block is one of the system's allocator, with a header in front.
unsafe impl GlobalAlloc for Inspecting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some((whole, offset)) = with_header(layout) else { return ptr::null_mut() };
        // The memory is filled with zeros, so that what was in it before does not count as a copy.
        // SAFETY: the size is not zero, because there is a header.
        let Some(memory) = NonNull::new(unsafe { System.alloc_zeroed(whole) }) else {
            return ptr::null_mut();
        };
        // SAFETY: the memory has room for the header, its padding and the block.
        let block = unsafe { memory.as_ptr().add(offset) };
        let is_inside = !OUTSIDE.get();
        let mut blocks = blocks();
        let header = Header { previous: ptr::null_mut(), next: blocks.first, size: layout.size(), is_inside };
        // SAFETY: the header's place is right before the block. The first block has not been freed.
        unsafe {
            let place = block.cast::<Header>().sub(1);
            place.write(header);
            if let Some(first) = blocks.first.as_mut() {
                first.previous = place;
            }
            blocks.first = place;
        }
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: `alloc` wrote a header in front of the block.
        let header = unsafe { &*block.cast::<Header>().sub(1) };
        if header.is_inside {
            // SAFETY: the block has this size. Bytes that nobody wrote are zeros.
            inspect(unsafe { slice::from_raw_parts(block, layout.size()) });
        }
        let mut blocks = blocks();
        // SAFETY: the neighbours have not been freed, because they are in the list.
        unsafe {
            match header.previous.as_mut() {
                Some(previous) => previous.next = header.next,
                None => blocks.first = header.next,
            }
            if let Some(next) = header.next.as_mut() {
                next.previous = header.previous;
            }
        }
        drop(blocks);
        let Some((whole, offset)) = with_header(layout) else { return };
        // SAFETY: this is the memory that `alloc` got.
        unsafe { System.dealloc(block.sub(offset), whole) };
    }

    // `realloc` is the default one. It always makes a new block and frees the former one, which is then inspected.
}

/// Counts the copies in a block that is being freed.
fn inspect(bytes: &[u8]) {
    // The allocator must not look at the blocks that this code itself allocates.
    outside(|| {
        let found = watched().in_bytes(bytes);
        for (number, _) in found.iter().enumerate().filter(|(_, found)| **found) {
            FREED[number].fetch_add(1, Ordering::SeqCst);
            #[allow(clippy::print_stderr, reason = "the variable asks for it")]
            if std::env::var_os("WIPING_TRACE").is_some() {
                eprintln!("a copy of secret {number} was freed here:\n{}", Backtrace::force_capture());
            }
        }
    });
}
