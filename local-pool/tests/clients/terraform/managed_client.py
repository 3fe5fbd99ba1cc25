"""aws_cognito_managed_user_pool_client: a client that another AWS service, such as OpenSearch, made.

Rules: internal/service/cognitoidp/managed_user_pool_client.go, read from isometry/terraform-provider-aws, a copy of the
provider, at c129a9390ed86d24c2fa11212b0edb72285707b4.
"""

from . import framework_plan
from .framework_plan import Unknown
from .schema import text
from .user_pool_client import SCHEMA, UserPoolClient, flattened, request

MANAGED = {name: attribute for name, attribute in SCHEMA.items()
           if name not in ("generate_secret", "refresh_token_rotation")}


class ManagedUserPoolClient(UserPoolClient):
    schema = {**MANAGED, "name": text(computed=True), "name_prefix": text()}

    def create(self, plan):
        """Finds the only client with the prefix. Changes it if the configuration asks for something else."""
        pool_id = plan.get("user_pool_id")
        [found] = [one for one in self.client.list_user_pool_clients(UserPoolId=pool_id)["UserPoolClients"]
                   if one["ClientName"].startswith(plan.get("name_prefix"))]
        client = self.client.describe_user_pool_client(
            UserPoolId=pool_id, ClientId=found["ClientId"])["UserPoolClient"]
        held = flattened(plan.values, client)
        asked = {name: value for name, value in plan.values.items() if not isinstance(value, Unknown)}
        differs = any(
            framework_plan.comparable(self.schema[name], value) != framework_plan.comparable(self.schema[name], held[name])
            for name, value in asked.items() if name in MANAGED
        )
        if not differs:
            return held
        wanted = request({**held, **asked})
        wanted.pop("ClientSecret", None)
        return flattened(plan.values, self.client.update_user_pool_client(**wanted)["UserPoolClient"])

    def delete(self, state):
        """The client stays: it belongs to the service that made it."""
