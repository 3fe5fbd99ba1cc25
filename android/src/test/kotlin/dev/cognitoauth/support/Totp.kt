package dev.cognitoauth.support

import java.nio.ByteBuffer
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec

/** An authenticator app: the codes of one secret (RFC 6238, with SHA-1, six digits and steps of 30 seconds). */
class Totp(
    sharedSecret: String,
) {
    private val key = SecretKeySpec(fromBase32(sharedSecret), "HmacSHA1")

    /** The code that the app shows now. */
    fun code(): String = code(System.currentTimeMillis() / STEP_MILLISECONDS)

    /** A code that is not valid now, nor shortly before or after. */
    fun wrongCode(): String {
        val step = System.currentTimeMillis() / STEP_MILLISECONDS
        val right = (-2L..2L).map { code(step + it) }
        return (0..right.size).map { "%06d".format(it) }.first { it !in right }
    }

    private fun code(step: Long): String {
        val mac = Mac.getInstance(key.algorithm).apply { init(key) }
        val hash = mac.doFinal(ByteBuffer.allocate(Long.SIZE_BYTES).putLong(step).array())
        val truncated = ByteBuffer.wrap(hash, hash.last().toInt() and 0xf, Int.SIZE_BYTES).int and Int.MAX_VALUE
        return "%06d".format(truncated % 1_000_000)
    }

    private fun fromBase32(text: String): ByteArray =
        text
            .trimEnd('=')
            .map { "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(it) }
            .joinToString("") { it.toString(2).padStart(BITS_OF_A_LETTER, '0') }
            .chunked(Byte.SIZE_BITS)
            .filter { it.length == Byte.SIZE_BITS }
            .map { it.toInt(2).toByte() }
            .toByteArray()

    private companion object {
        const val STEP_MILLISECONDS = 30_000L
        const val BITS_OF_A_LETTER = 5
    }
}
