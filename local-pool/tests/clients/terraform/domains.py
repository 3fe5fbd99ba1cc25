"""aws_cognito_user_pool_domain and aws_cognito_resource_server.

Rules: in internal/service/cognitoidp/ user_pool_domain.go and resource_server.go, read from
isometry/terraform-provider-aws, a copy of the provider, at c129a9390ed86d24c2fa11212b0edb72285707b4.
"""

from botocore.exceptions import ClientError

from .schema import block_set, computed_text, text, text_list
from .workspace import Resource, code_of, found


class UserPoolDomain(Resource):
    schema = {
        "aws_account_id": computed_text(), "certificate_arn": text(), "cloudfront_distribution": computed_text(),
        "domain": text(replaces=True), "s3_bucket": computed_text(), "user_pool_id": text(replaces=True),
        "version": computed_text(),
    }

    def plan(self, configuration, state):
        """A certificate that comes or goes needs a new domain. Another certificate does not."""
        plan = super().plan(configuration, state)
        old, new = plan.held.get("certificate_arn"), plan.get("certificate_arn")
        if plan.changed("certificate_arn") and not plan.creates and not (old and new):
            plan.replaces = True
        return plan

    def create(self, plan):
        self.client.create_user_pool_domain(**self._request(plan))
        self._wait(plan.get("domain"), "ACTIVE")
        return {**plan.values, "id": plan.get("domain")}

    @staticmethod
    def _request(plan):
        certificate = plan.get("certificate_arn")
        custom = {"CustomDomainConfig": {"CertificateArn": certificate}} if certificate else {}
        return {"Domain": plan.get("domain"), "UserPoolId": plan.get("user_pool_id"), **custom}

    def _described(self, domain):
        """The description, or None for an empty one."""
        response = found(self.client.describe_user_pool_domain, Domain=domain)
        description = (response or {}).get("DomainDescription", {})
        return description if description.get("Status") else None

    def _wait(self, domain, status):
        """The provider asks until the domain has this status, or is gone. The local pool needs no time for either."""
        got = (self._described(domain) or {}).get("Status")
        if got != status:
            raise AssertionError(f"the domain's status is {got}, not {status}")

    def read(self, state):
        domain = self._described(state["id"])
        return domain and {
            **state,
            "aws_account_id": domain.get("AWSAccountId"),
            "certificate_arn": domain.get("CustomDomainConfig", {}).get("CertificateArn", ""),
            "cloudfront_distribution": domain.get("CloudFrontDistribution"),
            "domain": state["id"], "s3_bucket": domain.get("S3Bucket"), "user_pool_id": domain.get("UserPoolId"),
            "version": domain.get("Version"),
        }

    def update(self, plan, state):
        self.client.update_user_pool_domain(**self._request(plan))
        self._wait(plan.get("domain"), "ACTIVE")
        return {**plan.values, "id": state["id"]}

    def delete(self, state):
        try:
            self.client.delete_user_pool_domain(Domain=state["id"], UserPoolId=state["user_pool_id"])
        except ClientError as error:
            if code_of(error) == "InvalidParameterException" and "No such domain" in str(error):
                return
            raise
        self._wait(state["id"], None)


class ResourceServer(Resource):
    schema = {
        "identifier": text(replaces=True), "name": text(replaces=True),
        "scope": block_set({"scope_description": text(), "scope_name": text()}),
        "user_pool_id": text(replaces=True), "scope_identifiers": text_list(computed=True),
    }

    @staticmethod
    def _scopes(plan):
        return [{"ScopeName": one["scope_name"], "ScopeDescription": one["scope_description"]}
                for one in plan.get("scope")]

    def create(self, plan):
        scopes = self._scopes(plan)
        self.client.create_resource_server(
            UserPoolId=plan.get("user_pool_id"), Identifier=plan.get("identifier"), Name=plan.get("name"),
            **({"Scopes": scopes} if scopes else {}),
        )
        return {**plan.values, "id": f"{plan.get('user_pool_id')}|{plan.get('identifier')}"}

    def read(self, state):
        pool_id, identifier = state["id"].split("|")
        response = found(self.client.describe_resource_server, UserPoolId=pool_id, Identifier=identifier)
        if response is None:
            return None
        server = response["ResourceServer"]
        scopes = server.get("Scopes", [])
        return {
            **state, "identifier": server["Identifier"], "name": server["Name"], "user_pool_id": server["UserPoolId"],
            "scope": [{"scope_name": one["ScopeName"], "scope_description": one["ScopeDescription"]} for one in scopes],
            "scope_identifiers": [f"{server['Identifier']}/{one['ScopeName']}" for one in scopes],
        }

    def update(self, plan, state):
        """Without scopes, the list is sent empty."""
        self.client.update_resource_server(
            UserPoolId=plan.get("user_pool_id"), Identifier=plan.get("identifier"), Name=plan.get("name"),
            Scopes=self._scopes(plan),
        )
        return {**plan.values, "id": state["id"]}

    def delete(self, state):
        found(self.client.delete_resource_server, UserPoolId=state["user_pool_id"], Identifier=state["identifier"])
