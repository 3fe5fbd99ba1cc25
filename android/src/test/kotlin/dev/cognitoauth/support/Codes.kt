package dev.cognitoauth.support

/** A code that is not this one. */
fun wrong(code: String): String = if (code == "000000") "000001" else "000000"
