"""The resources of identity pools."""

from intrinsics import ACCOUNT
from user_pools import change_tags


class IdentityPool:
    NAME = "IdentityPoolName"

    def create(self, api, asked, name):
        request = {self.NAME: name, **asked, "IdentityPoolTags": tags(asked)}
        made = api.call("CreateIdentityPool", request)
        id = made["IdentityPoolId"]
        return {"IdentityPoolId": id}, id, {"Id": id, "Name": made[self.NAME]}

    def read(self, api, ids):
        held = api.call("DescribeIdentityPool", **ids)
        listed = api.clients["cognito-identity"].list_tags_for_resource(ResourceArn=arn(ids))["Tags"]
        return {**held, "IdentityPoolTags": [{"Key": key, "Value": value} for key, value in listed.items()]}

    def update(self, api, ids, before, after):
        held = api.call("DescribeIdentityPool", **ids)[self.NAME]
        settings = {name: value for name, value in after.items() if name != "IdentityPoolTags"}
        api.call("UpdateIdentityPool", {self.NAME: held, **settings}, **ids)
        change_tags(api, arn(ids), tags(before), tags(after))

    def delete(self, api, ids):
        api.call("DeleteIdentityPool", **ids)


def tags(asked):
    """A template has a list of tags, and the API a map."""
    return {one["Key"]: one["Value"] for one in asked.get("IdentityPoolTags", [])}


def arn(ids):
    region = ids["IdentityPoolId"].split(":")[0]
    return f"arn:aws:cognito-identity:{region}:{ACCOUNT}:identitypool/{ids['IdentityPoolId']}"


class RoleAttachment:
    def create(self, api, asked, name):
        self.update(api, {}, {}, asked)
        return {"IdentityPoolId": asked["IdentityPoolId"]}, name, {"Id": name}

    def read(self, api, ids):
        return api.call("GetIdentityPoolRoles", **ids)

    def update(self, api, ids, before, after):
        api.call("SetIdentityPoolRoles", {"Roles": {}, **api_form(after)})

    def delete(self, api, ids):
        api.call("SetIdentityPoolRoles", **ids, Roles={})

    def asked(self, asked):
        """What a description should say for these properties."""
        return api_form(asked)


def api_form(asked):
    """The properties as the API takes them, with each role mapping under its provider. In a template, a mapping can
    have another key, because an intrinsic function can't be a key. Then a member names the provider."""
    mappings = asked.get("RoleMappings", {})
    named = {one.get("IdentityProvider", key): without(one, "IdentityProvider") for key, one in mappings.items()}
    return {**asked, "RoleMappings": named} if mappings else asked


def without(record, name):
    return {key: value for key, value in record.items() if key != name}


class PrincipalTag:
    IDS = ("IdentityPoolId", "IdentityProviderName")

    def create(self, api, asked, name):
        self.update(api, {}, {}, asked)
        return {id: asked[id] for id in self.IDS}, name, {}

    def read(self, api, ids):
        return api.call("GetPrincipalTagAttributeMap", **ids)

    def update(self, api, ids, before, after):
        api.call("SetPrincipalTagAttributeMap", after)

    def delete(self, api, ids):
        api.call("SetPrincipalTagAttributeMap", **ids, UseDefaults=False, PrincipalTags={})
