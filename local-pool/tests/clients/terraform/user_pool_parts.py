"""The blocks of aws_cognito_user_pool: what the provider sends for each, and what it makes of a description.

Rules: the functions expand… and flatten… in internal/service/cognitoidp/user_pool.go, read from
isometry/terraform-provider-aws, a copy of the provider, at c129a9390ed86d24c2fa11212b0edb72285707b4.
"""

from .requests import described, members, nonzero, only, renamed
from .user_pool_schema import FUNCTIONS

EMAIL = {
    "configuration_set": "ConfigurationSet", "email_sending_account": "EmailSendingAccount",
    "from_email_address": "From", "reply_to_email_address": "ReplyToEmailAddress", "source_arn": "SourceArn",
}
SMS = {"external_id": "ExternalId", "sns_caller_arn": "SnsCallerArn", "sns_region": "SnsRegion"}
INVITATION = {"email_message": "EmailMessage", "email_subject": "EmailSubject", "sms_message": "SMSMessage"}
DEVICES = {
    "challenge_required_on_new_device": "ChallengeRequiredOnNewDevice",
    "device_only_remembered_on_user_prompt": "DeviceOnlyRememberedOnUserPrompt",
}
EMAIL_MFA = {"message": "Message", "subject": "Subject"}
WEB_AUTHN = {"relying_party_id": "RelyingPartyId", "user_verification": "UserVerification"}
TEMPLATE = {
    "default_email_option": "DefaultEmailOption", "email_message": "EmailMessage",
    "email_message_by_link": "EmailMessageByLink", "email_subject": "EmailSubject",
    "email_subject_by_link": "EmailSubjectByLink", "sms_message": "SmsMessage",
}
PASSWORD_FLAGS = {
    "require_lowercase": "RequireLowercase", "require_numbers": "RequireNumbers",
    "require_symbols": "RequireSymbols", "require_uppercase": "RequireUppercase",
    "temporary_password_validity_days": "TemporaryPasswordValidityDays",
}
PASSWORD_POINTERS = {"minimum_length": "MinimumLength", "password_history_size": "PasswordHistorySize"}
VERSIONED = {"lambda_arn": "LambdaArn", "lambda_version": "LambdaVersion"}
VERSIONED_FUNCTIONS = {
    "custom_email_sender": "CustomEmailSender", "custom_sms_sender": "CustomSMSSender",
    "pre_token_generation_config": "PreTokenGenerationConfig",
}


def _pascal(name):
    return "".join(word.capitalize() for word in name.split("_"))


PLAIN_FUNCTIONS = {**{name: _pascal(name) for name in (*FUNCTIONS, "pre_token_generation")}, "kms_key_id": "KMSKeyID"}


def account_recovery(block):
    return block and {"RecoveryMechanisms": [
        {"Name": one["name"], "Priority": one["priority"]} for one in block["recovery_mechanism"]
    ]}


def flat_account_recovery(response):
    mechanisms = (response or {}).get("RecoveryMechanisms")
    return mechanisms and [{"recovery_mechanism": [
        {"name": one["Name"], "priority": one["Priority"]} for one in mechanisms
    ]}]


def admin_create_user(block):
    """The texts of an invitation are sent even if they are empty."""
    if block is None:
        return None
    [invitation] = block["invite_message_template"] or [None]
    texts = invitation and {name: invitation.get(tf) or "" for tf, name in INVITATION.items()}
    return {
        **nonzero(AllowAdminCreateUserOnly=block["allow_admin_create_user_only"]),
        **members(InviteMessageTemplate=texts),
    }


def flat_admin_create_user(response):
    if response is None:
        return None
    invitation = described(response.get("InviteMessageTemplate", {}), INVITATION)
    return [{
        "allow_admin_create_user_only": response.get("AllowAdminCreateUserOnly", False),
        "invite_message_template": [invitation] if invitation else [],
    }]


def lambda_config(block):
    if block is None:
        return None
    versioned = {name: renamed(block[tf][0], VERSIONED) for tf, name in VERSIONED_FUNCTIONS.items() if block[tf]}
    return {**renamed(block, PLAIN_FUNCTIONS), **versioned}


def flat_lambda_config(response):
    flat = described(response or {}, PLAIN_FUNCTIONS)
    for tf, name in VERSIONED_FUNCTIONS.items():
        if name in (response or {}):
            flat[tf] = [described(response[name], VERSIONED)]
    return [flat] if flat else []


def password_policy(block):
    if block is None:
        return None
    pointers = {name: block.get(tf, 0) for tf, name in PASSWORD_POINTERS.items()}
    return {**pointers, **renamed(block, PASSWORD_FLAGS, plain=True)}


def flat_password_policy(response):
    return only(response, {**PASSWORD_FLAGS, **PASSWORD_POINTERS})


def sign_in_policy(block):
    return block and {"AllowedFirstAuthFactors": block["allowed_first_auth_factors"]}


def flat_sign_in_policy(response):
    return only(response, {"allowed_first_auth_factors": "AllowedFirstAuthFactors"})


def policies(plan):
    both = members(
        PasswordPolicy=password_policy(plan.block("password_policy")),
        SignInPolicy=sign_in_policy(plan.block("sign_in_policy")),
    )
    return both or None


def simple(names, *, plain=False):
    """The request's structure for a block with these members."""
    return lambda block: None if block is None else renamed(block, names, plain=plain)


email = simple(EMAIL)
sms = simple(SMS)
devices = simple(DEVICES, plain=True)
email_mfa = simple(EMAIL_MFA)
web_authn = simple(WEB_AUTHN)
template = simple(TEMPLATE)
software_token = simple({"enabled": "Enabled"}, plain=True)
add_ons = simple({"advanced_security_mode": "AdvancedSecurityMode"})


def attribute_updates(block):
    name = "AttributesRequireVerificationBeforeUpdate"
    return block and {name: block["attributes_require_verification_before_update"]}


def flat_attribute_updates(response):
    """After the setting was turned off, the list is empty. This counts as no block."""
    names = (response or {}).get("AttributesRequireVerificationBeforeUpdate")
    return [{"attributes_require_verification_before_update": names}] if names else []
