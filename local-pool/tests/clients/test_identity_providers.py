"""Identity providers through boto3: botocore checks the shapes of the responses, and the limits that it knows."""

import json
import unittest

from botocore.exceptions import ParamValidationError
from pool import CLIENT_ID, POOL_ID, PoolTest

GOOGLE = {
    "ProviderName": "Google", "ProviderType": "Google",
    "ProviderDetails": {"client_id": "app", "client_secret": "secret", "authorize_scopes": "email openid"},
    "AttributeMapping": {"email": "email"},
}
SUBJECT = "Cognito_Subject"


class IdentityProviders(PoolTest):
    def create(self, **changes):
        request = {"UserPoolId": POOL_ID, **GOOGLE, **changes}
        return self.cognito.create_identity_provider(**request)["IdentityProvider"]

    def test_a_provider_is_made_found_changed_and_deleted(self):
        made = self.create(IdpIdentifiers=["gmail.com"])
        self.assertEqual(made["AttributeMapping"], {"email": "email", "username": "sub"})
        one = {"UserPoolId": POOL_ID, "ProviderName": "Google"}
        self.assertEqual(self.cognito.describe_identity_provider(**one)["IdentityProvider"], made)
        found = self.cognito.get_identity_provider_by_identifier(UserPoolId=POOL_ID, IdpIdentifier="gmail.com")
        self.assertEqual(found["IdentityProvider"], made)
        changed = self.cognito.update_identity_provider(**one, AttributeMapping={"name": "name"})
        self.assertEqual(changed["IdentityProvider"]["AttributeMapping"], {"name": "name", "username": "sub"})
        self.cognito.delete_identity_provider(**one)
        self.refused("ResourceNotFoundException", "Identity provider Google does not exist.",
                     self.cognito.describe_identity_provider, **one)

    def test_providers_are_listed_page_by_page(self):
        self.create()
        details = {"MetadataURL": "https://sso.example/metadata"}
        self.create(ProviderName="Corp", ProviderType="SAML", ProviderDetails=details)
        pages = self.cognito.get_paginator("list_identity_providers").paginate(
            UserPoolId=POOL_ID, PaginationConfig={"PageSize": 1}
        )
        self.assertEqual([one["ProviderName"] for page in pages for one in page["Providers"]], ["Corp", "Google"])

    def test_values_beyond_the_limits_and_duplicates_are_refused(self):
        self.create()
        self.refused("DuplicateProviderException", "Google already exists", self.create)
        self.refused("InvalidParameterException", "cannot be of type Google", self.create, ProviderName="Other")
        self.refused("InvalidParameterException", "'providerName'.*regular expression", self.create,
                     ProviderName="my_google")
        self.refused("InvalidParameterException", "'idpIdentifiers'.*less than or equal to 50", self.create,
                     ProviderName="Sso", ProviderType="OIDC", IdpIdentifiers=[f"id{n}" for n in range(51)])
        with self.assertRaises(ParamValidationError):
            self.create(ProviderName="")

    def test_a_client_can_use_only_providers_of_the_pool(self):
        client = {"UserPoolId": POOL_ID, "ClientName": "app", "SupportedIdentityProviders": ["COGNITO", "Google"]}
        self.refused("InvalidParameterException", "The provider Google does not exist for User Pool",
                     self.cognito.create_user_pool_client, **client)
        self.create()
        self.cognito.create_user_pool_client(**client)

    def test_a_user_is_linked_and_unlinked(self):
        self.create()
        self.sign_up_confirmed("ada")
        source = {"ProviderName": "Google", "ProviderAttributeName": SUBJECT, "ProviderAttributeValue": "g-1"}
        link = {
            "UserPoolId": POOL_ID, "SourceUser": source,
            "DestinationUser": {"ProviderName": "Cognito", "ProviderAttributeValue": "ada"},
        }
        self.cognito.admin_link_provider_for_user(**link)
        user = self.cognito.admin_get_user(UserPoolId=POOL_ID, Username="ada")
        [text] = [one["Value"] for one in user["UserAttributes"] if one["Name"] == "identities"]
        [identity] = json.loads(text)
        self.assertEqual((identity["userId"], identity["primary"]), ("g-1", False))
        [claim] = self.verified(self.sign_in()["AuthenticationResult"]["IdToken"], CLIENT_ID)["identities"]
        self.assertEqual((claim["providerName"], claim["primary"]), ("Google", "false"))
        self.refused("InvalidParameterException", "SourceUser is already linked to DestinationUser",
                     self.cognito.admin_link_provider_for_user, **link)
        self.cognito.admin_disable_provider_for_user(UserPoolId=POOL_ID, User=source)
        self.refused("UserNotFoundException", "User does not exist.",
                     self.cognito.admin_disable_provider_for_user, UserPoolId=POOL_ID, User=source)


if __name__ == "__main__":
    unittest.main()
