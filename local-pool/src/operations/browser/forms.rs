//! What the forms of a pool's pages ask for.

use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::first_factor::FirstFactor;
use crate::pool::settings::PasswordPolicy;
use crate::service::Call;

/// The kinds of names that a form takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct SignInNames {
    pub username: bool,
    pub email: bool,
    pub phone_number: bool,
}

impl SignInNames {
    /// The names that a user signs in with.
    fn of_sign_in(pool: &UserPool) -> Self {
        let settings = &pool.settings;
        let lists = |list: &[String], name: &str| list.iter().any(|listed| listed == name);
        match settings.username_attributes.as_slice() {
            [] => Self {
                username: true,
                email: settings.has_alias("email"),
                phone_number: settings.has_alias("phone_number"),
            },
            list => Self {
                username: false,
                email: lists(list, "email"),
                phone_number: lists(list, "phone_number"),
            },
        }
    }

    /// The names that a new user signs up with. On that form, an alias is an attribute.
    fn of_sign_up(pool: &UserPool) -> Self {
        match pool.settings.username_attributes.is_empty() {
            true => Self { username: true, email: false, phone_number: false },
            false => Self::of_sign_in(pool),
        }
    }

    /// Whether an attribute can be the name.
    fn may_be(self, attribute: &str) -> bool {
        match attribute {
            "email" => self.email,
            "phone_number" => self.phone_number,
            _ => false,
        }
    }
}

/// What the sign-in page asks for, and which other pages it links to.
pub(crate) struct SignInForm {
    pub names: SignInNames,
    /// Whether the first factor can be something other than a password. The user learns the choices after typing the
    /// name.
    pub other_ways: bool,
    /// Whether users may sign up themselves.
    pub signs_up: bool,
    /// Whether users may replace a forgotten password.
    pub resets_password: bool,
}

pub(crate) fn sign_in_form(call: &mut Call<'_>, client_id: &str) -> Result<SignInForm, CognitoError> {
    let (pool, client) = call.world.client(client_id)?;
    let is_other = |factor: FirstFactor| match factor {
        FirstFactor::Password | FirstFactor::PasswordSrp => false,
        FirstFactor::EmailOtp | FirstFactor::SmsOtp | FirstFactor::WebAuthn => true,
    };
    Ok(SignInForm {
        names: SignInNames::of_sign_in(pool),
        other_ways: client.allows("USER_AUTH") && pool.allowed_first_factors().any(is_other),
        signs_up: !pool.settings.admin_create_user_config.allow_admin_create_user_only,
        resets_password: !pool.settings.account_recovery_setting().media().is_empty(),
    })
}

/// The rules for a new password.
pub(crate) fn password_policy(call: &mut Call<'_>, client_id: &str) -> Result<PasswordPolicy, CognitoError> {
    let (pool, _) = call.world.client(client_id)?;
    Ok(pool.settings.password_policy())
}

/// The form of a sign-up.
pub(crate) struct SignUpForm {
    pub names: SignInNames,
    pub attributes: Vec<AskedAttribute>,
    /// Whether a user may sign up without a password.
    pub password_is_optional: bool,
    pub policy: PasswordPolicy,
}

/// An attribute that a form asks for.
pub(crate) struct AskedAttribute {
    pub name: String,
    pub required: bool,
}

/// The form asks for the required attributes. If no code can go to the name or to a required attribute, the form also
/// asks for an address that gets a code. Otherwise the user could not confirm the account.
pub(crate) fn sign_up_form(call: &mut Call<'_>, client_id: &str) -> Result<SignUpForm, CognitoError> {
    let (pool, client) = call.world.client(client_id)?;
    if pool.settings.admin_create_user_config.allow_admin_create_user_only {
        return Err(CognitoError::not_authorized("SignUp is not permitted for this user pool"));
    }
    let names = SignInNames::of_sign_up(pool);
    let is_the_name = |name: &str| names.may_be(name) && !(names.email && names.phone_number);
    // If the name can be either address, the user types one of them as the name. So neither field is required.
    let asked = |name: &str| AskedAttribute { name: name.to_owned(), required: !names.may_be(name) };
    let mut attributes: Vec<AskedAttribute> =
        pool.settings.required_attributes().filter(|name| !is_the_name(name)).map(asked).collect();
    let gets_code = |name: &str| pool.settings.verifies(name);
    let addresses = ["email", "phone_number"];
    let confirms = addresses.iter().any(|name| gets_code(name) && names.may_be(name))
        || attributes.iter().any(|attribute| gets_code(&attribute.name));
    if !confirms {
        attributes.extend(addresses.into_iter().find(|name| gets_code(name)).map(asked));
    }
    Ok(SignUpForm {
        names,
        attributes,
        password_is_optional: pool.is_passwordless() && client.allows("USER_AUTH"),
        policy: pool.settings.password_policy(),
    })
}
