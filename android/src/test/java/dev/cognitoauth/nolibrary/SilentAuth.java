package dev.cognitoauth.nolibrary;

import dev.cognitoauth.Auth;

/** A fake in Java that overrides nothing: if a later version adds a call to {@link Auth}, it still compiles. */
public final class SilentAuth implements Auth {}
