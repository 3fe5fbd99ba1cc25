package dev.cognitoauth.guide;

import dev.cognitoauth.Auth;

/** What stands for the app's `Amplify` in the guide's snippets: its `Auth` is one of our instances. */
public final class Amplify {
    public static Auth Auth;

    private Amplify() {}
}
