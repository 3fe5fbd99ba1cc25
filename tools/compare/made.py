"""What a run has made, and its deletion."""

from model import IDENTITY_POOLS, USER_POOLS
from wire import NoResponse

GONE = "ResourceNotFoundException"
# Names and tags begin with this, so that a later run finds what was left.
PREFIX = "cognito-auth-compare"


class Made:
    """The pools and domains that were made at an endpoint. Whatever else is made is in a pool, and goes with it."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.user_pools, self.domains, self.identity_pools = [], [], []

    def note(self, operation, request, response):
        """Notes what an operation has made or deleted. `response` is that of a success."""
        request = request if isinstance(request, dict) else {}
        members = response.members()
        if operation == "CreateUserPool":
            self.user_pools.append((members.get("UserPool") or {}).get("Id"))
        elif operation == "CreateIdentityPool":
            self.identity_pools.append(members.get("IdentityPoolId"))
        elif operation == "CreateUserPoolDomain":
            self.domains.append((request.get("Domain"), request.get("UserPoolId")))
        elif operation == "DeleteUserPool":
            self.user_pools = [pool for pool in self.user_pools if pool != request.get("UserPoolId")]
        elif operation == "DeleteIdentityPool":
            self.identity_pools = [pool for pool in self.identity_pools if pool != request.get("IdentityPoolId")]
        elif operation == "DeleteUserPoolDomain":
            self.domains = [domain for domain in self.domains if domain[0] != request.get("Domain")]

    def delete(self):
        """Deletes everything. Returns a line for each thing that is left."""
        left = []
        for domain, pool in self.domains:
            left += self.deleted("DeleteUserPoolDomain", {"Domain": domain, "UserPoolId": pool}, f"the domain {domain}")
        for pool in self.user_pools:
            left += self.deleted("DeleteUserPool", {"UserPoolId": pool}, f"the user pool {pool}")
        for pool in self.identity_pools:
            left += self.deleted("DeleteIdentityPool", {"IdentityPoolId": pool}, f"the identity pool {pool}", IDENTITY_POOLS)
        return left

    def deleted(self, operation, request, what, service=USER_POOLS):
        """Deletes one thing. Returns a line if it is left."""
        try:
            response = self.endpoint.perform(service, operation, request)
            if operation == "DeleteUserPool" and response.error == "InvalidParameterException":
                # A pool can be protected.
                unprotected = {**request, "DeletionProtection": "INACTIVE"}
                self.endpoint.perform(service, "UpdateUserPool", unprotected)
                response = self.endpoint.perform(service, operation, request)
        except NoResponse as error:
            return [f"{what} ({error})"]
        if response.status == 200 or response.error == GONE:
            self.note(operation, request, response)
            return []
        return [f"{what} ({response.error or response.status})"]
