"""aws_cognito_identity_provider.

Rules: internal/service/cognitoidp/identity_provider.go of hashicorp/terraform-provider-aws at
0ea4ca35db5cdf76cc6a4959e5d67ec36fc7081a.
"""

from .requests import nonzero
from .schema import text, text_list, text_map
from .workspace import Resource, found

# The details that Cognito describes for Google. If the configuration lacks one of them, the provider overlooks this
# value, and no other.
GOOGLE = {
    "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=",
    "attributes_url_add_attributes": "true",
    "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
    "oidc_issuer": "https://accounts.google.com",
    "token_request_method": "POST",
    "token_url": "https://www.googleapis.com/oauth2/v4/token",
}


def _overlooked_detail(path, old, new, difference):
    """suppressIdentityProviderProviderDetailsDiff: overlooks some details that only the service has."""
    name, asked = path.removeprefix("provider_details."), difference.configuration["provider_details"]
    if name in asked or new != "":
        return False
    kind = difference.configuration["provider_type"]
    if kind == "Google" and name in GOOGLE:
        return old == GOOGLE[name]
    return kind == "SAML" and (
        name == "ActiveEncryptionCertificate" or name == "SSORedirectBindingURI" and "MetadataFile" in asked
    )


class IdentityProvider(Resource):
    schema = {
        "attribute_mapping": text_map(computed=True), "idp_identifiers": text_list(),
        "provider_details": text_map(suppresses=_overlooked_detail),
        "provider_name": text(replaces=True), "provider_type": text(replaces=True), "user_pool_id": text(replaces=True),
    }

    def create(self, plan):
        pool_id, name = plan.get("user_pool_id"), plan.get("provider_name")
        self.client.create_identity_provider(
            UserPoolId=pool_id, ProviderName=name, ProviderType=plan.get("provider_type"), **nonzero(
                AttributeMapping=plan.get("attribute_mapping"), IdpIdentifiers=plan.get("idp_identifiers"),
                ProviderDetails=plan.get("provider_details"),
            ))
        return {**plan.values, "id": f"{pool_id}:{name}"}

    def read(self, state):
        pool_id, name = state["id"].split(":")
        response = found(self.client.describe_identity_provider, UserPoolId=pool_id, ProviderName=name)
        if response is None:
            return None
        provider = response["IdentityProvider"]
        return {
            **state,
            "attribute_mapping": provider.get("AttributeMapping"), "idp_identifiers": provider.get("IdpIdentifiers"),
            "provider_details": provider.get("ProviderDetails"), "provider_name": provider["ProviderName"],
            "provider_type": provider["ProviderType"], "user_pool_id": provider["UserPoolId"],
        }

    def update(self, plan, state):
        """Sends only what has changed."""
        details = {name: value for name, value in plan.get("provider_details").items()
                   if name != "ActiveEncryptionCertificate"}
        changed = {
            member: value for tf, member, value in (
                ("attribute_mapping", "AttributeMapping", plan.get("attribute_mapping")),
                ("idp_identifiers", "IdpIdentifiers", plan.get("idp_identifiers")),
                ("provider_details", "ProviderDetails", details),
            ) if plan.changed(tf)
        }
        self.client.update_identity_provider(
            UserPoolId=state["user_pool_id"], ProviderName=state["provider_name"], **changed)
        return {**plan.values, "id": state["id"]}

    def delete(self, state):
        found(self.client.delete_identity_provider,
              UserPoolId=state["user_pool_id"], ProviderName=state["provider_name"])
