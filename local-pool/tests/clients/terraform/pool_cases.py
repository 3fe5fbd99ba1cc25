"""Configurations of aws_cognito_user_pool, and changes of them."""

ACCOUNT = "123456789012"


def function(name):
    return f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{name}"


SMS = [{"external_id": "shop", "sns_caller_arn": f"arn:aws:iam::{ACCOUNT}:role/sms"}]
OTHER_SMS = [{"external_id": "store", "sns_caller_arn": f"arn:aws:iam::{ACCOUNT}:role/other", "sns_region": "eu-west-1"}]
SES = [{
    "email_sending_account": "DEVELOPER", "from_email_address": "Shop <shop@example.com>", "configuration_set": "shop",
    "reply_to_email_address": "help@example.com",
    "source_arn": f"arn:aws:ses:eu-west-1:{ACCOUNT}:identity/shop@example.com",
}]
INVITATION = [{
    "email_message": "Your user name is {username}, your password {####}", "email_subject": "Welcome",
    "sms_message": "{username}: {####}",
}]
RECOVERY = [{"recovery_mechanism": [
    {"name": "verified_email", "priority": 1}, {"name": "verified_phone_number", "priority": 2},
]}]
PASSWORDS = [{
    "minimum_length": 12, "require_lowercase": True, "require_numbers": True, "require_symbols": False,
    "require_uppercase": True, "temporary_password_validity_days": 3,
}]
TEMPLATE = [{
    "default_email_option": "CONFIRM_WITH_CODE", "email_message": "Your code is {####}", "email_subject": "Your code",
    "email_message_by_link": "{##Click here##}", "email_subject_by_link": "Your link", "sms_message": "Code {####}",
}]
EVERY_FUNCTION = [{
    **{name: function(name.replace("_", "-")) for name in (
        "create_auth_challenge", "custom_message", "define_auth_challenge", "post_authentication", "post_confirmation",
        "pre_authentication", "pre_sign_up", "pre_token_generation", "user_migration", "verify_auth_challenge_response",
    )},
    "pre_token_generation_config": [{"lambda_arn": function("pre-token-generation"), "lambda_version": "V2_0"}],
    "custom_email_sender": [{"lambda_arn": function("mail"), "lambda_version": "V1_0"}],
    "custom_sms_sender": [{"lambda_arn": function("text"), "lambda_version": "V1_0"}],
    "kms_key_id": f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
}]
TOKEN = {"mfa_configuration": "ON", "software_token_mfa_configuration": [{"enabled": True}]}


def attribute(name, kind="String", **options):
    return {"name": name, "attribute_data_type": kind, "mutable": True, **options}


LENGTHS = {"min_length": "1", "max_length": "20"}
ATTRIBUTES = [
    attribute("email", required=True, mutable=False, string_attribute_constraints=[{"min_length": "5", "max_length": "10"}]),
    attribute("given_name", required=True),  # has no constraints, but the service describes some
    attribute("tier", string_attribute_constraints=[LENGTHS]),
    attribute("note", string_attribute_constraints=[{}]),
    attribute("age", "Number", number_attribute_constraints=[{"min_value": "1", "max_value": "130"}]),
    attribute("score", "Number", number_attribute_constraints=[{}]),
    attribute("internal", "Boolean", developer_only_attribute=True, mutable=False),
    attribute("since", "DateTime"),
]

CONFIGURATIONS = {
    "minimal": {},
    "e-mail addresses as user names": {
        "username_attributes": ["email"], "auto_verified_attributes": ["email"],
        "username_configuration": [{"case_sensitive": False}], "account_recovery_setting": [
            {"recovery_mechanism": [{"name": "verified_email", "priority": 1}]},
        ],
        "password_policy": PASSWORDS, "verification_message_template": [{"default_email_option": "CONFIRM_WITH_CODE"}],
        "email_configuration": [{"email_sending_account": "COGNITO_DEFAULT"}],
        "admin_create_user_config": [{"allow_admin_create_user_only": False}],
    },
    "aliases": {
        "alias_attributes": ["preferred_username", "email", "phone_number"],
        "auto_verified_attributes": ["phone_number", "email"], "username_configuration": [{"case_sensitive": True}],
    },
    "phone numbers as user names": {"username_attributes": ["phone_number"], "sms_configuration": SMS},
    "MFA by an app": TOKEN,
    "MFA by text messages": {
        "mfa_configuration": "ON", "sms_configuration": SMS, "sms_authentication_message": "Your code is {####}",
    },
    "MFA by text messages, with the app turned off": {
        "mfa_configuration": "ON", "sms_configuration": SMS, "software_token_mfa_configuration": [{"enabled": False}],
    },
    "MFA by e-mail": {
        "mfa_configuration": "OPTIONAL", "email_configuration": SES, "account_recovery_setting": RECOVERY,
        "email_mfa_configuration": [{"message": "Code {####}", "subject": "Code"}],
    },
    "MFA by e-mail, with the service's text": {
        "mfa_configuration": "OPTIONAL", "email_configuration": SES, "account_recovery_setting": RECOVERY,
        "email_mfa_configuration": [{}],
    },
    "MFA by everything": {
        "mfa_configuration": "OPTIONAL", "email_configuration": SES, "account_recovery_setting": RECOVERY,
        "email_mfa_configuration": [{"message": "Code {####}", "subject": "Code"}], "sms_configuration": OTHER_SMS,
        "software_token_mfa_configuration": [{"enabled": True}],
    },
    "a password policy of two members": {"password_policy": [{"minimum_length": 8, "require_lowercase": True}]},
    "a password policy without any rule": {"password_policy": [{"minimum_length": 6}]},
    "functions": {"lambda_config": EVERY_FUNCTION},
    "a function of the older kind": {"lambda_config": [{"pre_token_generation": function("claims")}]},
    "a function of the newer kind": {"lambda_config": [{"pre_token_generation_config": [
        {"lambda_arn": function("claims"), "lambda_version": "V3_0"},
    ]}]},
    "attributes": {"schema": ATTRIBUTES},
    "choice among first factors": {
        "sign_in_policy": [{"allowed_first_auth_factors": ["WEB_AUTHN", "PASSWORD", "EMAIL_OTP", "SMS_OTP"]}],
        "web_authn_configuration": [{"relying_party_id": "shop.example.com", "user_verification": "required"}],
        "user_pool_tier": "ESSENTIALS",
    },
    "passkeys and MFA": {
        **TOKEN, "web_authn_configuration": [{"relying_party_id": "shop.example.com", "user_verification": "preferred"}],
    },
    "the plan PLUS with threat protection": {
        "user_pool_tier": "PLUS", "user_pool_add_ons": [{"advanced_security_mode": "ENFORCED"}],
    },
    "the plan LITE": {"user_pool_tier": "LITE"},
    "threat protection that is off": {"user_pool_add_ons": [{"advanced_security_mode": "OFF"}]},
    "devices": {"device_configuration": [{"challenge_required_on_new_device": True}]},
    "devices, on the user's request": {"device_configuration": [{"device_only_remembered_on_user_prompt": True}]},
    "an invitation": {"admin_create_user_config": [
        {"allow_admin_create_user_only": True, "invite_message_template": INVITATION},
    ]},
    "texts in the template": {"verification_message_template": TEMPLATE},
    "texts beside the template": {
        "email_verification_message": "Code {####}", "email_verification_subject": "Code",
        "sms_verification_message": "{####}",
    },
    "SES": {"email_configuration": SES},
    "verified before an update": {
        "auto_verified_attributes": ["email"],
        "user_attribute_update_settings": [{"attributes_require_verification_before_update": ["email"]}],
    },
    "tags": {"tags": {"team": "shop", "stage": "test"}},
}

EVERYTHING = {
    "name": "shop", "account_recovery_setting": RECOVERY, "alias_attributes": ["email", "preferred_username"],
    "admin_create_user_config": [{"allow_admin_create_user_only": True, "invite_message_template": INVITATION}],
    "auto_verified_attributes": ["email"], "deletion_protection": "INACTIVE",
    "device_configuration": [{"challenge_required_on_new_device": True, "device_only_remembered_on_user_prompt": True}],
    "email_configuration": SES, "email_mfa_configuration": [{"message": "Code {####}", "subject": "Code"}],
    "lambda_config": EVERY_FUNCTION, "mfa_configuration": "OPTIONAL", "password_policy": PASSWORDS,
    "schema": ATTRIBUTES, "sign_in_policy": [{"allowed_first_auth_factors": ["PASSWORD", "WEB_AUTHN"]}],
    "sms_authentication_message": "Your code is {####}", "sms_configuration": OTHER_SMS,
    "software_token_mfa_configuration": [{"enabled": True}], "tags": {"team": "shop"},
    "user_attribute_update_settings": [{"attributes_require_verification_before_update": ["email"]}],
    "user_pool_add_ons": [{"advanced_security_mode": "AUDIT"}], "user_pool_tier": "PLUS",
    "username_configuration": [{"case_sensitive": False}], "verification_message_template": TEMPLATE,
    "web_authn_configuration": [{"relying_party_id": "shop.example.com", "user_verification": "preferred"}],
}

# Changes of the minimal configuration that the provider makes in place, one after the other.
UPDATES = [
    {"account_recovery_setting": [{"recovery_mechanism": [{"name": "admin_only", "priority": 1}]}]},
    {"account_recovery_setting": RECOVERY},
    {"admin_create_user_config": [{"allow_admin_create_user_only": True}]},
    {"admin_create_user_config": [{"allow_admin_create_user_only": False, "invite_message_template": INVITATION}]},
    {"auto_verified_attributes": ["email"]},
    {"auto_verified_attributes": ["email", "phone_number"]},
    {"auto_verified_attributes": ["email"], "user_attribute_update_settings": [
        {"attributes_require_verification_before_update": ["email"]},
    ]},
    {"deletion_protection": "ACTIVE"},
    {"device_configuration": [{"challenge_required_on_new_device": True}]},
    {"device_configuration": [{"device_only_remembered_on_user_prompt": True}]},
    {"email_configuration": SES},
    {"email_configuration": [{"reply_to_email_address": "help@example.com"}]},
    {"email_verification_message": "Code {####}", "email_verification_subject": "Code"},
    {"email_verification_message": "Other code {####}", "email_verification_subject": "Other code"},
    {"sms_verification_message": "{####}"},
    {"verification_message_template": TEMPLATE},
    {"verification_message_template": [{**TEMPLATE[0], "email_message": "New {####}", "sms_message": "New {####}"}]},
    {"lambda_config": [{"pre_sign_up": function("check")}]},
    {"lambda_config": [{"pre_sign_up": function("check"), "pre_token_generation": function("claims")}]},
    {"lambda_config": [{"pre_token_generation": function("other-claims")}]},
    {"lambda_config": [{"pre_token_generation_config": [
        {"lambda_arn": function("new-claims"), "lambda_version": "V2_0"},
    ]}]},
    {"lambda_config": EVERY_FUNCTION},
    TOKEN,
    {**TOKEN, "mfa_configuration": "OPTIONAL"},
    {"mfa_configuration": "ON", "sms_configuration": SMS},
    {"mfa_configuration": "ON", "sms_configuration": SMS, "software_token_mfa_configuration": [{"enabled": False}]},
    {"mfa_configuration": "OPTIONAL", "sms_configuration": OTHER_SMS, "sms_authentication_message": "{####}"},
    {"sms_configuration": SMS, "sms_authentication_message": "New {####}"},
    {"password_policy": [{"minimum_length": 7, "require_lowercase": True, "require_symbols": True}]},
    {"password_policy": [{"minimum_length": 9, "require_numbers": True, "temporary_password_validity_days": 14}]},
    {"password_policy": PASSWORDS},
    {"sign_in_policy": [{"allowed_first_auth_factors": ["PASSWORD", "EMAIL_OTP"]}]},
    {"sign_in_policy": [{"allowed_first_auth_factors": ["PASSWORD"]}]},
    {"tags": {"team": "shop"}},
    {"tags": {"team": "store", "stage": "test"}},
    {"user_pool_tier": "PLUS"},
    {"user_pool_tier": "PLUS", "user_pool_add_ons": [{"advanced_security_mode": "AUDIT"}]},
    {"user_pool_tier": "PLUS", "user_pool_add_ons": [{"advanced_security_mode": "ENFORCED"}]},
    {"user_pool_tier": "LITE"},
    {"user_pool_tier": "ESSENTIALS"},
]
# Changes that the tests don't take back. If a configuration has no web_authn_configuration, the provider leaves
# WebAuthnConfiguration out of SetUserPoolMfaConfig. The local pool then keeps what it has. Cognito may reset it.
UPDATES_ONLY = [
    {"web_authn_configuration": [{"relying_party_id": "shop.example.com", "user_verification": "preferred"}]},
    {"web_authn_configuration": [{"relying_party_id": "store.example.com", "user_verification": "required"}]},
]

REPLACEMENTS = [
    {"name": "store"},
    {"alias_attributes": ["email"]},
    {"username_attributes": ["email"]},
    {"username_configuration": [{"case_sensitive": False}]},
]
