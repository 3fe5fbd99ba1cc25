//! What several operations need: how a request is read and checked, and what both a user and an administrator do.

pub(crate) mod account;
pub(crate) mod app_user;
pub(crate) mod constraints;
pub(crate) mod custom_ids;
pub(crate) mod delivery;
pub(crate) mod devices;
pub(crate) mod known_members;
pub(crate) mod mfa_preference;
pub(crate) mod paging;
pub(crate) mod passkeys;
pub(crate) mod request;
pub(crate) mod sessions;
pub(crate) mod types;
