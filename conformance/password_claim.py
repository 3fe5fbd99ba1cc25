#!/usr/bin/env python3
"""Computes what SRP has to send in a conformance case: for a user, for a device, and for a new device.

This script follows RFC 5054, RFC 2945 and the observable protocol, and shares no code with the library whose results it
checks. It needs only Python's standard library:

    password_claim.py user --entropy 07 --pool eu-central-1_AbCdEfGhI --user USER_ID_FOR_SRP --password PASSWORD \
        --salt HEX --srp-b HEX --secret-block BASE64 --clock-milliseconds 1795348800000
    password_claim.py device --entropy 07 --group-key=KEY --device-key KEY --password PASSWORD \
        --salt HEX --srp-b HEX --secret-block BASE64 --clock-milliseconds 1795348800000
    password_claim.py new-device --entropy 07 --group-key=KEY --device-key KEY
"""
import argparse
import base64
import hashlib
import hmac
import json
import time

PRIVATE_VALUE_BYTES = 40
DEVICE_PASSWORD_BYTES = 40
DEVICE_SALT_BYTES = 16

# RFC 3526, section 4: the 3072-bit group; its generator is 2.
N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
G = 2


def pad(number: int) -> bytes:
    """The number's bytes, with a zero byte in front if the highest bit is set."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big") if number else b"\0"


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def hmac256(key: bytes, *parts: bytes) -> bytes:
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


def timestamp(milliseconds: int) -> str:
    moment = time.gmtime(milliseconds // 1000)
    days, months = "Mon Tue Wed Thu Fri Sat Sun".split(), "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    clock = time.strftime("%H:%M:%S", moment)
    return f"{days[moment.tm_wday]} {months[moment.tm_mon - 1]} {moment.tm_mday} {clock} UTC {moment.tm_year}"


def random(entropy_hex: str, length: int) -> bytes:
    entropy = bytes.fromhex(entropy_hex)
    return (entropy * length)[:length]


def base64_text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def private_key(salt: int, name: str, user: str, password: str) -> int:
    """RFC 2945's x. Cognito puts the name of the pool, or the key of the device group, in front of the user name."""
    return number(sha256(pad(salt), sha256(f"{name}{user}:{password}".encode())))


def claim(entropy, name, user, password, salt, srp_b, secret_block, clock_milliseconds) -> dict:
    a, big_b = number(random(entropy, PRIVATE_VALUE_BYTES)), int(srp_b, 16)
    big_a = pow(G, a, N)
    u = number(sha256(pad(big_a), pad(big_b)))
    k = number(sha256(pad(N), pad(G)))
    x = private_key(int(salt, 16), name, user, password)
    s = pow((big_b - k * pow(G, x, N)) % N, a + u * x, N)
    key = hmac256(hmac256(pad(u), pad(s)), b"Caldera Derived Key", b"\1")[:16]
    when = timestamp(clock_milliseconds)
    message = [name.encode(), user.encode(), base64.b64decode(secret_block), when.encode()]
    return {
        "SRP_A": f"{big_a:x}",
        "TIMESTAMP": when,
        "PASSWORD_CLAIM_SIGNATURE": base64_text(hmac256(key, *message)),
    }


def user_claim(pool, **values) -> dict:
    return claim(name=pool.split("_", 1)[1], **values)


def device_claim(group_key, device_key, **values) -> dict:
    return claim(name=group_key, user=device_key, **values)


def new_device(entropy, group_key, device_key) -> dict:
    """The salt and the verifier, which ConfirmDevice sends, and the password, which stays on the device."""
    password = base64_text(random(entropy, DEVICE_PASSWORD_BYTES))
    salt = number(random(entropy, DEVICE_SALT_BYTES))
    verifier = pow(G, private_key(salt, group_key, device_key, password), N)
    return {"password": password, "Salt": base64_text(pad(salt)), "PasswordVerifier": base64_text(pad(verifier))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    whose = parser.add_subparsers(required=True)
    proof = ("password", "salt", "srp-b", "secret-block")
    for command, compute, options in (
        ("user", user_claim, ("pool", "user", *proof)),
        ("device", device_claim, ("group-key", "device-key", *proof)),
        ("new-device", new_device, ("group-key", "device-key")),
    ):
        arguments = whose.add_parser(command)
        arguments.set_defaults(compute=compute)
        for option in ("entropy", *options):
            arguments.add_argument(f"--{option}", required=True)
        if options[-len(proof):] == proof:
            arguments.add_argument("--clock-milliseconds", required=True, type=int)
    given = vars(parser.parse_args())
    print(json.dumps(given.pop("compute")(**given), indent=2))


if __name__ == "__main__":
    main()
