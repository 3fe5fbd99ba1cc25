package dev.cognitoauth.nolibrary;

import dev.cognitoauth.Auth;

/** A fake in Java that overrides nothing. It still compiles if a later version adds a call to {@link Auth}. */
public final class SilentAuth implements Auth {}
