//! The style of the classic pages. As at Cognito, only a pool with a domain can have one.

use super::blob;
use crate::errors::CognitoError;
use crate::pool::records::ui_customization::{ALL, UiCustomization};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// The largest logo, in bytes.
const LARGEST_IMAGE: usize = 131_072;

fn describe(pool_id: &str, client_id: &str, style: &UiCustomization) -> Value {
    let mut described = json!({
        "UserPoolId": pool_id,
        "ClientId": client_id,
        "CSSVersion": style.css_version,
        "CreationDate": style.created.date(),
        "LastModifiedDate": style.modified.date(),
    });
    for (name, value) in [("CSS", &style.css), ("ImageUrl", &style.image_url)] {
        if let Some(value) = value {
            described[name] = json!(value);
        }
    }
    described
}

/// Fails unless the pool has a domain, and the client is one of the pool's or [`ALL`].
fn check(call: &mut Call<'_>, pool_id: &str, client_id: &str) -> Result<(), CognitoError> {
    if call.world.pool(pool_id)?.domains.is_empty() {
        let text = "There has to be an existing domain associated with this user pool";
        return Err(CognitoError::invalid_parameter(text));
    }
    if client_id != ALL {
        call.world.client_of(pool_id, client_id)?;
    }
    Ok(())
}

#[derive(Deserialize)]
pub(super) struct SetUiCustomization {
    #[serde(rename = "UserPoolId")]
    user_pool_id: String,
    #[serde(rename = "ClientId", default = "all")]
    client_id: String,
    #[serde(rename = "CSS")]
    css: Option<String>,
    #[serde(rename = "ImageFile")]
    image_file: Option<String>,
}

fn all() -> String {
    ALL.to_owned()
}

/// Replaces a style. A request without a style and without an image removes it.
pub(super) fn set(call: &mut Call<'_>, request: SetUiCustomization) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool_id, client_id) = (request.user_pool_id, request.client_id);
    check(call, &pool_id, &client_id)?;
    let image_url = request.image_file.map(|image| data_url(&image)).transpose()?;
    let styles = &mut call.world.pool(&pool_id)?.records.ui_customizations;
    if request.css.is_none() && image_url.is_none() {
        styles.remove(&client_id);
        return Ok(json!({ "UICustomization": { "UserPoolId": pool_id, "ClientId": client_id } }));
    }
    let created = styles.get(&client_id).map_or(now, |held| held.created);
    let css_version = now.digits().unwrap_or_default();
    let style = UiCustomization { css: request.css, image_url, css_version, created, modified: now };
    let described = describe(&pool_id, &client_id, &style);
    styles.insert(client_id, style);
    Ok(json!({ "UICustomization": described }))
}

/// The image as a URL that a browser shows. Cognito gives the address of a copy.
fn data_url(image: &str) -> Result<String, CognitoError> {
    let bytes = blob("imageFile", image, LARGEST_IMAGE)?;
    let kind = match bytes.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => "png",
        [0xff, 0xd8, 0xff, ..] => "jpeg",
        _ => return Err(CognitoError::invalid_parameter("The image must be a PNG or a JPEG file.")),
    };
    Ok(format!("data:image/{kind};base64,{image}"))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GetUiCustomization {
    user_pool_id: String,
    #[serde(default = "all")]
    client_id: String,
}

/// The client's style, or the one for all clients. Without either, the description is empty.
pub(super) fn get(call: &mut Call<'_>, request: GetUiCustomization) -> Result<Value, CognitoError> {
    let (pool_id, client_id) = (request.user_pool_id, request.client_id);
    check(call, &pool_id, &client_id)?;
    let styles = &call.world.pool(&pool_id)?.records.ui_customizations;
    let of = |id: &str| styles.get(id).map(|style| describe(&pool_id, id, style));
    Ok(json!({ "UICustomization": of(&client_id).or_else(|| of(ALL)).unwrap_or_else(|| json!({})) }))
}
