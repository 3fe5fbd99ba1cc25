package dev.cognitoauth.guide;

import dev.cognitoauth.Auth;

/** A stand-in for the app's `Amplify` in the guide's snippets. Its `Auth` is an instance of our {@code Auth}. */
public final class Amplify {
    public static Auth Auth;

    private Amplify() {}
}
