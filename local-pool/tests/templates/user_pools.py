"""AWS::Cognito::UserPool: the one resource that CloudFormation makes with several operations."""

from intrinsics import ACCOUNT

# The properties that only CreateUserPool sets. CloudFormation refuses to change them with this text.
FIXED = ("AliasAttributes", "UsernameAttributes", "UsernameConfiguration")
FIXED_TEXT = "Updates are not allowed for property - "
SCHEMA_TEXT = "Existing schema attributes cannot be modified or deleted."

# The properties of SetUserPoolMfaConfig.
MFA = ("MfaConfiguration", "EnabledMfas", "EmailAuthenticationMessage", "EmailAuthenticationSubject")
PASSKEYS = {
    "WebAuthnRelyingPartyID": "RelyingPartyId",
    "WebAuthnUserVerification": "UserVerification",
    "WebAuthnFactorConfiguration": "FactorConfiguration",
}
FACTORS = {"SMS_MFA": "SmsMfaConfiguration", "SOFTWARE_TOKEN_MFA": "SoftwareTokenMfaConfiguration",
           "EMAIL_OTP": "EmailMfaConfiguration"}
SMS = ("SmsAuthenticationMessage", "SmsConfiguration")
EMAIL = {"EmailAuthenticationMessage": "Message", "EmailAuthenticationSubject": "Subject"}


class UpdateRefused(Exception):
    """CloudFormation does not make the change, and calls no operation for it."""


class UserPool:
    def create(self, api, asked, name):
        api.sent |= {"UserPoolName"} & asked.keys()
        pool = api.call("CreateUserPool", without_mfa(asked), PoolName=asked.get("UserPoolName", name))["UserPool"]
        self.set_mfa(api, asked, pool["Id"])
        region = pool["Id"].split("_")[0]
        provider = f"cognito-idp.{region}.amazonaws.com/{pool['Id']}"
        attributes = {"Arn": pool["Arn"], "ProviderName": provider, "ProviderURL": f"https://{provider}",
                      "UserPoolId": pool["Id"]}
        return {"UserPoolId": pool["Id"]}, pool["Id"], attributes

    def set_mfa(self, api, asked, pool_id):
        request = mfa_request(asked)
        if request != {"MfaConfiguration": "OFF"}:
            api.call("SetUserPoolMfaConfig", UserPoolId=pool_id, **request)
        sent = {"MfaConfiguration"} | {"EnabledMfas"}
        sent |= {name for name, member in PASSKEYS.items() if member in request.get("WebAuthnConfiguration", {})}
        sent |= {name for name, member in EMAIL.items() if member in request.get("EmailMfaConfiguration", {})}
        api.sent |= sent & asked.keys()

    def read(self, api, ids):
        pool = api.call("DescribeUserPool", **ids)["UserPool"]
        mfa = api.call("GetUserPoolMfaConfig", **ids)
        # A description has the attributes' full names.
        schema = [{**one, "Name": one["Name"].split(":")[-1]} for one in pool.pop("SchemaAttributes")]
        passkeys, email = mfa.get("WebAuthnConfiguration", {}), mfa.get("EmailMfaConfiguration", {})
        return {
            **pool,
            "UserPoolName": pool["Name"],
            "Schema": schema,
            "MfaConfiguration": mfa["MfaConfiguration"],
            "EnabledMfas": [factor for factor, member in FACTORS.items() if member in mfa],
            **{name: passkeys[member] for name, member in PASSKEYS.items() if member in passkeys},
            **{name: email[member] for name, member in EMAIL.items() if member in email},
            **{name: value for name, value in mfa.get("SmsMfaConfiguration", {}).items() if name not in pool},
        }

    def update(self, api, ids, before, after):
        for name in FIXED:
            if before.get(name) != after.get(name):
                raise UpdateRefused(FIXED_TEXT + name)
        held, asked = (by_name(one.get("Schema", [])) for one in (before, after))
        if any(asked.get(name) != one for name, one in held.items()):
            raise UpdateRefused(SCHEMA_TEXT)
        kept = {name: value for name, value in without_mfa(after).items() if name not in (*FIXED, "UserPoolTags")}
        named = {"PoolName": after["UserPoolName"]} if "UserPoolName" in after else {}
        api.call("UpdateUserPool", kept, **ids, **named)
        added = [one for name, one in asked.items() if name not in held]
        if added:
            api.call("AddCustomAttributes", **ids, CustomAttributes=added)
        if mfa_request(before) != mfa_request(after):
            api.call("SetUserPoolMfaConfig", **ids, **mfa_request(after))
        arn = f"arn:aws:cognito-idp:{ids['UserPoolId'].split('_')[0]}:{ACCOUNT}:userpool/{ids['UserPoolId']}"
        change_tags(api, arn, before.get("UserPoolTags", {}), after.get("UserPoolTags", {}))

    def delete(self, api, ids):
        api.call("DeleteUserPool", **ids)


def without_mfa(asked):
    """Of the factors, CreateUserPool and UpdateUserPool turn on only text messages. So CloudFormation leaves MFA to
    another call."""
    return {name: value for name, value in asked.items() if name not in MFA}


def mfa_request(asked):
    """The members of SetUserPoolMfaConfig."""
    mode = asked.get("MfaConfiguration", "OFF")
    request = {"MfaConfiguration": mode}
    for factor in asked.get("EnabledMfas", ["SMS_MFA"]) if mode != "OFF" else []:
        request[FACTORS[factor]] = {
            "SMS_MFA": {name: asked[name] for name in SMS if name in asked},
            "SOFTWARE_TOKEN_MFA": {"Enabled": True},
            "EMAIL_OTP": {member: asked[name] for name, member in EMAIL.items() if name in asked},
        }[factor]
    passkeys = {member: asked[name] for name, member in PASSKEYS.items() if name in asked}
    return {**request, "WebAuthnConfiguration": passkeys} if passkeys else request


def by_name(schema):
    return {one["Name"]: one for one in schema}


def change_tags(api, arn, before, after):
    """Removes and adds tags. Both services have the two operations, so the ARN decides which service is called."""
    service = "cognito-identity" if ":cognito-identity:" in arn else "cognito-idp"
    gone = sorted(before.keys() - after.keys())
    if gone:
        api.clients[service].untag_resource(ResourceArn=arn, TagKeys=gone)
    new = {key: str(value) for key, value in after.items() if before.get(key) != value}
    if new:
        api.clients[service].tag_resource(ResourceArn=arn, Tags=new)
