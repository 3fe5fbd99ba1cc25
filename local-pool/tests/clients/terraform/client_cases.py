"""Configurations of aws_cognito_user_pool_client, and changes of them."""

from .pool_cases import ACCOUNT

ROLE = f"arn:aws:iam::{ACCOUNT}:role/analytics"
OAUTH = {
    "allowed_oauth_flows": ["code"], "allowed_oauth_flows_user_pool_client": True,
    "allowed_oauth_scopes": ["openid", "email", "profile"], "callback_urls": ["https://shop.example/back"],
    "supported_identity_providers": ["COGNITO"],
}

CONFIGURATIONS = {
    "minimal": {},
    "a secret": {"generate_secret": True},
    "no secret": {"generate_secret": False},
    "flows with the older names": {
        "explicit_auth_flows": ["ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH"],
    },
    "flows": {"explicit_auth_flows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_AUTH"]},
    "OAuth": {**OAUTH, "default_redirect_uri": "https://shop.example/back", "logout_urls": ["https://shop.example/out"]},
    "machine to machine": {
        "generate_secret": True, "allowed_oauth_flows": ["client_credentials"],
        "allowed_oauth_flows_user_pool_client": True, "allowed_oauth_scopes": ["https://orders.example/read"],
    },
    "validities in the default units": {
        "access_token_validity": 2, "id_token_validity": 3, "refresh_token_validity": 60,
    },
    "validities in minutes": {
        "access_token_validity": 10, "id_token_validity": 20, "refresh_token_validity": 90,
        "token_validity_units": [{"access_token": "minutes", "id_token": "minutes", "refresh_token": "minutes"}],
    },
    "a unit for one token": {"access_token_validity": 600, "token_validity_units": [{"access_token": "seconds"}]},
    "the default units, asked for": {"token_validity_units": [{}]},
    "rotation": {
        "explicit_auth_flows": ["ALLOW_USER_SRP_AUTH"],
        "refresh_token_rotation": [{"feature": "ENABLED", "retry_grace_period_seconds": 10}],
    },
    "rotation without grace": {
        "explicit_auth_flows": ["ALLOW_USER_SRP_AUTH"],
        "refresh_token_rotation": [{"feature": "ENABLED", "retry_grace_period_seconds": 0}],
    },
    "rotation that is off": {"refresh_token_rotation": [{"feature": "DISABLED", "retry_grace_period_seconds": 0}]},
    "analytics by id": {"analytics_configuration": [
        {"application_id": "0123456789abcdef", "external_id": "shop", "role_arn": ROLE, "user_data_shared": True},
    ]},
    "analytics by id, without data": {"analytics_configuration": [
        {"application_id": "0123456789abcdef", "external_id": "shop", "role_arn": ROLE},
    ]},
    "analytics by ARN": {"analytics_configuration": [
        {"application_arn": f"arn:aws:mobiletargeting:eu-west-1:{ACCOUNT}:apps/0123456789abcdef"},
    ]},
    "attributes": {"read_attributes": ["email", "name"], "write_attributes": ["name"]},
    "hidden users": {"prevent_user_existence_errors": "ENABLED", "enable_token_revocation": False},
    "user existence errors of the older kind": {"prevent_user_existence_errors": "LEGACY"},
    "context data": {"generate_secret": True, "enable_propagate_additional_user_context_data": True},
    "a long session": {"auth_session_validity": 15},
}

# The attributes that an import does not find: it reads the default units as a block that is missing.
UNREAD = {"the default units, asked for": ("token_validity_units",)}

EVERYTHING = {
    **OAUTH, "allowed_oauth_flows": ["code", "implicit"], "generate_secret": True,
    "access_token_validity": 10, "id_token_validity": 20, "refresh_token_validity": 90,
    "token_validity_units": [{"access_token": "minutes", "id_token": "minutes", "refresh_token": "hours"}],
    "analytics_configuration": CONFIGURATIONS["analytics by id"]["analytics_configuration"],
    "auth_session_validity": 5, "default_redirect_uri": "https://shop.example/back",
    "enable_propagate_additional_user_context_data": True, "enable_token_revocation": False,
    "explicit_auth_flows": ["ALLOW_USER_SRP_AUTH"], "logout_urls": ["https://shop.example/out"],
    "prevent_user_existence_errors": "ENABLED", "read_attributes": ["email"], "write_attributes": ["email"],
    "refresh_token_rotation": [{"feature": "ENABLED", "retry_grace_period_seconds": 10}],
}

# Changes that the provider makes in place, one after the other.
UPDATES = [
    {"name": "other"},
    {"access_token_validity": 5},
    {"access_token_validity": 1, "id_token_validity": 1},
    {"refresh_token_validity": 120},
    *({name: value} for name, value in EVERYTHING.items() if name in (
        "auth_session_validity", "enable_token_revocation", "prevent_user_existence_errors", "explicit_auth_flows",
        "read_attributes", "write_attributes", "analytics_configuration", "supported_identity_providers",
    )),
    # 20 is valid in hours too: the provider keeps the number if the configuration no longer has it.
    {"token_validity_units": [{"access_token": "minutes", "id_token": "hours"}], "access_token_validity": 20},
    {"token_validity_units": [{"refresh_token": "hours"}], "access_token_validity": 1, "refresh_token_validity": 48},
    {"access_token_validity": 1, "refresh_token_validity": 20},
    OAUTH,
    {**OAUTH, "logout_urls": ["https://shop.example/out"], "default_redirect_uri": "https://shop.example/back"},
    {**OAUTH, "callback_urls": ["https://shop.example/other", "https://shop.example/back"]},
    {"allowed_oauth_flows_user_pool_client": False, "allowed_oauth_flows": [], "allowed_oauth_scopes": [],
     "callback_urls": [], "default_redirect_uri": ""},
    {"explicit_auth_flows": ["ALLOW_USER_SRP_AUTH"], "refresh_token_rotation": [
        {"feature": "ENABLED", "retry_grace_period_seconds": 30},
    ]},
    {"explicit_auth_flows": ["ALLOW_USER_SRP_AUTH"], "refresh_token_rotation": [
        {"feature": "DISABLED", "retry_grace_period_seconds": 0},
    ]},
]
