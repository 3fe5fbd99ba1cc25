"""The pools that were made, and an administrator's calls, which are the same at AWS and at its stand-ins."""

import pathlib
import time
import traceback

import yaml
from botocore.exceptions import BotoCoreError, ClientError

TEMPLATE = pathlib.Path(__file__).with_name("template.yaml")
PREFIX = "cognito-auth-verify-live"
UNUSABLE = (BotoCoreError, ClientError)


class Failed(Exception):
    """A flow can't go on. The text is a difference."""


def template():
    return yaml.safe_load(TEMPLATE.read_text())


class Server:
    """The service with its pools. `resources` has the id that each resource of the template was given."""

    def __init__(self, cognito, region, endpoint, resources, codes, clock):
        self.cognito, self.region, self.endpoint = cognito, region, endpoint
        self.resources, self.codes, self.clock = resources, codes, clock
        self.clients = {}

    def client(self, name):
        """The ids of an app client and of its pool, and the client's secret if it has one."""
        if name not in self.clients:
            pool = template()["Resources"][name]["Properties"]["UserPoolId"]["Ref"]
            ids = {"UserPoolId": self.resources[pool], "ClientId": self.resources[name]}
            described = self.attempt("DescribeUserPoolClient", self.cognito.describe_user_pool_client, **ids)
            self.clients[name] = {
                "pool_id": ids["UserPoolId"],
                "client_id": ids["ClientId"],
                "secret": described["UserPoolClient"].get("ClientSecret"),
            }
        return self.clients[name]

    def make_user(self, pool_id, username, email, password, invited):
        """Makes a user with a verified address: confirmed, or with a temporary password. No message is sent."""
        user = {"UserPoolId": pool_id, "Username": username}
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
        temporary = {"TemporaryPassword": password} if invited else {}
        self.attempt(
            "AdminCreateUser", self.cognito.admin_create_user, **user, **temporary, UserAttributes=attributes,
            MessageAction="SUPPRESS",
        )
        if not invited:
            change = self.cognito.admin_set_user_password
            self.attempt("AdminSetUserPassword", change, **user, Password=password, Permanent=True)

    def administrate(self, operation, pool_id, username):
        """Calls an operation that takes only the pool and the user."""
        snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in operation)[1:]
        self.attempt(operation, getattr(self.cognito, snake), UserPoolId=pool_id, Username=username)

    @staticmethod
    def attempt(operation, call, **arguments):
        try:
            return call(**arguments)
        except UNUSABLE as error:
            raise Failed(f"{operation}: {reason(error)}") from None


def reason(error):
    """What an error says. The text of an unexpected error is left out, because it could contain a secret."""
    if isinstance(error, ClientError):
        return f"{error.response['Error'].get('Code')}: {error.response['Error'].get('Message')}"
    if isinstance(error, (Failed, RuntimeError, OSError)):
        return str(error)
    if isinstance(error, BotoCoreError):
        return type(error).__name__
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"the tool failed: {type(error).__name__} at {pathlib.Path(place.filename).name}:{place.lineno}"


class SystemClock:
    """The time of this machine."""

    def wait_until(self, seconds):
        """Returns once it is at least this time. The result is the time."""
        time.sleep(max(0, seconds - time.time()))
        return int(time.time())
