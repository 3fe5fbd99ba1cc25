"""Scenes for the examples on settings. A scene makes what an example needs. For ids that only Cognito can make, it
returns the pool's own: they replace the ids in the example."""

import base64

from cli_stage import IDENTITY_POOL_ID, ROLE, scene

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-1111-1111-1111-111111111111"


@scene("add-custom-attributes", "create-group", "create-resource-server", "create-user-import-job",
       "create-user-pool-domain", "delete-user-pool", "admin-create-user", "get-csv-header", "get-signing-certificate",
       "set-log-delivery-configuration", "set-user-pool-mfa-config", "update-user-pool", "tag-resource")
def pool(stage):
    stage.pool()


@scene("create-user-pool")
def nothing(stage):
    pass


@scene("sign-up", "delete-user-pool-client", "get-ui-customization", "set-ui-customization", "set-risk-configuration",
       "describe-risk-configuration", "describe-user-pool-client")
def client(stage):
    stage.pool(["CustomAttr1", "CustomAttr2"])
    stage.cognito.create_user_pool_domain(UserPoolId=stage.pool_id, Domain="my-domain")
    if stage.client_id == "ALL":
        return {}
    of_client = {"describe-user-pool-client": full_client}.get(stage.example.command, lambda: {})()
    stage.client(**of_client)
    png = base64.b64decode("iVBORw0KGgo=")
    stage.cognito.set_ui_customization(UserPoolId=stage.pool_id, ClientId=stage.client_id, CSS=".a {}", ImageFile=png)
    stage.cognito.set_risk_configuration(UserPoolId=stage.pool_id, **risks())
    return {}


def full_client():
    return {"GenerateSecret": True, "ReadAttributes": ["email", "custom:CustomAttr1"], "WriteAttributes": ["email"],
            "SupportedIdentityProviders": ["COGNITO"], "CallbackURLs": ["https://example.com"],
            "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"], "AllowedOAuthFlowsUserPoolClient": True,
            "LogoutURLs": ["https://example.com"]}


def risks():
    action = {"EventAction": "NO_ACTION", "Notify": True}
    email = {"Subject": "Sign-in", "HtmlBody": "Was it you?", "TextBody": "Was it you?"}
    source = "arn:aws:ses:us-west-2:123456789012:identity/a@example.com"
    return {
        "CompromisedCredentialsRiskConfiguration": {"EventFilter": ["SIGN_IN"], "Actions": {"EventAction": "BLOCK"}},
        "AccountTakeoverRiskConfiguration": {
            "NotifyConfiguration": {"From": "a@example.com", "ReplyTo": "a@example.com", "SourceArn": source,
                                    **dict.fromkeys(("BlockEmail", "NoActionEmail", "MfaEmail"), email)},
            "Actions": dict.fromkeys(("LowAction", "MediumAction", "HighAction"), action),
        },
    }


@scene("create-identity-provider")
def mapped(stage):
    stage.pool(["111"])


@scene("delete-identity-provider", "describe-identity-provider", "get-identity-provider-by-identifier",
       "list-identity-providers", "update-identity-provider")
def providers(stage):
    stage.pool()
    stage.provider("Facebook", "Facebook")
    stage.provider("LoginWithAmazon", "LoginWithAmazon")
    stage.saml("MYSAML", "mysso", "mysamlsso")
    stage.oidc("MyOIDCIdP")


@scene("delete-resource-server", "describe-resource-server", "list-resource-servers", "update-resource-server")
def servers(stage):
    stage.pool()
    scope = {"ScopeName": "read", "ScopeDescription": "Read"}
    for identifier in ("weather.example.com", "other.example.com", "third.example.com"):
        stage.cognito.create_resource_server(
            UserPoolId=stage.pool_id, Identifier=identifier, Name="Weather", Scopes=[scope])


@scene("create-user-pool-client", "update-user-pool-client", "list-user-pool-clients")
def client_with_providers(stage):
    stage.pool()
    stage.provider("Google", "Google")
    stage.provider("Facebook", "Facebook")
    stage.oidc("MyOIDC")
    stage.saml("MySAML")
    scope = {"ScopeName": "asteroids.add", "ScopeDescription": "Enter a new asteroid"}
    stage.cognito.create_resource_server(
        UserPoolId=stage.pool_id, Identifier="solar-system-data", Name="Solar", Scopes=[scope])
    for client_id in (stage.client_id, "second", "third", "fourth"):
        stage.client(client_id)


@scene("delete-user-pool-domain", "describe-user-pool-domain", "update-user-pool-domain")
def domain(stage):
    stage.pool()
    domains(stage)


def domains(stage):
    stage.cognito.create_user_pool_domain(UserPoolId=stage.pool_id, Domain="my-domain")
    stage.cognito.create_user_pool_domain(
        UserPoolId=stage.pool_id, Domain="auth.example.com", CustomDomainConfig={"CertificateArn": CERTIFICATE})


@scene("describe-user-pool", "get-user-pool-mfa-config", "get-log-delivery-configuration")
def full_pool(stage):
    arn = "arn:aws:lambda:us-west-2:123456789012:function:example"
    plain = ("PreSignUp", "CustomMessage", "PostConfirmation", "PreAuthentication", "PostAuthentication",
             "DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse", "PreTokenGeneration",
             "UserMigration")
    versions = {"PreTokenGenerationConfig": "V2_0", "CustomSMSSender": "V1_0", "CustomEmailSender": "V1_0"}
    sms = {"SnsCallerArn": ROLE, "ExternalId": "external", "SnsRegion": "us-west-2"}
    code = "Your verification code is {####}. "
    invitation = "{username} {####}"
    stage.pool(
        ["111"],
        LambdaConfig={**dict.fromkeys(plain, arn),
                      **{name: {"LambdaVersion": one, "LambdaArn": arn} for name, one in versions.items()},
                      "KMSKeyID": "arn:aws:kms:us-west-2:123456789012:key/11111111-1111-1111-1111-111111111111"},
        VerificationMessageTemplate={
            "SmsMessage": code, "EmailMessage": code, "EmailSubject": "Your code", "EmailMessageByLink": "{##Click##}",
            "EmailSubjectByLink": "Your link", "DefaultEmailOption": "CONFIRM_WITH_CODE"},
        SmsAuthenticationMessage=code, SmsConfiguration=sms, MfaConfiguration="OPTIONAL",
        UserAttributeUpdateSettings={"AttributesRequireVerificationBeforeUpdate": []},
        DeviceConfiguration={"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False},
        EmailConfiguration={"EmailSendingAccount": "DEVELOPER",
                            "SourceArn": "arn:aws:ses:us-west-2:123456789012:identity/admin@example.com"},
        AdminCreateUserConfig={"InviteMessageTemplate": {
            "SMSMessage": invitation, "EmailMessage": invitation, "EmailSubject": "Welcome"}},
        UserPoolAddOns={"AdvancedSecurityMode": "ENFORCED", "AdvancedSecurityAdditionalFlows": {}},
        AccountRecoverySetting={"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]},
    )
    stage.cognito.set_user_pool_mfa_config(
        UserPoolId=stage.pool_id, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True},
        SmsMfaConfiguration={"SmsAuthenticationMessage": code, "SmsConfiguration": sms},
        EmailMfaConfiguration={"Message": code, "Subject": "OTP"},
        WebAuthnConfiguration={"RelyingPartyId": "auth.example.com", "UserVerification": "preferred"},
    )
    domains(stage)
    logs = "arn:aws:logs:us-west-2:123456789012:log-group:example"
    stream = "arn:aws:firehose:us-west-2:123456789012:deliverystream/example"
    stage.cognito.set_log_delivery_configuration(UserPoolId=stage.pool_id, LogConfigurations=[
        {"LogLevel": "INFO", "EventSource": "userAuthEvents", "FirehoseConfiguration": {"StreamArn": stream}},
        {"LogLevel": "ERROR", "EventSource": "userNotification", "CloudWatchLogsConfiguration": {"LogGroupArn": logs}},
    ])


@scene("list-tags-for-resource", "untag-resource")
def tagged(stage):
    stage.pool(UserPoolTags={"administrator": "Jie", "tenant": "ExampleCorp"})


@scene("list-user-pools")
def four_pools(stage):
    arn = "arn:aws:lambda:us-west-2:123456789012:function:example"
    version = {"LambdaArn": arn, "LambdaVersion": "V1_0"}
    triggers = {**dict.fromkeys(("CustomMessage", "PreSignUp", "PreTokenGeneration", "UserMigration"), arn),
                "PreTokenGenerationConfig": version}
    stage.pool_ids = [f"us-west-2_EXAMPLE{number}" for number in range(4)]
    stage.pool(LambdaConfig=triggers)


@scene("update-managed-login-branding")
def branding(stage):
    stage.pool()
    stage.client()
    made = stage.cognito.create_managed_login_branding(
        UserPoolId=stage.pool_id, ClientId=stage.client_id, UseCognitoProvidedValues=True)
    return {"63f30090-6b1f-4278-b885-2bbb81f8e545": made["ManagedLoginBranding"]["ManagedLoginBrandingId"]}


@scene("create-identity-pool")
def no_identity_pool(stage):
    pass


@scene("describe-identity-pool", "delete-identity-pool", "list-identity-pools", "update-identity-pool",
       "set-identity-pool-roles", "get-identity-pool-roles", "delete-identities")
def identity_pool(stage):
    provider = {"ProviderName": "cognito-idp.us-west-2.amazonaws.com/us-west-2_111111111",
                "ClientId": "3n4b5urk1ft4fl3mg5e62d9ado", "ServerSideTokenCheck": False}
    stage.identity_pool(CognitoIdentityProviders=[provider])
    roles = {"authenticated": ROLE, "unauthenticated": ROLE}
    stage.identity.set_identity_pool_roles(IdentityPoolId=IDENTITY_POOL_ID, Roles=roles)
    if stage.example.command == "delete-identities":
        return {IDENTITY_POOL_ID: stage.identity.get_id(IdentityPoolId=IDENTITY_POOL_ID)["IdentityId"]}
    return {}
