"""aws_cognito_identity_pool.

Rules: internal/service/cognitoidentity/pool.go, read from isometry/terraform-provider-aws, a copy of the provider, at
c129a9390ed86d24c2fa11212b0edb72285707b4.
"""

from .requests import nonzero
from .schema import block_set, computed_text, flag, text, text_list, text_map, text_set
from .user_pool import update_tags
from .workspace import Resource, found

CLIENT = {"client_id": "ClientId", "provider_name": "ProviderName", "server_side_token_check": "ServerSideTokenCheck"}


class IdentityPool(Resource):
    schema = {
        "identity_pool_name": text(replaces=True), "arn": computed_text(),
        "cognito_identity_providers": block_set({
            "client_id": text(), "provider_name": text(), "server_side_token_check": flag(),
        }),
        "developer_provider_name": text(replaces=True), "allow_unauthenticated_identities": flag(),
        "allow_classic_flow": flag(), "openid_connect_provider_arns": text_set(), "saml_provider_arns": text_list(),
        "supported_login_providers": text_map(), "tags": text_map(),
    }

    @staticmethod
    def _flags(plan):
        return {"IdentityPoolName": plan.get("identity_pool_name"),
                "AllowUnauthenticatedIdentities": plan.get("allow_unauthenticated_identities"),
                "AllowClassicFlow": plan.get("allow_classic_flow")}

    @staticmethod
    def _providers(plan):
        clients = [{"ClientId": one["client_id"], "ProviderName": one["provider_name"],
                    "ServerSideTokenCheck": one.get("server_side_token_check", False)}
                   for one in plan.get("cognito_identity_providers")]
        return {"CognitoIdentityProviders": clients, "SupportedLoginProviders": plan.get("supported_login_providers"),
                "OpenIdConnectProviderARNs": plan.get("openid_connect_provider_arns"),
                "SamlProviderARNs": plan.get("saml_provider_arns")}

    def create(self, plan):
        pool = self.client.create_identity_pool(**self._flags(plan), **nonzero(
            IdentityPoolTags=plan.get("tags"), DeveloperProviderName=plan.get("developer_provider_name"),
            **self._providers(plan),
        ))
        return {**plan.values, "id": pool["IdentityPoolId"]}

    def read(self, state):
        pool = found(self.client.describe_identity_pool, IdentityPoolId=state["id"])
        return pool and {
            **state,
            "arn": f"arn:aws:cognito-identity:{self.region}:{self.account}:identitypool/{state['id']}",
            "identity_pool_name": pool["IdentityPoolName"],
            "allow_unauthenticated_identities": pool["AllowUnauthenticatedIdentities"],
            "allow_classic_flow": pool.get("AllowClassicFlow"),
            "developer_provider_name": pool.get("DeveloperProviderName"),
            "cognito_identity_providers": [{tf: one.get(name) for tf, name in CLIENT.items()}
                                           for one in pool.get("CognitoIdentityProviders", [])],
            "openid_connect_provider_arns": pool.get("OpenIdConnectProviderARNs"),
            "saml_provider_arns": pool.get("SamlProviderARNs"),
            "supported_login_providers": pool.get("SupportedLoginProviders"), "tags": pool.get("IdentityPoolTags"),
        }

    def update(self, plan, state):
        """Tags have operations of their own. UpdateIdentityPool gets the providers even if there are none."""
        if plan.changed("tags"):
            update_tags(self.client, state["arn"], state["tags"] or {}, plan.get("tags"))
        if any(not plan_path.startswith("tags") for plan_path in plan.changes):
            self.client.update_identity_pool(IdentityPoolId=state["id"], **self._flags(plan), **self._providers(plan))
        return {**plan.values, "id": state["id"]}

    def delete(self, state):
        found(self.client.delete_identity_pool, IdentityPoolId=state["id"])
