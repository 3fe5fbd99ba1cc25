"""Configurations of the resources other than user pools and their clients, and changes of them."""

import base64

from .branding import ManagedLoginBranding
from .domains import ResourceServer, UserPoolDomain
from .groups_and_users import User, UserGroup, UserInGroup
from .identity_provider import GOOGLE, IdentityProvider
from .pool_cases import ACCOUNT
from .records import LogDelivery, RiskConfiguration, UiCustomization

ROLE = f"arn:aws:iam::{ACCOUNT}:role/shop"
CERTIFICATE = f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/12345678-90ab-cdef-1234-567890abcdef"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
NOTIFICATIONS = {
    "event_source": "userNotification", "log_level": "ERROR",
    "cloud_watch_logs_configuration": [{"log_group_arn": f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:shop"}],
}
SCOPES = [{"scope_name": "read", "scope_description": "Read"}, {"scope_name": "write", "scope_description": "Write"}]
MAIL = {"html_body": "<p>Beware</p>", "subject": "Beware", "text_body": "Beware"}
METADATA = {"MetadataURL": "https://sso.example/metadata"}
OIDC = {
    "client_id": "app", "client_secret": "secret", "authorize_scopes": "openid email", "oidc_issuer": "https://sso.example",
    "attributes_request_method": "GET", "authorize_url": "https://sso.example/authorize",
    "token_url": "https://sso.example/token", "attributes_url": "https://sso.example/userinfo",
    "jwks_uri": "https://sso.example/keys", "attributes_url_add_attributes": "false",
}
APPLE = {
    "client_id": "app", "team_id": "team", "key_id": "key", "private_key": "secret", "authorize_scopes": "email name",
    "attributes_url_add_attributes": "false", "authorize_url": "https://appleid.apple.com/auth/authorize",
    "oidc_issuer": "https://appleid.apple.com", "token_request_method": "POST",
    "token_url": "https://appleid.apple.com/auth/token",
}
CREDENTIALS = {"client_id": "app", "client_secret": "secret", "authorize_scopes": "email"}
GOOGLE_PROVIDER = {
    "provider_name": "Google", "provider_type": "Google", "provider_details": CREDENTIALS,
    "attribute_mapping": {"email": "email", "username": "sub"},
}
TAKEOVER = [{
    "actions": [{"high_action": [{"event_action": "BLOCK", "notify": True}],
                 "medium_action": [{"event_action": "MFA_IF_CONFIGURED", "notify": False}]}],
    "notify_configuration": [{
        "from": "shop@example.com", "reply_to": "help@example.com", "block_email": [MAIL], "mfa_email": [MAIL],
        "no_action_email": [MAIL], "source_arn": f"arn:aws:ses:eu-west-1:{ACCOUNT}:identity/shop@example.com",
    }],
}]
# For each: the kind of resource, its configuration, changes in place, and changes that replace the resource.
CASES = [
    (UserGroup, {"name": "staff", "user_pool_id": "{pool}"}, [
        {"description": "The staff"}, {"precedence": 3}, {"description": "All", "precedence": 3},
    ], [{"name": "others"}]),
    # The provider takes a role away with an empty text, which breaks the service's constraints. So this group keeps a role.
    (UserGroup, {"name": "staff", "user_pool_id": "{pool}", "role_arn": ROLE}, [
        {"role_arn": f"{ROLE}-2"}, {"description": "All", "precedence": 3}, {"precedence": 5},
    ], []),
    (User, {"username": "ada", "user_pool_id": "{pool}", "message_action": "SUPPRESS"}, [
        {"attributes": {"email": "ada@example.com", "email_verified": "true", "tier": "gold"}},
        {"attributes": {"email": "ada@example.com", "email_verified": "true", "name": "Ada"}},
        {"enabled": False}, {"password": "Passw0rd!"}, {"password": "0therPassw0rd!"},
        {"temporary_password": "Temp0rary!", "client_metadata": {"from": "terraform"}},
    ], [{"username": "grace"}]),
    (UserInGroup, {"username": "member", "group_name": "members", "user_pool_id": "{pool}"}, [], []),
    (UserPoolDomain, {"domain": "shop", "user_pool_id": "{pool}"}, [], [{"domain": "store"}]),
    (UserPoolDomain, {"domain": "auth.shop.example", "user_pool_id": "{pool}", "certificate_arn": CERTIFICATE}, [
        {"certificate_arn": f"{CERTIFICATE[:-1]}0"},
    ], [{"domain": "auth.store.example"}]),
    (ResourceServer, {"identifier": "https://api.example", "name": "api", "user_pool_id": "{pool}"}, [
        {"scope": SCOPES[:1]}, {"scope": SCOPES}, {"scope": [{**SCOPES[0], "scope_description": "Read all"}]},
    ], [{"name": "other"}, {"identifier": "https://other.example"}]),
    (IdentityProvider, {**GOOGLE_PROVIDER, "user_pool_id": "{pool}"}, [
        {"attribute_mapping": {"email": "email", "username": "sub", "name": "name"}},
        {"provider_details": {**CREDENTIALS, "client_id": "other"}},
        {"provider_details": {**CREDENTIALS, **GOOGLE}},
        {"idp_identifiers": ["gmail.com"]}, {"idp_identifiers": ["gmail.com", "googlemail.com"]},
    ], []),
    (IdentityProvider, {
        "provider_name": "Corp", "provider_type": "SAML", "provider_details": METADATA, "user_pool_id": "{pool}",
        "attribute_mapping": {"email": "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"},
        "idp_identifiers": ["corp.example"],
    }, [{"provider_details": {**METADATA, "IDPSignout": "true"}}], [{"provider_name": "Other"}]),
    (IdentityProvider, {
        "provider_name": "Sso", "provider_type": "OIDC", "provider_details": OIDC, "user_pool_id": "{pool}",
        "attribute_mapping": {"email": "email", "username": "sub"},
    }, [{"provider_details": {**OIDC, "client_secret": "other"}}], []),
    (IdentityProvider, {
        "provider_name": "SignInWithApple", "provider_type": "SignInWithApple", "provider_details": APPLE,
        "attribute_mapping": {"email": "email", "username": "sub"}, "user_pool_id": "{pool}",
    }, [{"provider_details": {**APPLE, "key_id": "other"}}], []),
    (UiCustomization, {"css": ".banner-customizable {}", "user_pool_id": "{pool_with_domain}"}, [
        {"css": ".label-customizable {}"}, {"image_file": PNG},
    ], []),
    (RiskConfiguration, {
        "user_pool_id": "{pool}", "compromised_credentials_risk_configuration": [{"actions": [{"event_action": "BLOCK"}]}],
    }, [
        {"compromised_credentials_risk_configuration": [
            {"event_filter": ["SIGN_IN"], "actions": [{"event_action": "NO_ACTION"}]},
        ]},
        {"account_takeover_risk_configuration": TAKEOVER},
        {"risk_exception_configuration": [{"blocked_ip_range_list": ["10.10.10.10/32"]}]},
        {"risk_exception_configuration": [
            {"blocked_ip_range_list": ["10.10.10.10/32"], "skipped_ip_range_list": ["10.0.0.0/8", "192.168.0.0/16"]},
        ]},
    ], [{"client_id": "{client}"}]),
    (LogDelivery, {"user_pool_id": "{pool}", "log_configurations": [
        NOTIFICATIONS,
    ]}, [{"log_configurations": [
        NOTIFICATIONS,
        {"event_source": "userAuthEvents", "log_level": "INFO", "s3_configuration": [{"bucket_arn": "arn:aws:s3:::shop"}]},
    ]}], []),
    (ManagedLoginBranding, {
        "user_pool_id": "{pool}", "client_id": "{client}", "use_cognito_provided_values": True,
    }, [], []),
    (ManagedLoginBranding, {
        "user_pool_id": "{pool}", "client_id": "{client}",
        "settings": '{"components": {"form": {"borderRadius": 8.0}}}',
        "asset": [{"bytes": PNG, "category": "FORM_LOGO", "color_mode": "LIGHT", "extension": "PNG"}],
    }, [], [{"asset": [{"bytes": PNG, "category": "FORM_LOGO", "color_mode": "DARK", "extension": "PNG"}]}]),
]
# The attributes that an import can't find.
UNREAD = {
    User: ("message_action", "password", "temporary_password", "client_metadata"),
    UiCustomization: ("image_file",),
}

DATES = ("CreationDate", "LastModifiedDate")


def of(name, *members):
    return {f"{name}.{member}" for member in members}


# The operation with which the provider reads a resource, and the members of the response that can change without a
# difference in the plan: what the provider does not read, what the service alone decides, and the names that the provider
# takes from its state instead of the response.
READ_BY = {
    UserGroup: ("get_group", of("Group", "GroupName", "UserPoolId", *DATES)),
    # The fourth attribute is `sub`.
    User: ("admin_get_user", {"UserAttributes.3.Value", "UserCreateDate", "UserLastModifiedDate", "UserStatus", "Username"}),
    UserInGroup: ("admin_list_groups_for_user", of("Groups.0", "UserPoolId", *DATES)),
    UserPoolDomain: ("describe_user_pool_domain", of(
        "DomainDescription", "AWSAccountId", "CloudFrontDistribution", "Domain", "ManagedLoginVersion", "Status")),
    ResourceServer: ("describe_resource_server", set()),
    IdentityProvider: ("describe_identity_provider", of("IdentityProvider", *DATES)),
    UiCustomization: ("get_ui_customization", of("UICustomization", "CSSVersion", "ImageUrl", *DATES)),
    RiskConfiguration: ("describe_risk_configuration", of("RiskConfiguration", "LastModifiedDate", "UserPoolId")),
    LogDelivery: ("get_log_delivery_configuration", set()),
    ManagedLoginBranding: ("describe_managed_login_branding", of("ManagedLoginBranding", "ManagedLoginBrandingId", *DATES)),
}


def unnoticed(kind, configuration):
    _, always = READ_BY[kind]
    # If the configuration has settings, the provider leaves UseCognitoProvidedValues to the service.
    branded = kind is ManagedLoginBranding and "settings" in configuration
    return always | (of("ManagedLoginBranding", "UseCognitoProvidedValues") if branded else set())


IDENTITY_POOL = {
    "allow_unauthenticated_identities": True, "allow_classic_flow": True, "tags": {"team": "shop"},
    "cognito_identity_providers": [
        {"client_id": "local-client", "provider_name": "cognito-idp.local.amazonaws.com/local_LocalPool",
         "server_side_token_check": True},
        {"client_id": "other", "provider_name": "cognito-idp.local.amazonaws.com/local_LocalPool"},
    ],
    "openid_connect_provider_arns": [f"arn:aws:iam::{ACCOUNT}:oidc-provider/sso.example"],
    "supported_login_providers": {"graph.facebook.com": "7346241598935552", "accounts.google.com": "app"},
}
