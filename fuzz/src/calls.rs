//! Makes the calls of an app. Each call has the name that it has in the conformance cases.

use cognito_auth_core::{
    Auth, AuthFactorType, AuthFlowType, AuthSignInResult, AuthSignInStep, AuthUserAttribute,
    AuthUserAttributeKey, MfaPreference, SignInOptions, SignOutOptions, SignOutResult,
};

use crate::phone::{check, checked};
use crate::stored::force_refresh;

/// How many challenges of one sign-in are answered at most.
const MOST_ANSWERS: usize = 8;

/// The calls that a target makes with a stored session.
const OF_A_SESSION: &[&str] = &[
    "associateWebAuthnCredential",
    "confirmUserAttribute",
    "deleteUser",
    "deleteUserAttributes",
    "deleteWebAuthnCredential",
    "fetchAuthSession",
    "fetchDevices",
    "fetchMFAPreference",
    "fetchUserAttributes",
    "fetchUserAuthFactors",
    "forgetDevice",
    "listWebAuthnCredentials",
    "rememberDevice",
    "sendUserAttributeVerificationCode",
    "setUpTOTP",
    "signOut",
    "updateMFAPreference",
    "updatePassword",
    "updateUserAttribute",
    "updateUserAttributes",
    "verifyTOTPSetup",
];

/// Whether a target makes this call with a stored session.
pub(crate) fn needs_session(call: &str) -> bool {
    OF_A_SESSION.contains(&call)
}

/// Makes the call of this name. Gives `false` for an unknown name, and makes no call.
pub(crate) async fn make(auth: &Auth, call: &str, flow: &str) -> bool {
    match call {
        "signIn" => sign_in(auth, flow).await,
        "signUp" => sign_up(auth).await,
        "confirmSignUp" => confirm_sign_up(auth).await,
        "resendSignUpCode" => check(auth.resend_sign_up_code("ann", Default::default())).await,
        "resetPassword" => check(auth.reset_password("ann", Default::default())).await,
        "confirmResetPassword" => {
            let (password, code) = ("Password123!".into(), "123456".into());
            check(auth.confirm_reset_password("ann", password, code, Default::default())).await;
        }
        "fetchAuthSession" => check(auth.fetch_auth_session(force_refresh())).await,
        "signOut" => sign_out(auth).await,
        _ if needs_session(call) => of_a_session(auth, call).await,
        _ => return false,
    }
    true
}

async fn sign_in(auth: &Auth, flow: &str) {
    let (flow, preferred) = flow.split_once(' ').unwrap_or((flow, ""));
    let factors = ["password", "passwordSRP", "emailOTP", "smsOTP", "webAuthn"].into_iter().zip([
        AuthFactorType::Password,
        AuthFactorType::PasswordSrp,
        AuthFactorType::EmailOtp,
        AuthFactorType::SmsOtp,
        AuthFactorType::WebAuthn,
    ]);
    let preferred_first_factor =
        factors.into_iter().find(|(name, _)| *name == preferred).map(|(_, factor)| factor);
    let flow = match flow {
        "userPassword" => AuthFlowType::UserPassword,
        "customWithSrp" => AuthFlowType::CustomWithSrp,
        "customWithoutSrp" => AuthFlowType::CustomWithoutSrp,
        "userAuth" => AuthFlowType::UserAuth { preferred_first_factor },
        _ => AuthFlowType::UserSrp,
    };
    let options = SignInOptions { flow: Some(flow), ..SignInOptions::default() };
    let signed_in = auth.sign_in("ann", Some("Password123!".into()), options).await;
    answer_challenges(auth, checked(signed_in)).await;
}

/// Answers up to [`MOST_ANSWERS`] challenges, until a step asks for no answer or the sign-in has failed. Then asks who
/// is signed in.
async fn answer_challenges(auth: &Auth, mut result: Option<AuthSignInResult>) {
    for _ in 0..MOST_ANSWERS {
        let Some(answer) = result.as_ref().and_then(|result| answer_to(&result.next_step)) else { break };
        result = checked(auth.confirm_sign_in(answer.into(), Default::default()).await);
    }
    checked(auth.get_current_user().await);
    checked(auth.fetch_auth_session(Default::default()).await);
}

/// The answer to the challenge of this step; none if the step asks for no answer.
fn answer_to(step: &AuthSignInStep) -> Option<&'static str> {
    Some(match step {
        AuthSignInStep::Done
        | AuthSignInStep::ResetPassword { .. }
        | AuthSignInStep::ConfirmSignUp { .. } => return None,
        AuthSignInStep::ContinueSignInWithFirstFactorSelection { available_factors } => {
            available_factors.first()?.challenge_response()
        }
        AuthSignInStep::ContinueSignInWithMfaSelection { allowed_mfa_types }
        | AuthSignInStep::ContinueSignInWithMfaSetupSelection { allowed_mfa_types } => {
            allowed_mfa_types.first()?.challenge_response()
        }
        AuthSignInStep::ConfirmSignInWithNewPassword { .. } => "Password123!",
        _ => "123456",
    })
}

/// Signs up, confirms the sign-up, and makes the automatic sign-in.
async fn sign_up(auth: &Auth) {
    checked(auth.sign_up("ann", Some("Password123!".into()), Default::default()).await);
    confirm_sign_up(auth).await;
}

/// Confirms a sign-up, and makes the automatic sign-in.
async fn confirm_sign_up(auth: &Auth) {
    checked(auth.confirm_sign_up("ann", "123456".into(), Default::default()).await);
    answer_challenges(auth, checked(auth.auto_sign_in().await)).await;
}

async fn sign_out(auth: &Auth) {
    let result = auth.sign_out(SignOutOptions { global_sign_out: true, ..SignOutOptions::default() }).await;
    let errors = match result {
        SignOutResult::Complete => vec![],
        SignOutResult::Failed(error) => vec![error],
        SignOutResult::Partial { revoke_token_error, global_sign_out_error, hosted_ui_error } => {
            [revoke_token_error, global_sign_out_error, hosted_ui_error].into_iter().flatten().collect()
        }
    };
    for error in errors {
        checked::<()>(Err(error));
    }
}

async fn of_a_session(auth: &Auth, call: &str) {
    let email = AuthUserAttributeKey::Email;
    match call {
        "associateWebAuthnCredential" => check(auth.associate_web_authn_credential()).await,
        "confirmUserAttribute" => check(auth.confirm_user_attribute(email, "123456".into())).await,
        "deleteUser" => check(auth.delete_user()).await,
        "deleteUserAttributes" => check(auth.delete_user_attributes(vec![email])).await,
        "deleteWebAuthnCredential" => check(auth.delete_web_authn_credential("id")).await,
        "fetchDevices" => check(auth.fetch_devices()).await,
        "fetchMFAPreference" => check(auth.fetch_mfa_preference()).await,
        "fetchUserAttributes" => check(auth.fetch_user_attributes()).await,
        "fetchUserAuthFactors" => check(auth.fetch_user_auth_factors()).await,
        "forgetDevice" => check(auth.forget_device(None)).await,
        "listWebAuthnCredentials" => {
            check(auth.list_web_authn_credentials(Default::default())).await;
        }
        "rememberDevice" => check(auth.remember_device()).await,
        "sendUserAttributeVerificationCode" => {
            check(auth.send_user_attribute_verification_code(email, Default::default())).await;
        }
        "setUpTOTP" => {
            let details = checked(auth.set_up_totp().await);
            details.and_then(|details| checked(details.setup_uri("App", None)));
        }
        "updateMFAPreference" => {
            let on = Some(MfaPreference::Enabled);
            check(auth.update_mfa_preference(on, on, on)).await;
        }
        "updatePassword" => {
            check(auth.update_password(Some("Password123!".into()), "Password124!".into())).await;
        }
        "updateUserAttribute" => {
            let attribute = AuthUserAttribute::new(email, "ann@example.com");
            check(auth.update_user_attribute(attribute, Default::default())).await;
        }
        "updateUserAttributes" => {
            let attributes = vec![AuthUserAttribute::new(email, "ann@example.com")];
            check(auth.update_user_attributes(attributes, Default::default())).await;
        }
        "verifyTOTPSetup" => {
            check(auth.verify_totp_setup("123456".into(), Default::default())).await;
        }
        _ => panic!("{call} has no arm"),
    }
}
