"""Cognito itself, in the account of the person who runs the comparison."""

import secrets
import time

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from endpoints import AWS, SECONDS_OF_A_CODE, Endpoint
from made import PREFIX, Made
from model import IDENTITY_POOLS, SERVICES, USER_POOLS
from wire import NoResponse, Wire

# Cognito allows five requests a second for the operations with the lowest quota.
PAUSE = 0.25
TRIES = 6
SECONDS_FOR_A_DOMAIN = 300
THROTTLED = ("TooManyRequestsException", "ThrottlingException", "Throttling")
DENIED = ("AccessDeniedException", "AccessDenied")
TAGS = {"CreateUserPool": "UserPoolTags", "CreateIdentityPool": "IdentityPoolTags"}
# What a run makes, besides users, as the operations name it.
MADE = ("UserPool", "IdentityPool", "UserPoolClient", "Group", "UserPoolDomain", "IdentityProvider", "ResourceServer")
UNUSABLE = (BotoCoreError, ClientError)


class Unusable(Exception):
    """The account can't be used. The text says why."""


class SlowWire(Wire):
    """Waits before each request, and sends a request again that the service has throttled."""

    pause = PAUSE

    def send(self, *arguments):
        for attempt in range(TRIES):
            time.sleep(self.pause * 2**attempt)
            response = super().send(*arguments)
            if response.status != 429 and response.error not in THROTTLED:
                break
        return response


class Aws(Endpoint):
    def __init__(self, profile=None, region=None):
        session = boto3.Session(profile_name=profile, region_name=region)
        if session.region_name is None:
            raise Unusable("no region: give --region, or set AWS_REGION")
        if session.get_credentials() is None:
            raise Unusable("no credentials: give --profile, or what the AWS CLI would use")
        super().__init__(AWS, "", session.region_name)
        self.session = session
        self.urls = {service: session.client(service).meta.endpoint_url.rstrip("/") for service in SERVICES}
        self.wire = SlowWire(self.region, session.get_credentials())
        self.ready = set()

    def account(self):
        """The account's id. This is the one request before the person has agreed, and it changes nothing."""
        try:
            return self.session.client("sts").get_caller_identity()["Account"]
        except UNUSABLE as error:
            raise Unusable(f"the account's id can't be read: {type(error).__name__}") from None

    def domain(self, prefix):
        """The address of a domain. A new domain responds only after a while."""
        url = f"https://{prefix}.auth.{self.region}.amazoncognito.com"
        end = time.monotonic() + SECONDS_FOR_A_DOMAIN
        while url not in self.ready and time.monotonic() < end:
            try:
                self.wire.send("GET", f"{url}/logout", {}, "")
                self.ready.add(url)
            except NoResponse:
                time.sleep(5)
        return url

    def prepared(self, _service, operation, body):
        """Gives a pool the tag by which a later run finds it. A request with wrong tags stays as it is."""
        name = TAGS.get(operation)
        tags = body.get(name, {}) if name else None
        return {**body, name: {**tags, PREFIX: "to be deleted"}} if isinstance(tags, dict) else body

    def wait_for_next_code(self):
        time.sleep(SECONDS_OF_A_CODE - time.time() % SECONDS_OF_A_CODE + 1)

    def leftovers(self):
        """What earlier runs have left: the pools with this tool's name and tag, and their domains."""
        made = Made(self)
        for pool in self.listed(USER_POOLS, "ListUserPools", "UserPools"):
            if pool["Name"].startswith(PREFIX):
                response = self.asked(USER_POOLS, "DescribeUserPool", {"UserPoolId": pool["Id"]}, unless_denied=True)
                described = response.get("UserPool") or {}
                if PREFIX in (described.get("UserPoolTags") or {}):
                    made.user_pools.append(pool["Id"])
                    made.domains += [(described["Domain"], pool["Id"])] if described.get("Domain") else []
        for pool in self.listed(IDENTITY_POOLS, "ListIdentityPools", "IdentityPools"):
            if pool["IdentityPoolName"].startswith(PREFIX):
                request = {"IdentityPoolId": pool["IdentityPoolId"]}
                described = self.asked(IDENTITY_POOLS, "DescribeIdentityPool", request, unless_denied=True)
                if PREFIX in (described.get("IdentityPoolTags") or {}):
                    made.identity_pools.append(pool["IdentityPoolId"])
        return made

    def listed(self, service, operation, name):
        found, request = [], {"MaxResults": 60}
        while True:
            response = self.asked(service, operation, request)
            found += response[name]
            if not response.get("NextToken"):
                return found
            request["NextToken"] = response["NextToken"]

    def asked(self, service, operation, request, unless_denied=False):
        """The members of the response. With `unless_denied` there are none if the account has no right to what the
        request names: rights.yaml gives no rights to a pool without the tag."""
        try:
            response = self.perform(service, operation, request)
        except NoResponse as error:
            raise Unusable(f"{operation}: no response: {error}") from None
        if unless_denied and response.error in DENIED:
            return {}
        if response.status != 200:
            raise Unusable(f"{operation}: {response.error or response.status}")
        return response.members()


def plan(endpoint, account, times, scenarios):
    """What a run makes and deletes at AWS. It plays there once, or twice if both sides are AWS."""
    steps = [step for scenario in scenarios for step in scenario.steps] * times
    count = {name: sum(step.call == name for step in steps) for name in {step.call for step in steps}}

    pools, identity_pools, clients, groups, domains, providers, servers = (count.get(f"Create{it}", 0) for it in MADE)
    users = count.get("AdminCreateUser", 0) + count.get("SignUp", 0)
    return f"""This sends {len(steps)} requests to Cognito in account {account}, region {endpoint.region}. It makes at most:
  {pools} user pools and {identity_pools} identity pools, named {PREFIX}-…, with the tag {PREFIX}
  in these pools {clients} app clients, {users} users, {groups} groups, {domains} domains (auth-compare-…),
  {providers} identity providers and {servers} resource servers
Requests that are wrong on purpose are counted too. No message is sent. No role and no function is made.
Whatever else is made is in these pools, and is deleted with them.
At the end it deletes all of these pools and domains, also after Ctrl-C. Before it begins, it deletes the pools with
this name and tag that an earlier run has left.
Each user counts as an active user of the month; docs/compare.md says what it costs."""


def new_run():
    return secrets.token_hex(4)
