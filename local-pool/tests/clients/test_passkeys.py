"""Passkeys through boto3, with an authenticator built of python-fido2."""

import json

from authenticator import Authenticator, request_options
from fido2.cose import ES256, RS256
from fido2.utils import websafe_decode, websafe_encode
from pool import CLIENT_ID, PoolTest


class Passkeys(PoolTest):
    def setUp(self):
        super().setUp()
        self.sign_up_confirmed("ada")
        signed_in = self.sign_in()
        self.token = signed_in["AuthenticationResult"]["AccessToken"]

    def creation_options(self):
        answer = self.cognito.start_web_authn_registration(AccessToken=self.token)
        return answer["CredentialCreationOptions"]

    def register(self, authenticator):
        credential = authenticator.create(self.creation_options())
        self.cognito.complete_web_authn_registration(AccessToken=self.token, Credential=credential)

    def challenge(self):
        challenge = self.cognito.initiate_auth(
            ClientId=CLIENT_ID,
            AuthFlow="USER_AUTH",
            AuthParameters={"USERNAME": "ada", "PREFERRED_CHALLENGE": "WEB_AUTHN"},
        )
        self.assertEqual(challenge["ChallengeName"], "WEB_AUTHN")
        return challenge

    def response(self, challenge, credential):
        return {
            "ClientId": CLIENT_ID,
            "ChallengeName": "WEB_AUTHN",
            "Session": challenge["Session"],
            "ChallengeResponses": {"USERNAME": "ada", "CREDENTIAL": json.dumps(credential)},
        }

    def test_a_passkey_of_either_algorithm_registers_signs_in_and_is_deleted(self):
        for algorithm, attestation in ((ES256, "none"), (RS256, "none"), (ES256, "self"), (RS256, "self"), (ES256, "manufacturer")):
            with self.subTest(algorithm=algorithm.__name__, attestation=attestation):
                authenticator = Authenticator(algorithm, attestation)
                self.register(authenticator)
                [passkey] = self.cognito.list_web_authn_credentials(AccessToken=self.token)["Credentials"]
                self.assertEqual(passkey["CredentialId"], websafe_encode(authenticator.id))
                self.assertEqual(passkey["AuthenticatorTransports"], ["usb", "nfc"])
                challenge = self.challenge()
                signed_in = self.cognito.respond_to_auth_challenge(
                    **self.response(challenge, authenticator.get(request_options(challenge)))
                )
                claims = self.verified(signed_in["AuthenticationResult"]["AccessToken"])
                self.assertEqual(claims["username"], "ada")
                self.cognito.delete_web_authn_credential(
                    AccessToken=self.token, CredentialId=passkey["CredentialId"]
                )

    def test_a_bad_signature_is_refused(self):
        authenticator = Authenticator()
        self.register(authenticator)
        challenge = self.challenge()
        credential = authenticator.get(request_options(challenge))
        signature = bytearray(websafe_decode(credential["response"]["signature"]))
        signature[-1] ^= 1
        credential["response"]["signature"] = websafe_encode(bytes(signature))
        self.refused(
            "NotAuthorizedException", "signature",
            self.cognito.respond_to_auth_challenge, **self.response(challenge, credential),
        )

    def test_an_answer_does_not_sign_in_twice_nor_for_another_challenge(self):
        authenticator = Authenticator()
        self.register(authenticator)
        challenge = self.challenge()
        response = self.response(challenge, authenticator.get(request_options(challenge)))
        self.cognito.respond_to_auth_challenge(**response)
        self.refused(
            "NotAuthorizedException", "Invalid session", self.cognito.respond_to_auth_challenge, **response
        )
        response["Session"] = self.challenge()["Session"]
        self.refused("NotAuthorizedException", "challenge", self.cognito.respond_to_auth_challenge, **response)

    def test_an_invalid_registration_is_refused(self):
        complete = self.cognito.complete_web_authn_registration
        for authenticator, exception in (
            (Authenticator(origin="https://elsewhere.example"), "WebAuthnOriginNotAllowedException"),
            (Authenticator(attestation="impostor"), "WebAuthnCredentialNotSupportedException"),
        ):
            credential = authenticator.create(self.creation_options())
            self.refused(exception, "not accepted", complete, AccessToken=self.token, Credential=credential)
        options = self.creation_options()
        options["rp"]["id"] = "elsewhere.example"
        credential = Authenticator().create(options)
        self.refused(
            "WebAuthnRelyingPartyMismatchException", "another relying party",
            complete, AccessToken=self.token, Credential=credential,
        )
        credential = Authenticator().create(self.creation_options() | {"challenge": websafe_encode(b"made up")})
        self.refused(
            "WebAuthnChallengeNotFoundException", "challenge",
            complete, AccessToken=self.token, Credential=credential,
        )
