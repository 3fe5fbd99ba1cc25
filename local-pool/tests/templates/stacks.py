"""Creates, updates and deletes stacks of CloudFormation templates. Their Cognito resources are in the local pool. Their
other resources do not exist, so this module makes up their ARNs and attributes."""

import json
import re

import registry
from api import Api
from differences import differences
from intrinsics import ACCOUNT, Values, names_in, pseudo_parameters
from resources import KINDS

REGION = "eu-central-1"
NESTED = "AWS::CloudFormation::Stack"


# The lists to which Cognito adds elements. Each element has a name.
ADDED_TO = {"UserPool": "Schema", "UserPoolUser": "UserAttributes"}
# The resources of other services whose reference is an ARN.
REFERRED_BY_ARN = ("AWS::CertificateManager::Certificate", "AWS::IAM::OIDCProvider", "AWS::IAM::SAMLProvider")


class Elsewhere:
    """A resource of another service."""

    def __init__(self, stack, logical_id, kind):
        self.name, self.region = f"{stack.name}-{logical_id}", stack.region
        _, self.service, self.noun = [*kind.split("::"), kind][:3]
        self.reference = self.attribute("Arn") if kind in REFERRED_BY_ARN else self.name

    def attribute(self, name):
        if not name.endswith("Arn"):
            return f"{self.name}-{name}"
        service, region = self.service.lower(), "" if self.service == "IAM" else self.region
        separator = ":" if service == "lambda" else "/"
        noun = re.sub(r"(?<=[A-Z])Provider", "-provider", self.noun).lower()
        return f"arn:aws:{service}:{region}:{ACCOUNT}:{noun}{separator}{self.name}"


class Deployed:
    """A resource of Cognito in the local pool."""

    def __init__(self, kind, asked, ids, reference, attributes):
        self.kind, self.asked, self.ids = kind, asked, ids
        self.reference, self.attributes = reference, attributes

    def attribute(self, name):
        return self.attributes[name]


class Stack:
    """`clients` are boto3's, by the names of the two services."""

    def __init__(self, clients, name, region=REGION):
        self.clients, self.region = clients, region
        self.name = re.sub(r"[^A-Za-z0-9-]", "-", name)
        self.template, self.resources = {"Resources": {}}, {}
        self.outputs = {}
        self.history = []  # what was done to each resource, such as ("replace", "Client")

    def deploy(self, template, folder, parameters=None):
        """Creates or updates the stack. The folder has the templates of nested stacks. Returns what was done."""
        before, self.history, self.folder = self.template["Resources"], [], folder
        pseudo = pseudo_parameters(self.name, self.region)
        held, self.values = dict(self.resources), Values(template, parameters or {}, pseudo, self.resources)
        present = {
            name: one for name, one in template["Resources"].items()
            if "Condition" not in one or self.values.holds({"Condition": one["Condition"]})
        }
        self.template = {**template, "Resources": present}
        replaced = []
        for name in in_order(present):
            replaced += self.put(name, present[name], held.get(name), before.get(name))
        for name in reversed(list(in_order(before))):
            if name not in present and name in self.resources:
                self.remove(name, before[name])
        for old, policy in reversed(replaced):
            if policy != "Retain":
                self.implementation(old.kind).delete(self.api(), old.ids)
        outputs = template.get("Outputs", {})
        self.outputs = {name: self.values.of(one["Value"]) for name, one in outputs.items() if self.is_made(one)}
        return self.history

    def is_made(self, output):
        return "Condition" not in output or self.values.holds({"Condition": output["Condition"]})

    def put(self, name, declared, held, before):
        """Creates or updates a resource. Returns the one that it replaces, if there is one."""
        kind, asked = declared["Type"], self.values.of(declared.get("Properties", {}))
        if kind == NESTED:
            self.put_nested(name, declared, asked, held)
        elif not kind.startswith(registry.SERVICE):
            self.resources[name] = held or Elsewhere(self, name, kind)
        elif held is None:
            self.create(name, kind, asked)
        elif held.asked != asked:
            known = registry.kinds()[kind]
            known.check(asked)
            changed = {one for one in asked.keys() | held.asked.keys() if asked.get(one) != held.asked.get(one)}
            if changed & known.create_only:
                self.create(name, kind, asked, "replace")
                return [(held, (before or {}).get("UpdateReplacePolicy"))]
            self.implementation(kind).update(self.api(), held.ids, held.asked, asked)
            held.asked = asked
            self.history.append(("update", name))
        return []

    def create(self, name, kind, asked, action="create"):
        registry.kinds()[kind].check(asked)
        api = self.api()
        deployed = self.implementation(kind).create(api, asked, f"{self.name}-{name}-{len(self.history)}")
        unsent = asked.keys() - api.sent
        if unsent:
            raise ValueError(f"{kind}: no call has the properties {sorted(unsent)}")
        self.resources[name] = Deployed(kind, asked, *deployed)
        self.history.append((action, name))

    def put_nested(self, name, declared, asked, held):
        path = self.folder / declared["Metadata"]["aws:asset:path"]
        nested = held or Nested(self.clients, f"{self.name}-{name}", self.region)
        nested.deploy(json.loads(path.read_text()), path.parent, asked.get("Parameters"))
        self.resources[name] = nested
        self.history += nested.history

    def remove(self, name, declared):
        resource = self.resources.pop(name)
        if declared.get("DeletionPolicy") == "Retain" or isinstance(resource, Elsewhere):
            return
        if isinstance(resource, Nested):
            resource.delete()
        else:
            self.implementation(resource.kind).delete(self.api(), resource.ids)
        self.history.append(("delete", name))

    def delete(self):
        self.deploy({"Resources": {}}, None)

    def drift(self):
        """What the template asks for and the local pool does not describe. CloudFormation detects drift like this."""
        for resource, _ in self.deployed():
            yield from differences(self.readable(resource), self.described(resource), resource.kind)

    def readable(self, resource):
        """What a description should say."""
        known, implementation = registry.kinds()[resource.kind], self.implementation(resource.kind)
        readable = {name: value for name, value in resource.asked.items() if name not in known.write_only}
        return implementation.asked(readable) if hasattr(implementation, "asked") else readable

    def described(self, resource):
        """What the local pool says, without the elements that Cognito has added to a list."""
        held = self.implementation(resource.kind).read(self.api(), resource.ids)
        name = ADDED_TO.get(resource.kind.removeprefix(registry.SERVICE))
        if name not in resource.asked:
            return held
        wanted = {one["Name"] for one in resource.asked[name]}
        return {**held, name: [one for one in held[name] if one["Name"] in wanted]}

    def deployed(self, kind=None):
        """The resources of Cognito, or those of a type, with what the template says of each. Also those in nested stacks."""
        for name, resource in self.resources.items():
            if isinstance(resource, Stack):
                yield from resource.deployed(kind)
            elif isinstance(resource, Deployed) and kind in (None, resource.kind.removeprefix(registry.SERVICE)):
                yield resource, self.template["Resources"][name]

    def api(self):
        return Api(self.clients)

    @staticmethod
    def implementation(kind):
        return KINDS[kind.removeprefix(registry.SERVICE)]


class Nested(Stack):
    @property
    def reference(self):
        return f"arn:aws:cloudformation:{self.region}:{ACCOUNT}:stack/{self.name}/1"

    def attribute(self, name):
        return self.outputs[name.removeprefix("Outputs.")]


def in_order(resources):
    """The names of the resources, each after those that it refers to or depends on."""
    done = []

    def visit(name, above):
        if name in above:
            raise ValueError(f"{name} depends on itself")
        depends = resources[name].get("DependsOn", [])
        needed = {*([depends] if isinstance(depends, str) else depends), *names_in(resources[name].get("Properties", {}))}
        for other in sorted(needed & resources.keys()):
            if other not in done:
                visit(other, [*above, name])
        if name not in done:
            done.append(name)

    for name in resources:
        visit(name, [])
    return done
