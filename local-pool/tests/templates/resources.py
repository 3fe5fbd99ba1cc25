"""The operations that CloudFormation calls for each type of Cognito's resources. A resource has `ids`, the members that
name it in a request; a reference, which Ref gives; and attributes, which Fn::GetAtt gives."""

from identity_pools import IdentityPool, PrincipalTag, RoleAttachment
from user_pools import UserPool


class Plain:
    """A resource with one operation for each action. The operations have the properties as members."""

    def __init__(self, noun, member, ids, reference, made=(), described=None):
        self.noun, self.member, self.ids, self.name = noun, member, ids, reference
        self.made, self.described = made, described or f"Describe{noun}"

    def create(self, api, asked, name):
        # A resource without a name gets one, if the API needs it.
        more = {self.name: name} if self.name in NAMED and self.name not in asked else {}
        made = api.call(f"Create{self.noun}", asked, **more)[self.member]
        ids = {id: made[id] if id in made else {**asked, **more}[id] for id in self.ids}
        return ids, {**made, **ids}[self.name], {one: made[one] for one in self.made if one in made}

    def read(self, api, ids):
        return api.call(self.described, **ids)[self.member]

    def update(self, api, ids, before, after):
        api.call(f"Update{self.noun}", after, **{name: value for name, value in ids.items() if name not in after})

    def delete(self, api, ids):
        api.call(f"Delete{self.noun}", **ids)


NAMED = ("GroupName",)


class Client(Plain):
    def __init__(self):
        super().__init__("UserPoolClient", "UserPoolClient", ("UserPoolId", "ClientId"), "ClientId",
                         ("ClientId", "ClientSecret"))

    def create(self, api, asked, name):
        return super().create(api, {"ClientName": name, **asked}, name)

    def read(self, api, ids):
        client = super().read(api, ids)
        return {**client, "GenerateSecret": "ClientSecret" in client}


class Domain(Plain):
    def __init__(self):
        super().__init__("UserPoolDomain", "DomainDescription", ("UserPoolId", "Domain"), "Domain")

    def create(self, api, asked, name):
        api.call("CreateUserPoolDomain", asked)
        ids = {id: asked[id] for id in self.ids}
        described = self.read(api, ids)
        return ids, asked["Domain"], {"CloudFrontDistribution": described["CloudFrontDistribution"]}

    def read(self, api, ids):
        return api.call("DescribeUserPoolDomain", Domain=ids["Domain"])["DomainDescription"]


class User:
    def create(self, api, asked, name):
        asked = {"Username": name, **asked}
        made = api.call("AdminCreateUser", asked)["User"]
        return {id: asked[id] for id in ("UserPoolId", "Username")}, made["Username"], {}

    def read(self, api, ids):
        user = api.call("AdminGetUser", **ids)
        # A user signs in with the template's Username, even if the pool gives the user another one.
        return {**ids, "UserAttributes": user["UserAttributes"]}

    def delete(self, api, ids):
        api.call("AdminDeleteUser", **ids)


class Membership:
    IDS = ("UserPoolId", "GroupName", "Username")

    def create(self, api, asked, name):
        api.call("AdminAddUserToGroup", asked)
        return {id: asked[id] for id in self.IDS}, name, {}

    def read(self, api, ids):
        user = {name: ids[name] for name in ("UserPoolId", "Username")}
        groups = [one["GroupName"] for one in api.call("AdminListGroupsForUser", **user)["Groups"]]
        return {**user, "GroupName": ids["GroupName"] if ids["GroupName"] in groups else None}

    def delete(self, api, ids):
        api.call("AdminRemoveUserFromGroup", **ids)


class Setting:
    """A resource that one operation sets as a whole. To delete the resource, the same operation sets nothing."""

    def __init__(self, noun, member, get, nothing=None):
        self.noun, self.member, self.get, self.nothing = noun, member, get, nothing or {}

    def create(self, api, asked, name):
        api.call(f"Set{self.noun}", self.scoped(asked))
        ids = {id: asked[id] for id in ("UserPoolId", "ClientId") if id in asked}
        api.sent |= ids.keys()
        return ids, name, {}

    def read(self, api, ids):
        return {**ids, **api.call(self.get, **self.scoped(ids))[self.member]}

    def update(self, api, ids, before, after):
        api.call(f"Set{self.noun}", self.scoped(after))

    def delete(self, api, ids):
        api.call(f"Set{self.noun}", **self.scoped(ids), **self.nothing)

    def scoped(self, asked):
        return asked


class Risk(Setting):
    """For the whole pool, the template has the ClientId ALL, and the API's request has no ClientId."""

    def scoped(self, asked):
        return {name: value for name, value in asked.items() if (name, value) != ("ClientId", "ALL")}


class Branding(Plain):
    def __init__(self):
        ids = ("UserPoolId", "ManagedLoginBrandingId")
        super().__init__("ManagedLoginBranding", "ManagedLoginBranding", ids, ids[1], ids[1:])

    def create(self, api, asked, name):
        # A member of the request of DescribeManagedLoginBranding, which no call here sends: it counts as sent.
        api.sent |= {"ReturnMergedResources"} & asked.keys()
        return super().create(api, asked, name)


KINDS = {
    "UserPool": UserPool(),
    "UserPoolClient": Client(),
    "UserPoolDomain": Domain(),
    "UserPoolGroup": Plain("Group", "Group", ("UserPoolId", "GroupName"), "GroupName", described="GetGroup"),
    "UserPoolUser": User(),
    "UserPoolUserToGroupAttachment": Membership(),
    "UserPoolResourceServer": Plain(
        "ResourceServer", "ResourceServer", ("UserPoolId", "Identifier"), "Identifier"),
    "UserPoolIdentityProvider": Plain(
        "IdentityProvider", "IdentityProvider", ("UserPoolId", "ProviderName"), "ProviderName"),
    "UserPoolUICustomizationAttachment": Setting("UICustomization", "UICustomization", "GetUICustomization"),
    "UserPoolRiskConfigurationAttachment": Risk(
        "RiskConfiguration", "RiskConfiguration", "DescribeRiskConfiguration"),
    "LogDeliveryConfiguration": Setting(
        "LogDeliveryConfiguration", "LogDeliveryConfiguration", "GetLogDeliveryConfiguration",
        {"LogConfigurations": []}),
    "ManagedLoginBranding": Branding(),
    "Terms": Plain("Terms", "Terms", ("UserPoolId", "TermsId"), "TermsId", ("TermsId",)),
    "IdentityPool": IdentityPool(),
    "IdentityPoolRoleAttachment": RoleAttachment(),
    "IdentityPoolPrincipalTag": PrincipalTag(),
}
