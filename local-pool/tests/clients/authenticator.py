"""A WebAuthn authenticator, built of python-fido2's data structures and cryptography's keys."""

import datetime
import json
import os
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from fido2.cose import ES256, RS256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

AAGUID_EXTENSION = x509.ObjectIdentifier("1.3.6.1.4.1.45724.1.1.4")
FLAG = AuthenticatorData.FLAG


class Authenticator:
    """One passkey, used by a page at `origin`."""

    def __init__(self, algorithm=ES256, attestation="none", origin="http://localhost:8080"):
        self.algorithm, self.attestation, self.origin = algorithm, attestation, origin
        self.id = os.urandom(32)
        self.aaguid = os.urandom(16)
        self.counter = 0
        self.user_handle = None
        self.key = (
            rsa.generate_private_key(public_exponent=65537, key_size=2048)
            if algorithm is RS256
            else ec.generate_private_key(ec.SECP256R1())
        )

    def create(self, options):
        """Answers CredentialCreationOptions with the new credential."""
        assert self.algorithm.ALGORITHM in [each["alg"] for each in options["pubKeyCredParams"]]
        self.user_handle = options["user"]["id"]
        public_key = self.algorithm.from_cryptography_key(self.key.public_key())
        attested = AttestedCredentialData.create(self.aaguid, self.id, public_key)
        client_data = CollectedClientData.create("webauthn.create", options["challenge"], self.origin)
        data = self._data(options["rp"]["id"], FLAG.AT, attested)
        statement = self._statement(data + client_data.hash)
        attestation = AttestationObject.create("packed" if statement else "none", data, statement)
        return self._credential(
            {
                "clientDataJSON": websafe_encode(client_data),
                "attestationObject": websafe_encode(attestation),
                "transports": ["usb", "nfc"],
            }
        )

    def get(self, options):
        """Answers CREDENTIAL_REQUEST_OPTIONS with a signed credential."""
        assert websafe_encode(self.id) in [each["id"] for each in options["allowCredentials"]]
        self.counter += 1
        client_data = CollectedClientData.create("webauthn.get", options["challenge"], self.origin)
        data = self._data(options["rpId"])
        return self._credential(
            {
                "clientDataJSON": websafe_encode(client_data),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(self._sign(self.key, data + client_data.hash)),
                "userHandle": self.user_handle,
            }
        )

    def _credential(self, response):
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "authenticatorAttachment": "cross-platform",
            "clientExtensionResults": {},
            "response": response,
        }

    def _data(self, relying_party_id, flags=FLAG(0), attested=b""):
        flags |= FLAG.UP | FLAG.UV
        return AuthenticatorData.create(sha256(relying_party_id.encode()).digest(), flags, self.counter, attested)

    def _statement(self, message):
        if self.attestation == "none":
            return {}
        if self.attestation == "self":
            return {"alg": self.algorithm.ALGORITHM, "sig": self._sign(self.key, message)}
        manufacturer = ec.generate_private_key(ec.SECP256R1())
        certificate = self._certificate(manufacturer)
        return {"alg": ES256.ALGORITHM, "sig": self._sign(manufacturer, message), "x5c": [certificate]}

    def _certificate(self, manufacturer):
        """A manufacturer's certificate, as section 8.2.1 of WebAuthn requires. An "impostor" has a certificate of
        another model."""
        name = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "AQ"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Manufacturer"),
                x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Authenticator Attestation"),
                x509.NameAttribute(NameOID.COMMON_NAME, "Model 1"),
            ]
        )
        model = os.urandom(16) if self.attestation == "impostor" else self.aaguid
        now = datetime.datetime.now(datetime.timezone.utc)
        certificate = (
            x509.CertificateBuilder(name, name, manufacturer.public_key(), x509.random_serial_number())
            .not_valid_before(now)
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            # In DER, 04 10 begins an octet string of 16 bytes.
            .add_extension(x509.UnrecognizedExtension(AAGUID_EXTENSION, b"\x04\x10" + model), critical=False)
            .sign(manufacturer, hashes.SHA256())
        )
        return certificate.public_bytes(serialization.Encoding.DER)

    @staticmethod
    def _sign(key, message):
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(message, padding.PKCS1v15(), hashes.SHA256())
        return key.sign(message, ec.ECDSA(hashes.SHA256()))


def request_options(challenge):
    """The options within a WEB_AUTHN challenge."""
    return json.loads(challenge["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])
