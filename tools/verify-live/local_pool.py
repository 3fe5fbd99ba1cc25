"""The pools in a local pool, which has no CloudFormation: this applies the template's resources one by one.

It knows the resources and properties that the template uses, and fails at any other. The triggers run in this process.
A local pool does not encrypt the codes for a CustomEmailSender. So that trigger is left out, and codes are read from
the pool's inbox. The key, the queue and the roles are only names here.
"""

import http.server
import json
import subprocess
import threading
import urllib.parse
import urllib.request

from server import Server, template

SWITCHED_OFF = ["CustomEmailSender", "KMSKeyID"]
SECONDS_TO_START = SECONDS_TO_END = 60
ONLY_NAMES = {"AWS::IAM::Role", "AWS::KMS::Key", "AWS::Lambda::Permission", "AWS::SQS::Queue"}


class LocalStack:
    """A local pool that this program starts and stops."""

    def __init__(self, session, binary):
        self.session, self.binary = session, binary
        self.process = self.triggers = None

    def announced(self):
        resources = template()["Resources"]
        made = {name: it for name, it in resources.items() if it["Type"].startswith("AWS::Cognito::")}
        return "This starts a local pool on this machine. It gets", made

    def earlier(self):
        return []

    def create(self):
        self.process = subprocess.Popen(
            [self.binary, "--port", "0"], stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        ready = "cognito-local-pool listening on "
        limit = threading.Timer(SECONDS_TO_START, self.process.kill)
        limit.start()
        endpoint = next((line[len(ready):].strip() for line in self.process.stdout if line.startswith(ready)), None)
        limit.cancel()
        if endpoint is None:
            raise RuntimeError(f"the local pool was not ready within {SECONDS_TO_START} s, or has ended before")
        cognito, identities = (
            self.session.client(service, endpoint_url=endpoint) for service in ("cognito-idp", "cognito-identity")
        )
        self.triggers = Triggers(template()["Resources"]["Triggers"]["Properties"]["Code"]["ZipFile"])
        resources = Applier(cognito, identities, self.triggers.url).apply(template()["Resources"])
        return Server(cognito, "local", endpoint, resources, Inbox(endpoint), PoolClock(endpoint))

    def delete(self):
        if self.triggers:
            self.triggers.stop()
        if not self.process:
            return []
        left = []
        self.process.terminate()
        try:
            self.process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            left = [f"the local pool did not end within {SECONDS_TO_END} s after SIGTERM, and was killed"]
        self.process.stdout.close()
        return left


class Applier:
    """Turns resources into calls."""

    def __init__(self, cognito, identities, triggers):
        self.cognito, self.identities, self.triggers = cognito, identities, triggers
        self.ids = {}

    def apply(self, resources):
        """Makes every resource, the ones that others refer to first. Returns their ids."""
        self.resources = resources
        for name in resources:
            self.make(name)
        return self.ids

    def make(self, name):
        if name in self.ids:
            return self.ids[name]
        resource = self.resources[name]
        kind = resource["Type"]
        if kind in ONLY_NAMES:
            self.ids[name] = f"arn:aws:iam::000000000000:role/{name}"
        elif kind == "AWS::Lambda::Function":
            self.ids[name] = self.triggers
        else:
            make = {
                "AWS::Cognito::UserPool": self.user_pool,
                "AWS::Cognito::UserPoolClient": self.client,
                "AWS::Cognito::IdentityPool": self.identity_pool,
                "AWS::Cognito::IdentityPoolRoleAttachment": self.roles,
            }[kind]
            self.ids[name] = make(name, self.resolved(resource["Properties"]))
        return self.ids[name]

    def resolved(self, value):
        """A property's value, in which each reference is replaced by what it refers to."""
        if isinstance(value, list):
            return [self.resolved(item) for item in value]
        if not isinstance(value, dict):
            return value
        if set(value) == {"Ref"}:
            return self.make(value["Ref"])
        if set(value) == {"Fn::GetAtt"}:
            name, attribute = value["Fn::GetAtt"]
            made = self.make(name)
            return {"Arn": made, "ProviderName": f"cognito-idp.local.amazonaws.com/{made}"}[attribute]
        return {name: self.resolved(member) for name, member in value.items()}

    def user_pool(self, name, properties):
        factors = properties.pop("EnabledMfas", [])
        mfa = {"MfaConfiguration": properties.pop("MfaConfiguration", "OFF")}
        if factors:
            mfa["SoftwareTokenMfaConfiguration"] = {"Enabled": factors == ["SOFTWARE_TOKEN_MFA"]}
        if "WebAuthnRelyingPartyID" in properties:
            mfa["WebAuthnConfiguration"] = {
                "RelyingPartyId": properties.pop("WebAuthnRelyingPartyID"),
                "UserVerification": properties.pop("WebAuthnUserVerification"),
            }
        for trigger in SWITCHED_OFF:
            properties.get("LambdaConfig", {}).pop(trigger, None)
        # boto3 refuses a property that CreateUserPool does not have.
        pool = self.cognito.create_user_pool(PoolName=name, **properties)["UserPool"]["Id"]
        self.cognito.set_user_pool_mfa_config(UserPoolId=pool, **mfa)
        return pool

    def client(self, name, properties):
        return self.cognito.create_user_pool_client(ClientName=name, **properties)["UserPoolClient"]["ClientId"]

    def identity_pool(self, name, properties):
        return self.identities.create_identity_pool(IdentityPoolName=name, **properties)["IdentityPoolId"]

    def roles(self, _name, properties):
        self.identities.set_identity_pool_roles(**properties)
        return properties["IdentityPoolId"]


class Triggers:
    """Runs the template's Lambda function for a local pool, which posts the events."""

    def __init__(self, code):
        function = {}
        exec(compile(code, "template.yaml", "exec"), function)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                event = json.loads(self.rfile.read(int(self.headers["content-length"])))
                try:
                    answer = function["handle"](event, None)
                except ValueError as error:
                    answer = {"errorMessage": str(error)}
                body = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def control(endpoint, path, body=None):
    """Calls the control API of a local pool."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{endpoint}/_pool/{path}", data=data, headers={"content-type": "application/json"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as response:
        return json.loads(response.read() or "null")


class Inbox:
    """The codes of a local pool."""

    def __init__(self, endpoint):
        self.endpoint = endpoint

    def newest(self, pool_id, username, count, _call):
        query = urllib.parse.urlencode({"username": username, "userPoolId": pool_id})
        messages = control(self.endpoint, f"messages?{query}")
        return messages[-1]["code"] if len(messages) >= max(count, 1) else None


class PoolClock:
    """The clock of a local pool, which is moved instead of waited for."""

    def __init__(self, endpoint):
        self.endpoint = endpoint

    def wait_until(self, seconds):
        now = control(self.endpoint, "clock")["now"]
        return control(self.endpoint, "clock", {"advanceSeconds": seconds - now})["now"] if seconds > now else now
