"""The pools as a stack of CloudFormation: at AWS, and at ministack, which has the same calls."""

import base64
import contextlib
import json
import time

from aws_encryption_sdk import CommitmentPolicy, EncryptionSDKClient
from aws_encryption_sdk.key_providers.kms import KMSMasterKey, KMSMasterKeyConfig
from botocore.exceptions import ClientError

from server import PREFIX, UNUSABLE, Server, SystemClock, reason, template

SECONDS_FOR_A_CODE = 30


class Stack:
    """A stack that is made and deleted by this program."""

    def __init__(self, session, name, endpoint=None):
        self.session, self.name, self.endpoint = session, name, endpoint
        self.region = session.region_name
        self.cloudformation = self.client("cloudformation")
        self.is_asked_for = False

    def client(self, service):
        return self.session.client(service, endpoint_url=self.endpoint)

    def announced(self):
        """(text on what this is about to make and where, the resources)."""
        account = self.client("sts").get_caller_identity()["Account"]
        place = f"account {account}, region {self.region}" + (f", endpoint {self.endpoint}" if self.endpoint else "")
        return f"This makes the stack {self.name} of CloudFormation in {place}. It has", template()["Resources"]

    def earlier(self):
        """The stacks that earlier runs have left."""
        pages = self.cloudformation.get_paginator("describe_stacks").paginate()
        stacks = [stack for page in pages for stack in page["Stacks"] if stack["StackName"].startswith(PREFIX)]
        gone = ("DELETE_COMPLETE", "DELETE_IN_PROGRESS")
        return [self.command(stack["StackName"]) for stack in stacks if stack["StackStatus"] not in gone]

    def create(self):
        """Makes the stack, and waits until it is complete."""
        self.is_asked_for = True
        self.cloudformation.create_stack(
            StackName=self.name, TemplateBody=json.dumps(template()), Capabilities=["CAPABILITY_IAM"], OnFailure="DO_NOTHING"
        )
        status = self.wait(lambda status: not status.endswith("_IN_PROGRESS"))
        if status != "CREATE_COMPLETE":
            raise RuntimeError(f"The stack was not made ({status}). {'; '.join(self.failures('CREATE_FAILED'))}")
        listed = self.cloudformation.describe_stack_resources(StackName=self.name)["StackResources"]
        resources = {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in listed}
        codes = KnownCodes() if self.endpoint else QueuedCodes(self, resources)
        clock = SameClock() if self.endpoint else SystemClock()
        return Server(self.client("cognito-idp"), self.region, self.endpoint, resources, codes, clock)

    def delete(self):
        """Deletes all that was made. Returns a line for each thing that is left, with the command that deletes it."""
        if not self.is_asked_for:
            return []
        try:
            self.cloudformation.delete_stack(StackName=self.name)
            status = self.wait(lambda status: status in ("DELETE_COMPLETE", "DELETE_FAILED"))
        except UNUSABLE as error:
            return [f"{reason(error)}. Run: {self.command(self.name)}"]
        except KeyboardInterrupt:
            return [f"The deletion was not waited for. If it does not end: {self.command(self.name)}"]
        if status in ("DELETE_COMPLETE", None):
            return []
        return [*self.failures("DELETE_FAILED"), f"{status}. Run: {self.command(self.name)}"]

    def command(self, name):
        endpoint = f" --endpoint-url {self.endpoint}" if self.endpoint else ""
        return f"aws cloudformation delete-stack --stack-name {name} --region {self.region}{endpoint}"

    def wait(self, is_over):
        """Waits for a status. Returns it, or None if there is no stack, or the last status after a quarter of an hour."""
        end = time.monotonic() + 900
        while True:
            try:
                status = self.cloudformation.describe_stacks(StackName=self.name)["Stacks"][0]["StackStatus"]
            except ClientError as error:
                if "does not exist" in reason(error):
                    return None
                raise
            if is_over(status) or time.monotonic() > end:
                return status
            time.sleep(0.1 if self.endpoint else 3)

    def failures(self, status):
        with contextlib.suppress(*UNUSABLE):
            events = self.cloudformation.describe_stack_events(StackName=self.name)["StackEvents"]
            return [
                f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason was given')}"
                for event in reversed(events)
                if event["ResourceStatus"] == status
            ]
        return []


class QueuedCodes:
    """The codes that Cognito hands to the Lambda function instead of sending them."""

    def __init__(self, stack, resources):
        self.sqs, self.queue = stack.client("sqs"), resources["Codes"]
        kms = stack.client("kms")
        key = kms.describe_key(KeyId=resources["CodesKey"])["KeyMetadata"]["Arn"]
        # Cognito's messages have no key commitment.
        policy = CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT
        self.decrypter = EncryptionSDKClient(commitment_policy=policy)
        self.key = KMSMasterKey(config=KMSMasterKeyConfig(key_id=key, client=kms))
        self.received = {}

    def newest(self, _pool_id, username, count, _call):
        """The newest code of a user to whom `count` codes were sent. None if they don't come within
        SECONDS_FOR_A_CODE."""
        end = time.monotonic() + SECONDS_FOR_A_CODE
        while len(self.received.get(username, {})) < count:
            if time.monotonic() > end:
                return None
            self.receive()
        messages = self.received.get(username, {})
        return self.decrypted(max(messages.values(), key=lambda message: message["at"])["code"]) if messages else None

    def receive(self):
        received = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, WaitTimeSeconds=2)
        for message in received.get("Messages", []):
            body = json.loads(message["Body"])
            # A queue may deliver a message twice.
            self.received.setdefault(body["username"], {})[message["MessageId"]] = body
            self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])

    def decrypted(self, code):
        text, _ = self.decrypter.decrypt(source=base64.b64decode(code), key_provider=self.key)
        return text.decode()


class KnownCodes:
    """The codes of ministack, which are always the same."""

    def newest(self, _pool_id, _username, _count, call):
        return "654321" if call == "confirmResetPassword" else "123456"


class SameClock(SystemClock):
    """The time of this machine, without waiting: ministack takes a code of an authenticator app more than once."""

    def wait_until(self, _seconds):
        return int(time.time())
