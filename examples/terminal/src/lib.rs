//! An app for the terminal that signs users up and in. [`run`] is the app; everything else is a layer of it.
//!
//! | module | what it has |
//! | --- | --- |
//! | `app` | shows a screen, reads what the user types, makes the call, follows the session's state |
//! | `calls` | the calls of the library, one for each action |
//! | `page`, `challenges` | what a screen shows, and what the user can choose there |
//! | `model` | which screen is shown: pure, without IO |
//! | `screen`, `action`, `texts` | the screens, the actions and the texts, as values |
//! | `terminal` | the lines that go out and come in |

mod action;
mod app;
mod calls;
mod challenges;
mod model;
mod page;
mod screen;
mod terminal;
mod texts;

pub use app::run;
pub use terminal::{Console, Terminal};
