package android.security.keystore;

import java.security.InvalidKeyException;

/** Android's own, which no JVM has. */
public class KeyPermanentlyInvalidatedException extends InvalidKeyException {}
