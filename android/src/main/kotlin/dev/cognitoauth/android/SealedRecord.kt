package dev.cognitoauth.android

import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * An entry as its file holds it: a version, the key's alias, the nonce, and the value encrypted with AES-GCM (NIST SP
 * 800-38D). Version, alias and the entry's name are authenticated too, so that nobody can swap files.
 */
internal class SealedRecord private constructor(
    val alias: String,
    private val nonce: ByteArray,
    private val sealed: ByteArray,
) {
    /** The value, or null if the record was damaged or belongs to another entry. */
    fun open(
        secretKey: SecretKey,
        entry: String,
    ): ByteArray? {
        val cipher = Cipher.getInstance(TRANSFORMATION)
        cipher.init(Cipher.DECRYPT_MODE, secretKey, GCMParameterSpec(TAG_BITS, nonce))
        cipher.updateAAD(authenticated(alias, entry))
        return try {
            cipher.doFinal(sealed)
        } catch (_: AEADBadTagException) {
            null
        }
    }

    companion object {
        private const val VERSION: Byte = 1
        private const val TRANSFORMATION = "AES/GCM/NoPadding"
        private const val TAG_BITS = 128
        private const val NONCE_BYTES = 12

        fun seal(
            alias: String,
            secretKey: SecretKey,
            entry: String,
            value: ByteArray,
        ): ByteArray {
            // The Keystore makes the nonce itself, and refuses one of ours.
            val cipher = Cipher.getInstance(TRANSFORMATION)
            cipher.init(Cipher.ENCRYPT_MODE, secretKey)
            cipher.updateAAD(authenticated(alias, entry))
            val sealed = cipher.doFinal(value)
            check(cipher.iv.size == NONCE_BYTES) { "a nonce of ${cipher.iv.size} bytes" }
            val name = alias.toByteArray()
            return byteArrayOf(VERSION, name.size.toByte()) + name + cipher.iv + sealed
        }

        /** The record in a file's bytes, or null if they are not a record. */
        fun parse(bytes: ByteArray): SealedRecord? {
            if (bytes.size < 2 || bytes[0] != VERSION) return null
            val nonceAt = 2 + bytes[1].toInt()
            val sealedAt = nonceAt + NONCE_BYTES
            if (nonceAt < 2 || bytes.size < sealedAt + TAG_BITS / 8) return null
            return SealedRecord(
                alias = String(bytes, 2, nonceAt - 2),
                nonce = bytes.copyOfRange(nonceAt, sealedAt),
                sealed = bytes.copyOfRange(sealedAt, bytes.size),
            )
        }

        private fun authenticated(
            alias: String,
            entry: String,
        ): ByteArray = byteArrayOf(VERSION) + alias.toByteArray() + 0 + entry.toByteArray()
    }
}
