"""Makes a source file from a snippet: adds the imports, and the class and the function that a guide's page implies."""

import re

# What the snippets use without defining it, by the names of the classes.
STAND_INS = {
    "Placeholders": """package snippets;

public abstract class Placeholders extends android.app.Activity {
    protected String username;
    protected String password;
    protected String credentialId;
    protected android.app.Activity activity;
    protected android.app.Activity callingActivity;
    protected java.util.List<dev.cognitoauth.AuthUserAttribute> attributes;
}
""",
    "R": """package snippets;

public final class R {
    public static final class raw {
        public static final int amplify_outputs = 1;
    }
}
""",
    "Log": """package android.util;

public final class Log {
    public static native int d(String tag, String message);
    public static native int i(String tag, String message);
    public static native int w(String tag, String message);
    public static native int w(String tag, String message, Throwable thrown);
    public static native int e(String tag, String message);
    public static native int e(String tag, String message, Throwable thrown);
}
""",
}

MEMBERS = re.compile(r"(?:(?:suspend |private |override )*fun |class |private )")


class Names:
    """The imports that replace Amplify's."""

    def __init__(self, callbacks, coroutines, java):
        self.callbacks, self.coroutines, self.java = callbacks, coroutines, java


def with_shim(types):
    """The shim's names. Java imports each of them, because the library can have a type of the same name."""
    kotlin = ["dev.cognitoauth.amplify.*"]
    java = [f"dev.cognitoauth.amplify.{name}" for name in types]
    statics = ["static dev.cognitoauth.amplify.AuthChannelEventName.*"]
    return Names(kotlin, [*kotlin, "dev.cognitoauth.amplify.kotlin.Amplify"], [*java, "dev.cognitoauth.*", *statics])


def without_shim():
    """The library's own names, with a stand-in for `Amplify` whose `Auth` is the library's."""
    names = ["dev.cognitoauth.*", "dev.cognitoauth.guide.Amplify"]
    kotlin = [*names, "dev.cognitoauth.android.*"]
    return Names(kotlin, kotlin, names)


def split(text):
    """The snippet's own imports, without Amplify's, and its body."""
    lines = text.splitlines()
    imports = [line.split(maxsplit=1)[1].rstrip(";") for line in lines if line.startswith("import ")]
    body = [line for line in lines if not line.startswith("import ")]
    return [name for name in imports if not name.startswith("com.amplifyframework.")], body


def is_of_members(body):
    code = [line for line in body if line.strip() and not line.strip().startswith("//")]
    return bool(code and MEMBERS.match(code[0]))


def unique(*names):
    return list(dict.fromkeys(names))


def kotlin(name, text, names):
    own, body = split(text)
    imports = [f"import {each}" for each in unique("android.util.Log", *own, *names)]
    if not is_of_members(body):
        body = ["suspend fun snippet() {", *body, "}"]
    return "\n".join(["package snippets", *imports, f"abstract class {name} : Placeholders() {{", *body, "}", ""])


def java(name, text, names):
    own, body = split(text)
    imports = [f"import {each};" for each in unique("android.util.Log", "java.util.ArrayList", *own, *names)]
    if not is_of_members(body):
        body = ["void snippet() {", *body, "}"]
    head = ["package snippets;", *imports, f"abstract class {name} extends Placeholders {{"]
    return "\n".join([*head, *body, "}", ""])
