"""aws_cognito_user_pool.

Rules: internal/service/cognitoidp/user_pool.go, read from isometry/terraform-provider-aws, a copy of the provider, at
c129a9390ed86d24c2fa11212b0edb72285707b4; for tags internal/service/cognitoidp/tags_gen.go of
hashicorp/terraform-provider-aws at 050ac11163cab8cdae5936a7f40b0e528ff780df.
"""

from . import user_pool_attributes as attributes
from . import user_pool_parts as parts
from .requests import members, nonzero, only
from .user_pool_schema import SCHEMA, attribute_key
from .workspace import Resource, found, retried

# The settings that SetUserPoolMfaConfig changes, and those that UpdateUserPool changes. Some belong to both.
MFA = ("email_mfa_configuration", "mfa_configuration", "sms_authentication_message", "sms_configuration",
       "software_token_mfa_configuration", "web_authn_configuration")
UPDATED = ("account_recovery_setting", "admin_create_user_config", "auto_verified_attributes", "deletion_protection",
           "device_configuration", "email_configuration", "email_verification_message", "email_verification_subject",
           "lambda_config", "password_policy", "sign_in_policy", "sms_authentication_message", "sms_configuration",
           "sms_verification_message", "user_attribute_update_settings", "user_pool_add_ons", "user_pool_tier",
           "verification_message_template")
TEXTS = {
    "email_verification_subject": "EmailVerificationSubject", "email_verification_message": "EmailVerificationMessage",
    "sms_authentication_message": "SmsAuthenticationMessage", "sms_verification_message": "SmsVerificationMessage",
}


def passes(code, message):
    """userPoolErrorRetryable: a role that was made a moment ago is not in force yet."""
    return {
        "InvalidSmsRoleTrustRelationshipException":
            "Role does not have a trust relationship allowing Cognito to assume the role",
        "InvalidSmsRoleAccessPolicyException": "Role does not have permission to publish with SNS",
    }.get(code, "\0") in message


def shared_settings(plan):
    """The members that CreateUserPool and UpdateUserPool have in common. What is empty is not sent."""
    return members(
        AccountRecoverySetting=parts.account_recovery(plan.block("account_recovery_setting")),
        AdminCreateUserConfig=parts.admin_create_user(plan.block("admin_create_user_config")),
        AutoVerifiedAttributes=plan.get("auto_verified_attributes") or None,
        DeletionProtection=plan.get("deletion_protection") or None,
        DeviceConfiguration=parts.devices(plan.block("device_configuration")),
        EmailConfiguration=parts.email(plan.block("email_configuration")),
        LambdaConfig=parts.lambda_config(plan.block("lambda_config")),
        Policies=parts.policies(plan),
        SmsConfiguration=parts.sms(plan.block("sms_configuration")),
        UserAttributeUpdateSettings=parts.attribute_updates(plan.block("user_attribute_update_settings")),
        UserPoolAddOns=parts.add_ons(plan.block("user_pool_add_ons")),
        VerificationMessageTemplate=parts.template(plan.block("verification_message_template")),
        **nonzero(**{name: plan.get(tf) for tf, name in TEXTS.items()}),
    )


def sms_mfa(plan):
    """Text messages are a second factor wherever there is an SMS configuration."""
    sms = parts.sms(plan.block("sms_configuration"))
    text = nonzero(SmsAuthenticationMessage=plan.get("sms_authentication_message"))
    return sms and {"SmsConfiguration": sms, **text}


class UserPool(Resource):
    schema = SCHEMA

    def create(self, plan):
        case = plan.block("username_configuration")
        tier = plan.get("user_pool_tier")
        name, settings = plan.get("name"), shared_settings(plan)
        pool = retried(self.client.create_user_pool, passes, PoolName=name, **settings, **members(
            AliasAttributes=plan.get("alias_attributes") or None,
            Schema=[attributes.expanded(one) for one in plan.get("schema")] or None,
            UsernameAttributes=plan.get("username_attributes") or None,
            UsernameConfiguration=case and {"CaseSensitive": case["case_sensitive"]},
            UserPoolTags=plan.get("tags") or None,
            UserPoolTier=tier if tier not in ("", "ESSENTIALS") else None,
        ))["UserPool"]
        self._create_mfa(pool["Id"], plan)
        return {**plan.values, "id": pool["Id"]}

    def _create_mfa(self, pool_id, plan):
        mfa, web_authn = plan.get("mfa_configuration"), plan.block("web_authn_configuration")
        if mfa == "OFF" and web_authn is None:
            return
        token = parts.software_token(plan.block("software_token_mfa_configuration"))
        retried(self.client.set_user_pool_mfa_config, passes, UserPoolId=pool_id, **members(
            MfaConfiguration=mfa if mfa != "OFF" else None,
            SoftwareTokenMfaConfiguration=token if mfa != "OFF" else None,
            EmailMfaConfiguration=parts.email_mfa(plan.block("email_mfa_configuration")),
            SmsMfaConfiguration=sms_mfa(plan),
            WebAuthnConfiguration=parts.web_authn(web_authn),
        ))

    def read(self, state):
        response = found(self.client.describe_user_pool, UserPoolId=state["id"])
        if response is None:
            return None
        pool, mfa = response["UserPool"], self.client.get_user_pool_mfa_config(UserPoolId=state["id"])
        aliases = pool.get("AliasAttributes")
        return {
            **state,
            **({} if aliases is None else {"alias_attributes": aliases}),
            **{tf: pool.get(name) for tf, name in TEXTS.items()},
            "account_recovery_setting": parts.flat_account_recovery(pool.get("AccountRecoverySetting")),
            "admin_create_user_config": parts.flat_admin_create_user(pool.get("AdminCreateUserConfig")),
            "arn": pool["Arn"],
            "auto_verified_attributes": pool.get("AutoVerifiedAttributes"),
            "creation_date": pool["CreationDate"],
            "custom_domain": pool.get("CustomDomain"),
            "deletion_protection": pool.get("DeletionProtection"),
            "device_configuration": only(pool.get("DeviceConfiguration"), parts.DEVICES),
            "domain": pool.get("Domain"),
            "email_configuration": only(pool.get("EmailConfiguration"), parts.EMAIL),
            "email_mfa_configuration": only(mfa.get("EmailMfaConfiguration"), parts.EMAIL_MFA),
            "endpoint": f"cognito-idp.{self.region}.amazonaws.com/{state['id']}",
            "estimated_number_of_users": pool.get("EstimatedNumberOfUsers"),
            "lambda_config": parts.flat_lambda_config(pool.get("LambdaConfig")),
            "last_modified_date": pool["LastModifiedDate"],
            "mfa_configuration": mfa.get("MfaConfiguration"),
            "name": pool["Name"],
            "password_policy": parts.flat_password_policy(pool["Policies"].get("PasswordPolicy")),
            "schema": attributes.flattened(state.get("schema") or [], pool["SchemaAttributes"]),
            "sign_in_policy": parts.flat_sign_in_policy(pool["Policies"].get("SignInPolicy")),
            "sms_configuration": only(pool.get("SmsConfiguration"), parts.SMS),
            "software_token_mfa_configuration": _flat_token(mfa.get("SoftwareTokenMfaConfiguration")),
            "tags": pool.get("UserPoolTags"),
            "user_attribute_update_settings": parts.flat_attribute_updates(pool.get("UserAttributeUpdateSettings")),
            "user_pool_add_ons": only(pool.get("UserPoolAddOns"), {"advanced_security_mode": "AdvancedSecurityMode"}),
            "user_pool_tier": pool.get("UserPoolTier"),
            "username_attributes": pool.get("UsernameAttributes"),
            "username_configuration": only(pool.get("UsernameConfiguration"), {"case_sensitive": "CaseSensitive"}),
            "verification_message_template": only(pool.get("VerificationMessageTemplate"), parts.TEMPLATE),
            "web_authn_configuration": only(mfa.get("WebAuthnConfiguration"), parts.WEB_AUTHN),
        }

    def update(self, plan, state):
        if plan.changed("tags"):
            update_tags(self.client, state["arn"], state["tags"] or {}, plan.get("tags"))
        if plan.changed(*MFA):
            self._update_mfa(plan, state)
        if plan.changed(*UPDATED):
            self._update_pool(plan, state)
        if plan.changed("schema"):
            self._add_attributes(plan, state)
        return {**plan.values, "id": state["id"]}

    def _update_mfa(self, plan, state):
        mfa = plan.get("mfa_configuration")
        retried(self.client.set_user_pool_mfa_config, passes, UserPoolId=state["id"], **members(
            MfaConfiguration=mfa,
            EmailMfaConfiguration=parts.email_mfa(plan.block("email_mfa_configuration")),
            SoftwareTokenMfaConfiguration=parts.software_token(plan.block("software_token_mfa_configuration")),
            WebAuthnConfiguration=parts.web_authn(plan.block("web_authn_configuration")),
            # With MFA off, an SMS configuration would be refused.
            SmsMfaConfiguration=sms_mfa(plan) if mfa != "OFF" else None,
        ))

    def _update_pool(self, plan, state):
        functions = plan.block("lambda_config")
        if functions and plan.changed("lambda_config.0.pre_token_generation"):
            function = functions["pre_token_generation"]
            [config] = functions["pre_token_generation_config"] or [{"lambda_version": "V1_0"}]
            functions["pre_token_generation_config"] = [{**config, "lambda_arn": function}]
        if functions and plan.changed("lambda_config.0.pre_token_generation_config.0.lambda_arn"):
            functions["pre_token_generation"] = functions["pre_token_generation_config"][0]["lambda_arn"]
        template = plan.block("verification_message_template")
        for tf, member in (("email_verification_message", "email_message"), ("sms_verification_message", "sms_message"),
                           ("email_verification_subject", "email_subject")):
            if template and plan.changed(tf):
                template[member] = plan.get(tf)
        settings = {**shared_settings(plan), **nonzero(
            MfaConfiguration=plan.get("mfa_configuration"), UserPoolTier=plan.get("user_pool_tier"),
        )}
        if plan.changed("user_attribute_update_settings"):
            # Without this member, the service would keep the setting. An empty list turns it off.
            settings.setdefault("UserAttributeUpdateSettings", {"AttributesRequireVerificationBeforeUpdate": []})
        retried(self.client.update_user_pool, passes, UserPoolId=state["id"], **settings)

    def _add_attributes(self, plan, state):
        old = {attribute_key(one) for one in state["schema"]}
        new = {attribute_key(one): one for one in plan.get("schema")}
        if old - new.keys():
            raise AssertionError("cannot modify or remove schema items")
        added = [attributes.expanded(one) for key, one in new.items() if key not in old]
        self.client.add_custom_attributes(UserPoolId=state["id"], CustomAttributes=added)

    def delete(self, state):
        found(self.client.delete_user_pool, UserPoolId=state["id"])


def _flat_token(response):
    return None if response is None else [{"enabled": response.get("Enabled", False)}]


def update_tags(client, arn, old, new):
    """Removes the tags that are gone, then sets those that are new or have another value."""
    gone = sorted(old.keys() - new.keys())
    if gone:
        client.untag_resource(ResourceArn=arn, TagKeys=gone)
    changed = {key: value for key, value in new.items() if old.get(key) != value}
    if changed:
        client.tag_resource(ResourceArn=arn, Tags=changed)
