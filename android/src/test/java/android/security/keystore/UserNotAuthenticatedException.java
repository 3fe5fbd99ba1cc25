package android.security.keystore;

import java.security.InvalidKeyException;

/** A stand-in for Android's class, which no JVM has. */
public class UserNotAuthenticatedException extends InvalidKeyException {}
