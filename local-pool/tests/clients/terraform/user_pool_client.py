"""aws_cognito_user_pool_client.

Rules: internal/service/cognitoidp/user_pool_client.go of hashicorp/terraform-provider-aws at
01f431114674c27cf790fafb67ac274bf8f765e1, with refresh_token_rotation as a later version has it; and
internal/framework/flex/autoflex_expand.go at 0673f2ed4210479d30c87a7ed463743b82f4da94.
"""

from . import framework_plan
from .framework_plan import Unknown
from .requests import members, nonzero
from .schema import TEXT_SET, block, computed_text, flag, number, text, text_set
from .workspace import Resource, found, retried

UNITS = {"access_token": "AccessToken", "id_token": "IdToken", "refresh_token": "RefreshToken"}
ANALYTICS = {"application_arn": "ApplicationArn", "application_id": "ApplicationId", "external_id": "ExternalId",
             "role_arn": "RoleArn", "user_data_shared": "UserDataShared"}
ROTATION = {"feature": "Feature", "retry_grace_period_seconds": "RetryGracePeriodSeconds"}
# The name of each attribute's member in requests and in descriptions.
NAMES = {
    "access_token_validity": "AccessTokenValidity", "allowed_oauth_flows": "AllowedOAuthFlows",
    "allowed_oauth_flows_user_pool_client": "AllowedOAuthFlowsUserPoolClient",
    "allowed_oauth_scopes": "AllowedOAuthScopes", "auth_session_validity": "AuthSessionValidity",
    "callback_urls": "CallbackURLs", "client_secret": "ClientSecret", "default_redirect_uri": "DefaultRedirectURI",
    "enable_propagate_additional_user_context_data": "EnablePropagateAdditionalUserContextData",
    "enable_token_revocation": "EnableTokenRevocation", "explicit_auth_flows": "ExplicitAuthFlows",
    "id": "ClientId", "id_token_validity": "IdTokenValidity", "logout_urls": "LogoutURLs", "name": "ClientName",
    "prevent_user_existence_errors": "PreventUserExistenceErrors", "read_attributes": "ReadAttributes",
    "refresh_token_validity": "RefreshTokenValidity", "supported_identity_providers": "SupportedIdentityProviders",
    "user_pool_id": "UserPoolId", "write_attributes": "WriteAttributes",
}
# What Go holds as plain values, so that a zero is not sent.
PLAIN = {"allowed_oauth_flows_user_pool_client", "generate_secret", "refresh_token_validity"}


def _legacy_set():
    return text_set(computed=True, legacy=True)


SCHEMA = {
    "access_token_validity": number(computed=True, legacy=True),
    "allowed_oauth_flows": _legacy_set(),
    "allowed_oauth_flows_user_pool_client": flag(computed=True),
    "allowed_oauth_scopes": _legacy_set(),
    "analytics_configuration": block({
        "application_arn": text(), "application_id": text(), "external_id": text(),
        "role_arn": text(computed=True, keeps=False), "user_data_shared": flag(computed=True, keeps=False),
    }),
    "auth_session_validity": number(computed=True),
    "callback_urls": _legacy_set(),
    "client_secret": text(computed=True, legacy=True),
    "default_redirect_uri": text(computed=True, legacy=True),
    "enable_propagate_additional_user_context_data": flag(computed=True),
    "enable_token_revocation": flag(computed=True),
    "explicit_auth_flows": _legacy_set(),
    "generate_secret": flag(replaces=True),
    "id": computed_text(),
    "id_token_validity": number(computed=True, legacy=True),
    "logout_urls": _legacy_set(),
    "name": text(),
    "prevent_user_existence_errors": text(computed=True, legacy=True),
    "read_attributes": _legacy_set(),
    "refresh_token_rotation": block({"feature": text(), "retry_grace_period_seconds": number()}),
    "refresh_token_validity": number(computed=True),
    "supported_identity_providers": _legacy_set(),
    "token_validity_units": block({
        "access_token": text(computed=True, default="hours"), "id_token": text(computed=True, default="hours"),
        "refresh_token": text(computed=True, default="days"),
    }),
    "user_pool_id": text(replaces=True),
    "write_attributes": _legacy_set(),
}
DEFAULT_UNITS = {"AccessToken": "hours", "IdToken": "hours", "RefreshToken": "days"}


def sent(attribute, value, *, plain=False):
    """Whether the provider sends a value. With `plain` or `legacy`, it leaves out a zero, but not an empty set."""
    if value is None or isinstance(value, Unknown):
        return False
    is_scalar = attribute.kind != TEXT_SET
    return not (is_scalar and (plain or attribute.legacy) and not value)


def request(values):
    """The members of a request for the planned values."""
    plain = {name: values[tf] for tf, name in NAMES.items() if sent(SCHEMA[tf], values[tf], plain=tf in PLAIN)}
    units, analytics, rotation = (
        values.get(name) and {member: values[name][0][tf] for tf, member in names.items()
                          if sent(SCHEMA[name].fields[tf], values[name][0][tf])}
        for name, names in (("token_validity_units", UNITS), ("analytics_configuration", ANALYTICS),
                            ("refresh_token_rotation", ROTATION))
    )
    if analytics and not analytics.get("UserDataShared"):
        analytics.pop("UserDataShared", None)
    return {**plain, **members(
        TokenValidityUnits=units, AnalyticsConfiguration=analytics, RefreshTokenRotation=rotation,
    )}


def _flat_blocks(client):
    analytics, rotation = client.get("AnalyticsConfiguration"), client.get("RefreshTokenRotation")
    return {
        "analytics_configuration": analytics and [{
            **{tf: analytics.get(name) for tf, name in ANALYTICS.items()},
            "user_data_shared": analytics.get("UserDataShared", False),
        }],
        "refresh_token_rotation": rotation and [{tf: rotation.get(name) for tf, name in ROTATION.items()}],
    }


def flattened(state, client):
    """The state after a description. What is not described is absent, or zero for a legacy attribute."""
    values = {}
    for tf, name in NAMES.items():
        attribute = SCHEMA[tf]
        values[tf] = client.get(name, attribute.zero if attribute.legacy else None)
    # Go holds this one as a plain number.
    values["refresh_token_validity"] = client.get("RefreshTokenValidity", 0)
    return {**state, **values, **_flat_blocks(client), "token_validity_units": _flat_units(client)}


def _flat_units(client):
    units = client.get("TokenValidityUnits")
    return [{tf: units.get(name, "") for tf, name in UNITS.items()}] if units else None


class UserPoolClient(Resource):
    schema, plans = SCHEMA, framework_plan

    def create(self, plan):
        asked = request(plan.values)
        client = self.client.create_user_pool_client(
            **asked, **nonzero(GenerateSecret=plan.get("generate_secret")),
        )["UserPoolClient"]
        return flattened(plan.values, client)

    def read(self, state):
        response = found(self.client.describe_user_pool_client,
                       UserPoolId=state["user_pool_id"], ClientId=state["id"])
        if response is None:
            return None
        client = response["UserPoolClient"]
        flat = flattened(state, client)
        if not state.get("token_validity_units") and client.get("TokenValidityUnits") == DEFAULT_UNITS:
            flat["token_validity_units"] = None
        return flat

    def update(self, plan, state):
        """UpdateUserPoolClient resets what a request leaves out, so the whole plan is sent."""
        asked = request(plan.values)
        asked.pop("ClientSecret", None)
        drops_units = state["token_validity_units"] and not plan.get("token_validity_units")
        if drops_units:
            asked["TokenValidityUnits"] = DEFAULT_UNITS
        client = retried(
            self.client.update_user_pool_client, lambda code, _: code == "ConcurrentModificationException", **asked,
        )["UserPoolClient"]
        flat = flattened(plan.values, client)
        if drops_units and client.get("TokenValidityUnits") == DEFAULT_UNITS:
            flat["token_validity_units"] = None
        return flat

    def delete(self, state):
        found(self.client.delete_user_pool_client, UserPoolId=state["user_pool_id"], ClientId=state["id"])

    def imported(self, identifier):
        pool_id, client_id = identifier.split("/")
        return {"user_pool_id": pool_id, "id": client_id}
