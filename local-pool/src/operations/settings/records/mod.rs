//! The operations on what a pool only keeps. What they set has no effect.

mod branding;
mod log_delivery;
mod risk;
mod terms;
mod ui_customization;

use crate::errors::CognitoError;
use crate::operations::shared::request::{Operation, parse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The operation of this name.
pub(super) fn operation(name: &str) -> Option<Operation> {
    let operation: Operation = match name {
        "SetUICustomization" => |call, body| ui_customization::set(call, parse(body)?),
        "GetUICustomization" => |call, body| ui_customization::get(call, parse(body)?),

        "SetRiskConfiguration" => |call, body| risk::set(call, parse(body)?),
        "DescribeRiskConfiguration" => |call, body| risk::describe(call, parse(body)?),

        "SetLogDeliveryConfiguration" => |call, body| log_delivery::set(call, parse(body)?),
        "GetLogDeliveryConfiguration" => |call, body| log_delivery::get(call, parse(body)?),

        "CreateManagedLoginBranding" => |call, body| branding::create(call, parse(body)?),
        "DescribeManagedLoginBranding" => |call, body| branding::describe(call, parse(body)?),
        "DescribeManagedLoginBrandingByClient" => {
            |call, body| branding::describe_by_client(call, parse(body)?)
        }
        "UpdateManagedLoginBranding" => |call, body| branding::update(call, parse(body)?),
        "DeleteManagedLoginBranding" => |call, body| branding::delete(call, parse(body)?),

        "CreateTerms" => |call, body| terms::create(call, parse(body)?),
        "DescribeTerms" => |call, body| terms::describe(call, parse(body)?),
        "DescribeTermsByClient" => |call, body| terms::describe_by_client(call, parse(body)?),
        "ListTerms" => |call, body| terms::list(call, parse(body)?),
        "UpdateTerms" => |call, body| terms::update(call, parse(body)?),
        "DeleteTerms" => |call, body| terms::delete(call, parse(body)?),

        _ => return None,
    };
    Some(operation)
}

/// The bytes of a blob in a request. There may be at most `most`.
fn blob(member: &str, base64: &str, most: usize) -> Result<Vec<u8>, CognitoError> {
    let bytes = STANDARD.decode(base64).map_err(|_| {
        CognitoError::new("SerializationException", format!("The value of {member} is not valid base64."))
    })?;
    match bytes.len() > most {
        true => {
            let constraint = format!("Member must have length less than or equal to {most}");
            Err(CognitoError::constraint(member, &constraint))
        }
        false => Ok(bytes),
    }
}
