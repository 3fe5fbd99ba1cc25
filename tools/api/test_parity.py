"""Tests what the readers of the bridge and of the two dumps find, and that the comparison notices a type, a member and a
call that Swift or Kotlin lacks."""

import tempfile
import unittest
from collections.abc import Callable
from pathlib import Path

from parity import FUNCTIONS, REPOSITORY, Api, missing, plain, plain_type, read_bridge, read_kotlin, read_swift

BRIDGE = """
#[uniffi::remote(Record)]
pub struct AuthUser {
    pub user_id: String,
    pub created_at_milliseconds: i64,
}

#[derive(Clone, Debug, uniffi::Enum)]
#[expect(clippy::large_enum_variant, reason = "few")]
pub enum SignOutResult {
    Complete,
    Partial {
        reason: String,
    },
}

#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum AuthError {
    #[error("{0}")]
    Configuration { details: String },
}

#[derive(uniffi::Object)]
pub struct AuthBridge {
    auth: Auth,
}

#[uniffi::export]
impl AuthBridge {
    #[uniffi::constructor]
    pub fn new() -> Self {
    }

    #[uniffi::method(default(call = None))]
    pub async fn sign_in(&self) -> Result<(), AuthError> {
    }

    pub fn subscribe(&self) -> Result<(), AuthError> {
    }

    fn own(&self) {
    }
}

#[uniffi::export]
impl SessionStateObserver {
    pub fn current(&self) -> SessionState {
    }
}

#[uniffi::export]
impl HttpReply {
    pub fn succeed(&self) {
    }
}

#[uniffi::export]
pub fn user_attribute_name(key: Key) -> String {
}

pub fn not_exported() {
}
"""
SWIFT = """\
struct AuthUser : Sendable
  let userId: String
  static func == (lhs: AuthUser, rhs: AuthUser) -> Bool
  init(rawValue: String)
  init?(_ text: String)
  enum Kind
    case local
protocol AuthClient : Sendable
  func `default`(_ options: AuthUser) async throws(AuthError)
  @MainActor func signIn()
typealias Handler = () -> Void
"""
KOTLIN = """\
public final class dev/cognitoauth/AuthUser {
\tpublic final fun getUserId ()Ljava/lang/String;
\tpublic final fun component1-abc ()Ljava/lang/String;
}
public final class dev/cognitoauth/AuthUser$Kind : java/lang/Enum {
\tpublic static final field LOCAL Ldev/cognitoauth/AuthUser$Kind;
}
public abstract interface class dev/cognitoauth/requests/Signer {
\tpublic abstract fun sign ()V
}
"""


def read(reader: Callable[[Path], Api], text: str, name: str = "file.rs") -> Api:
    """What a reader finds in this text. The bridge's reader gets the file's folder, a dump's reader the file."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_text(text)
        return reader(Path(folder) if reader is read_bridge else Path(folder, name))


class ReadersTest(unittest.TestCase):
    def test_the_bridge_has_types_errors_calls_and_functions(self) -> None:
        expected = {
            "user": {"userid", "createdat"},
            "signoutresult": {"complete", "partial"},
            "error": {"configuration"},
            "client": {"signin", "subscribe", "current"},
            "httpreply": {"succeed"},
            FUNCTIONS: {"userattributename"},
        }
        self.assertEqual(read(read_bridge, BRIDGE), expected)
        self.assertEqual(read(read_bridge, BRIDGE, "testing.rs"), {FUNCTIONS: set()})

    def test_swift_has_nested_types_and_initializers(self) -> None:
        expected = {
            "user": {"userid", "initrawvalue", "init"},
            "userkind": {"local"},
            "client": {"default", "signin"},
            "handler": set(),
        }
        self.assertEqual(read(read_swift, SWIFT), expected)

    def test_kotlin_has_properties_and_nested_classes(self) -> None:
        found = read(read_kotlin, KOTLIN)
        self.assertLessEqual({"userid", "component1", "kind"}, found["user"])
        self.assertEqual((found["userkind"], found["signer"]), ({"local"}, {"sign"}))

    def test_our_own_sources_are_read(self) -> None:
        core = read_bridge(REPOSITORY / "bindings/src")
        wanted = {
            "client": {"signin", "subscribe", "observesessionstate", "current", "shutdown"},
            "accounts": {"storedaccounts"},
            "error": {"network"},
            FUNCTIONS: {"validateauthconfiguration"},
        }
        for kind, members in wanted.items():
            self.assertLessEqual(members, core[kind])
        self.assertIn("signin", read_swift(REPOSITORY / "ios/api/CognitoAuth.txt")["client"])
        self.assertIn("signin", read_kotlin(REPOSITORY / "android/api/cognito-auth.api")["auth"])


class ParityTest(unittest.TestCase):
    core = {"mfatype": {"sms", "totp"}, "client": {"signin"}}

    def lacking(self, language: dict[str, set[str]], names: dict[str, str] | None = None) -> list[str]:
        return list(missing(self.core, language, names or {}, set()))

    def test_an_api_with_the_same_items_lacks_nothing(self) -> None:
        self.assertEqual(self.lacking(self.core), [])

    def test_a_missing_type_member_or_call_is_noticed(self) -> None:
        self.assertEqual(self.lacking({"client": {"signin"}}), ["mfatype"])
        self.assertEqual(self.lacking({"mfatype": {"sms"}, "client": set()}), ["client.signin", "mfatype.totp"])

    def test_an_item_may_have_another_name_or_none(self) -> None:
        names = {"mfatype": "factor", "mfatype.totp": "app", "client": ""}
        self.assertEqual(self.lacking({"factor": {"sms", "app"}}, names), [])

    def test_another_type_may_have_a_member_or_a_function(self) -> None:
        core = {FUNCTIONS: {"name"}, "error": {"network"}}
        names = {"functions.name": "key.name", "error.network": "networkerror."}
        for language, lacks in (
            ({"key": {"name"}, "error": set(), "networkerror": set()}, []),
            ({"key": set(), "error": set()}, ["error.network", "functions.name"]),
            ({"error": set()}, ["error.network", "functions.name"]),
        ):
            self.assertEqual(list(missing(core, language, names, set())), lacks)
        self.assertEqual(list(missing({FUNCTIONS: {"name"}}, {}, {}, set())), ["functions.name"])

    def test_names_that_differ_only_by_convention_are_the_same(self) -> None:
        self.assertEqual(plain_type("AuthSignInRequest.Options"), plain_type("SignInOptions"))
        self.assertEqual(plain("created_at_milliseconds"), plain("createdAt"))


if __name__ == "__main__":
    unittest.main()
