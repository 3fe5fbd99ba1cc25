package dev.cognitoauth.nolibrary;

import dev.cognitoauth.Auth;

/** An {@link Auth} of an app's test in Java that overrides nothing: it goes on compiling, whatever a later version adds. */
public final class SilentAuth implements Auth {}
