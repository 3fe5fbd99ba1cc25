"""aws_cognito_user_group, aws_cognito_user and aws_cognito_user_in_group.

Rules: these files in internal/service/cognitoidp/ of hashicorp/terraform-provider-aws: user_group.go at
0389eecfc28a5e2ac619651541a16d7fc289abf6, user.go at 017393180ce6680c0c5c35cdf336a02a4ac151bb, and user_in_group.go at
5e1f05bfeeb88302d09ddcc4ab3b220c57d9b50d.
"""

from .requests import nonzero
from .schema import computed_text, flag, number, text, text_map, text_set
from .user_pool_attributes import STANDARD
from .workspace import Resource, found

STANDARD_NAMES = {one["Name"] for one in STANDARD}


class UserGroup(Resource):
    schema = {
        "description": text(), "name": text(replaces=True), "precedence": number(), "role_arn": text(),
        "user_pool_id": text(replaces=True),
    }
    names = {"description": "Description", "precedence": "Precedence", "role_arn": "RoleArn"}

    def create(self, plan):
        group = self.client.create_group(
            GroupName=plan.get("name"), UserPoolId=plan.get("user_pool_id"),
            **nonzero(**{name: plan.get(tf) for tf, name in self.names.items()}),
        )["Group"]
        return {**plan.values, "id": f"{group['UserPoolId']}/{group['GroupName']}"}

    def read(self, state):
        pool_id, name = state["id"].split("/", 1)
        response = found(self.client.get_group, UserPoolId=pool_id, GroupName=name)
        return response and {
            **state, **{tf: response["Group"].get(member) for tf, member in self.names.items()},
            "name": name, "user_pool_id": pool_id,
        }

    def update(self, plan, state):
        """Sends only what has changed, even if it is empty."""
        changed = {member: plan.get(tf) for tf, member in self.names.items() if plan.changed(tf)}
        self.client.update_group(GroupName=plan.get("name"), UserPoolId=plan.get("user_pool_id"), **changed)
        return {**plan.values, "id": state["id"]}

    def delete(self, state):
        found(self.client.delete_group, UserPoolId=state["user_pool_id"], GroupName=state["name"])


def _overlooked_attribute(path, _old, _new, _difference):
    return path == "attributes.sub"


class User(Resource):
    schema = {
        "attributes": text_map(suppresses=_overlooked_attribute),
        "client_metadata": text_map(),
        "creation_date": computed_text(),
        "desired_delivery_mediums": text_set(),
        "enabled": flag(default=True),
        "force_alias_creation": flag(),
        "last_modified_date": computed_text(),
        "message_action": text(),
        "mfa_setting_list": text_set(computed=True),
        "password": text(),
        "preferred_mfa_setting": computed_text(),
        "status": computed_text(),
        "sub": computed_text(),
        "temporary_password": text(),
        "user_pool_id": text(replaces=True),
        "username": text(replaces=True),
        "validation_data": text_map(),
    }

    def create(self, plan):
        names = {"UserPoolId": plan.get("user_pool_id"), "Username": plan.get("username")}
        self.client.admin_create_user(**names, **nonzero(
            ClientMetadata=plan.get("client_metadata"), DesiredDeliveryMediums=plan.get("desired_delivery_mediums"),
            ForceAliasCreation=plan.get("force_alias_creation"), MessageAction=plan.get("message_action"),
            TemporaryPassword=plan.get("temporary_password"), UserAttributes=_pairs(plan.get("attributes")),
            ValidationData=_pairs(plan.get("validation_data")),
        ))
        if not plan.get("enabled"):
            self.client.admin_disable_user(**names)
        if plan.get("password"):
            self.client.admin_set_user_password(**names, Password=plan.get("password"), Permanent=True)
        return {**plan.values, "id": f"{names['UserPoolId']}/{names['Username']}"}

    def read(self, state):
        pool_id, username = state["id"].split("/")
        user = found(self.client.admin_get_user, "UserNotFoundException", "ResourceNotFoundException",
                     UserPoolId=pool_id, Username=username)
        if user is None:
            return None
        attributes = {one["Name"]: one["Value"] for one in user["UserAttributes"]}
        return {
            **state,
            "attributes": {name if name in STANDARD_NAMES else name.removeprefix("dev:").removeprefix("custom:"): value
                           for name, value in attributes.items()},
            "creation_date": user["UserCreateDate"], "last_modified_date": user["UserLastModifiedDate"],
            "enabled": user["Enabled"], "mfa_setting_list": user.get("UserMFASettingList"),
            "preferred_mfa_setting": user.get("PreferredMfaSetting"), "status": user["UserStatus"],
            "sub": attributes.get("sub"), "user_pool_id": pool_id, "username": username,
        }

    def update(self, plan, state):
        names = {"UserPoolId": plan.get("user_pool_id"), "Username": plan.get("username")}
        if plan.changed("attributes"):
            self._update_attributes(names, plan, state)
        if plan.changed("enabled"):
            (self.client.admin_enable_user if plan.get("enabled") else self.client.admin_disable_user)(**names)
        for name, permanent in (("temporary_password", {}), ("password", {"Permanent": True})):
            if plan.changed(name) and plan.get(name):
                self.client.admin_set_user_password(**names, Password=plan.get(name), **permanent)
        return {**plan.values, "id": state["id"]}

    def _update_attributes(self, names, plan, state):
        old, new = state["attributes"], plan.get("attributes")
        changed = _pairs({name: value for name, value in new.items() if old.get(name) != value})
        if changed:
            metadata = nonzero(ClientMetadata=plan.get("client_metadata"))
            self.client.admin_update_user_attributes(**names, UserAttributes=changed, **metadata)
        gone = [_full_name(name) for name in old.keys() - new.keys()]
        if gone:
            self.client.admin_delete_user_attributes(**names, UserAttributeNames=sorted(gone))

    def delete(self, state):
        found(self.client.admin_delete_user, "UserNotFoundException", "ResourceNotFoundException",
              UserPoolId=state["user_pool_id"], Username=state["username"])


def _full_name(name):
    return name if name in STANDARD_NAMES or name.startswith("custom:") else f"custom:{name}"


def _pairs(attributes):
    return [{"Name": _full_name(name), "Value": value} for name, value in attributes.items()]


class UserInGroup(Resource):
    schema = {name: text(replaces=True) for name in ("group_name", "user_pool_id", "username")}

    def create(self, plan):
        self.client.admin_add_user_to_group(**self._names(plan.values))
        return {**plan.values, "id": "terraform-made-this-up"}

    @staticmethod
    def _names(values):
        return {"GroupName": values["group_name"], "UserPoolId": values["user_pool_id"],
                "Username": values["username"]}

    def read(self, state):
        names = self._names(state)
        group, more = names.pop("GroupName"), {}
        while True:
            page = found(self.client.admin_list_groups_for_user, "UserNotFoundException", "ResourceNotFoundException",
                         **names, **more)
            if page is None:
                return None
            if any(one["GroupName"] == group for one in page["Groups"]):
                return state
            if not page.get("NextToken"):
                return None
            more = {"NextToken": page["NextToken"]}

    def delete(self, state):
        self.client.admin_remove_user_from_group(**self._names(state))
