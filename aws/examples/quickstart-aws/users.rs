//! Two users of a new pool: one registers, and the administrator invites the other.

use cognito_auth_core::{
    Auth, AuthSignInResult, AuthSignInStep, AuthUserAttribute, AuthUserAttributeKey, ConfirmSignInOptions,
    SignInOptions, SignOutOptions, SignUpOptions,
};

use crate::administrator::Administrator;
use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::terminal::tell;

const INVITED: &str = "invited";
const TEMPORARY_PASSWORD: &str = "Temporary123!";

pub(crate) async fn play(
    auth: &Auth,
    arguments: &Arguments,
    administrator: &Administrator,
) -> Result<(), Failure> {
    register(auth, arguments, administrator).await?;
    let Arguments { username, password, .. } = arguments;
    let signed_in = auth.sign_in(username, Some(password.as_str().into()), SignInOptions::default()).await?;
    end_of_sign_in(auth, &signed_in).await?;
    administrator.delete_user(username).await?;

    administrator.invite(INVITED, TEMPORARY_PASSWORD).await?;
    let asked = auth.sign_in(INVITED, Some(TEMPORARY_PASSWORD.into()), SignInOptions::default()).await?;
    if !matches!(asked.next_step, AuthSignInStep::ConfirmSignInWithNewPassword { .. }) {
        return Err(Failure::Other("The invited user was not asked for a new password.".to_owned()));
    }
    tell("A new password is asked for");
    let signed_in = auth.confirm_sign_in(password.as_str().into(), ConfirmSignInOptions::default()).await?;
    end_of_sign_in(auth, &signed_in).await?;
    administrator.delete_user(INVITED).await
}

async fn register(auth: &Auth, arguments: &Arguments, administrator: &Administrator) -> Result<(), Failure> {
    let Arguments { username, password, email, .. } = arguments;
    let user_attributes = vec![AuthUserAttribute::new(AuthUserAttributeKey::Email, email.as_str())];
    let options = SignUpOptions { user_attributes, ..SignUpOptions::default() };
    auth.sign_up(username, Some(password.as_str().into()), options).await?;
    administrator.confirm_sign_up(username).await?;
    tell("Confirm signUp succeeded");
    Ok(())
}

async fn end_of_sign_in(auth: &Auth, signed_in: &AuthSignInResult) -> Result<(), Failure> {
    if !signed_in.is_signed_in() {
        return Err(Failure::Other("The sign-in asks for more than a password.".to_owned()));
    }
    tell("Sign in succeeded");
    let user = auth.get_current_user().await?;
    tell(format_args!("Signed in as {} ({})", user.username, user.user_id));
    auth.sign_out(SignOutOptions::default()).await;
    Ok(())
}
