"""aws_cognito_managed_login_branding.

Rules: internal/service/cognitoidp/managed_login_branding.go of hashicorp/terraform-provider-aws at
108f85fd2bfcd9e85ed93fddb752c5cc10dba1ff.
"""

import base64
import json

from . import framework_plan
from .framework_plan import Unknown
from .requests import members, nonzero
from .schema import block_set, computed_text, flag, text
from .workspace import Resource, found

ASSET = {"category": "Category", "color_mode": "ColorMode", "extension": "Extension", "resource_id": "ResourceId"}


class ManagedLoginBranding(Resource):
    plans = framework_plan
    schema = {
        "client_id": text(replaces=True), "managed_login_branding_id": computed_text(), "settings": text(),
        "settings_all": text(computed=True, keeps=False),
        "use_cognito_provided_values": flag(computed=True, keeps=False), "user_pool_id": text(replaces=True),
        "asset": block_set({"bytes": text(), **{name: text() for name in ASSET}}, replaces=True),
    }

    @staticmethod
    def _assets(values):
        return [{
            **members(**{name: one.get(tf) for tf, name in ASSET.items()}),
            "Bytes": base64.b64decode(one["bytes"]),
        } for one in values["asset"] or []] or None

    @staticmethod
    def _provided(values):
        provided = values["use_cognito_provided_values"]
        return nonzero(UseCognitoProvidedValues=None if isinstance(provided, Unknown) else provided)

    def create(self, plan):
        values, settings = plan.values, plan.get("settings")
        made = self.client.create_managed_login_branding(
            UserPoolId=values["user_pool_id"], ClientId=values["client_id"], **self._provided(values),
            **members(Assets=self._assets(values), Settings=settings and json.loads(settings)),
        )["ManagedLoginBranding"]
        return self._whole({
            **values, "managed_login_branding_id": made["ManagedLoginBrandingId"],
            "use_cognito_provided_values": made.get("UseCognitoProvidedValues", False),
        })

    def _described(self, state, **more):
        response = found(
            self.client.describe_managed_login_branding, UserPoolId=state["user_pool_id"],
            ManagedLoginBrandingId=state["managed_login_branding_id"], **more)
        return response and response["ManagedLoginBranding"]

    def _whole(self, state):
        """The state with the settings that the service merges with its own."""
        whole = self._described(state, ReturnMergedResources=True)
        return {**state, "settings_all": _text(whole.get("Settings"))}

    def read(self, state):
        style = self._described(state)
        if style is None:
            return None
        assets = [{
            "bytes": base64.b64encode(one["Bytes"]).decode(), **{tf: one.get(name) for tf, name in ASSET.items()},
        } for one in style.get("Assets", [])]
        return self._whole({
            **state, "asset": assets or None, "settings": _text(style.get("Settings")),
            "use_cognito_provided_values": style.get("UseCognitoProvidedValues", False),
            "user_pool_id": style["UserPoolId"], "client_id": self._client(style) or state.get("client_id"),
        })

    def _client(self, style):
        """The client with this style. The provider asks for the style of each client in the pool."""
        pool_id = style["UserPoolId"]
        for client in self.client.list_user_pool_clients(UserPoolId=pool_id)["UserPoolClients"]:
            response = found(self.client.describe_managed_login_branding_by_client,
                           UserPoolId=pool_id, ClientId=client["ClientId"])
            branding = (response or {}).get("ManagedLoginBranding", {})
            if branding.get("ManagedLoginBrandingId") == style["ManagedLoginBrandingId"]:
                return client["ClientId"]
        return None

    def update(self, plan, state):
        """Sends the settings only if they changed."""
        values, settings = plan.values, plan.get("settings")
        is_new = settings and settings != state["settings"]
        self.client.update_managed_login_branding(
            UserPoolId=values["user_pool_id"], ManagedLoginBrandingId=values["managed_login_branding_id"],
            **({"Settings": json.loads(settings)} if is_new else self._provided(values)),
            **members(Assets=self._assets(values)),
        )
        style = self._described(values, ReturnMergedResources=True)
        provided = style.get("UseCognitoProvidedValues", False)
        return self._whole({**values, "use_cognito_provided_values": provided})

    def delete(self, state):
        found(self.client.delete_managed_login_branding, UserPoolId=state["user_pool_id"],
              ManagedLoginBrandingId=state["managed_login_branding_id"])

    def imported(self, identifier):
        pool_id, branding_id = identifier.split(",")
        return {"user_pool_id": pool_id, "managed_login_branding_id": branding_id}


def _text(settings):
    """The settings as Terraform keeps them."""
    return None if settings is None else json.dumps(settings, sort_keys=True)
