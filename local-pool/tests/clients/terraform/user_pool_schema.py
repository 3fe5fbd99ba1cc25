"""The attributes of aws_cognito_user_pool.

Rules: internal/service/cognitoidp/user_pool.go, read from isometry/terraform-provider-aws, a copy of the provider, at
c129a9390ed86d24c2fa11212b0edb72285707b4.
"""

from .schema import block, block_set, computed_text, flag, missing_block, number, text, text_map, text_set

FUNCTIONS = ("create_auth_challenge", "custom_message", "define_auth_challenge", "post_authentication",
             "post_confirmation", "pre_authentication", "pre_sign_up", "user_migration",
             "verify_auth_challenge_response")
_VERSIONED = {"lambda_arn": text(), "lambda_version": text()}
_LAMBDA_CONFIG = {
    **{name: text() for name in FUNCTIONS},
    "kms_key_id": text(),
    "pre_token_generation": text(computed=True),
    "pre_token_generation_config": block(_VERSIONED, computed=True),
    "custom_email_sender": block(_VERSIONED),
    "custom_sms_sender": block(_VERSIONED),
}


def _constraints(first, *others):
    """The constraints' part of the provider's hash of an attribute: whether there are any, and each that is set."""
    if not first:
        return None
    return tuple((first[0] or {}).get(name) or "" for name in others)


def attribute_key(attribute):
    """resourceUserPoolSchemaHash: what makes two attributes the same."""
    return (
        attribute["name"], attribute["attribute_data_type"], bool(attribute.get("developer_only_attribute")),
        bool(attribute.get("mutable")), bool(attribute.get("required")),
        _constraints(attribute.get("string_attribute_constraints"), "min_length", "max_length"),
        _constraints(attribute.get("number_attribute_constraints"), "min_value", "max_value"),
    )


SCHEMA = {
    "account_recovery_setting": block(
        {"recovery_mechanism": block_set({"name": text(), "priority": number()}, computed=True)},
        suppresses=missing_block,
    ),
    "admin_create_user_config": block({
        "allow_admin_create_user_only": flag(),
        "invite_message_template": block({"email_message": text(), "email_subject": text(), "sms_message": text()}),
    }, computed=True),
    "alias_attributes": text_set(replaces=True),
    "arn": computed_text(),
    "auto_verified_attributes": text_set(),
    "creation_date": computed_text(),
    "custom_domain": computed_text(),
    "deletion_protection": text(default="INACTIVE"),
    "device_configuration": block({
        "challenge_required_on_new_device": flag(), "device_only_remembered_on_user_prompt": flag(),
    }),
    "domain": computed_text(),
    "email_configuration": block({
        "configuration_set": text(), "email_sending_account": text(default="COGNITO_DEFAULT"),
        "from_email_address": text(), "reply_to_email_address": text(), "source_arn": text(),
    }, suppresses=missing_block),
    "email_mfa_configuration": block({"message": text(), "subject": text()}, suppresses=missing_block),
    "email_verification_message": text(computed=True),
    "email_verification_subject": text(computed=True),
    "endpoint": computed_text(),
    "estimated_number_of_users": number(computed=True),
    "lambda_config": block(_LAMBDA_CONFIG),
    "last_modified_date": computed_text(),
    "mfa_configuration": text(default="OFF"),
    "name": text(replaces=True),
    "password_policy": block({
        "minimum_length": number(), "password_history_size": number(), "require_lowercase": flag(),
        "require_numbers": flag(), "require_symbols": flag(), "require_uppercase": flag(),
        "temporary_password_validity_days": number(computed=True),
    }, computed=True),
    "schema": block_set({
        "attribute_data_type": text(), "developer_only_attribute": flag(), "mutable": flag(), "name": text(),
        "required": flag(),
        "number_attribute_constraints": block({"min_value": text(), "max_value": text()}),
        "string_attribute_constraints": block({"min_length": text(), "max_length": text()}),
    }, key=attribute_key),
    "sign_in_policy": block({"allowed_first_auth_factors": text_set()}, computed=True),
    "sms_authentication_message": text(),
    "sms_configuration": block({
        "external_id": text(), "sns_caller_arn": text(), "sns_region": text(computed=True),
    }, computed=True),
    "sms_verification_message": text(computed=True),
    "software_token_mfa_configuration": block({"enabled": flag()}),
    "tags": text_map(),
    "user_attribute_update_settings": block({"attributes_require_verification_before_update": text_set()}),
    "user_pool_add_ons": block({"advanced_security_mode": text()}),
    "user_pool_tier": text(computed=True),
    "username_attributes": text_set(replaces=True),
    "username_configuration": block({"case_sensitive": flag(replaces=True)}),
    "verification_message_template": block({
        "default_email_option": text(default="CONFIRM_WITH_CODE"), "email_message": text(computed=True),
        "email_message_by_link": text(computed=True), "email_subject": text(computed=True),
        "email_subject_by_link": text(computed=True), "sms_message": text(computed=True),
    }, computed=True),
    "web_authn_configuration": block({"relying_party_id": text(), "user_verification": text()}),
}
