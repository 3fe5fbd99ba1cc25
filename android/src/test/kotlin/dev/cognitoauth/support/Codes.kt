package dev.cognitoauth.support

/** A code that differs from [code]. */
fun wrong(code: String): String = if (code == "000000") "000001" else "000000"
