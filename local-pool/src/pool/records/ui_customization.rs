//! The style of the classic pages: SetUICustomization.

use crate::clock::Moment;
use serde::{Deserialize, Serialize};

/// The client id that means every client without a style of its own.
pub(crate) const ALL: &str = "ALL";

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UiCustomization {
    pub css: Option<String>,
    /// The logo, as a `data:` URL.
    pub image_url: Option<String>,
    /// When the style was set, as 14 digits.
    pub css_version: String,
    pub created: Moment,
    pub modified: Moment,
}
