package dev.cognitoauth.android

import java.nio.ByteBuffer
import java.security.SecureRandom
import java.util.Base64
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.IvParameterSpec
import javax.crypto.spec.SecretKeySpec
import kotlin.experimental.and
import kotlin.experimental.xor

/**
 * Writes a preferences file as androidx's `EncryptedSharedPreferences` does: it encrypts names with AES-SIV, and values
 * with AES-GCM. Both keys are in the file too, encrypted with the [masterKey] (Tink's `EncryptedKeyset`).
 */
internal class EncryptedPreferencesWriter(
    private val files: DesktopFiles,
    private val file: String,
    private val masterKey: SecretKey,
    private val keyOfNames: ByteArray = ByteArray(64) { it.toByte() },
    private val keyOfValues: ByteArray = ByteArray(32) { it.toByte() },
) {
    /** Begins the file with its two keysets. */
    fun writeKeysets() {
        files.put(
            file,
            NAMES_KEYSET to encrypted(keyset("AesSivKey", field(2, keyOfNames))).hex(),
            VALUES_KEYSET to encrypted(keyset("AesGcmKey", field(3, keyOfValues))).hex(),
        )
    }

    /** Adds an entry. */
    fun put(
        name: String,
        text: String,
        iv: ByteArray = ByteArray(IV_BYTES).also(SecureRandom()::nextBytes),
    ) {
        val written = written(name)
        val bytes = text.toByteArray()
        val value =
            ByteBuffer
                .allocate(8 + bytes.size)
                .putInt(0)
                .putInt(bytes.size)
                .put(bytes)
        files.put(file, written to withId(iv + gcm(SecretKeySpec(keyOfValues, "AES"), iv, value.array(), written)))
    }

    /** An entry's name, as it is in the file. */
    fun written(name: String): String = withId(siv(keyOfNames, file.toByteArray(), name.toByteArray()))

    private fun encrypted(keyset: ByteArray): ByteArray {
        val cipher = Cipher.getInstance(GCM).apply { init(Cipher.ENCRYPT_MODE, masterKey) }
        return field(2, cipher.iv + cipher.doFinal(keyset))
    }

    private fun keyset(
        kind: String,
        key: ByteArray,
    ): ByteArray {
        val url = "type.googleapis.com/google.crypto.tink.$kind"
        val data = field(1, url.toByteArray()) + field(2, key) + field(3, 1)
        return field(1, KEY_ID) + field(2, field(1, data) + field(2, 1) + field(3, KEY_ID) + field(4, 1))
    }

    private fun gcm(
        key: SecretKey,
        iv: ByteArray,
        clear: ByteArray,
        associated: String,
    ): ByteArray {
        val cipher = Cipher.getInstance(GCM).apply { init(Cipher.ENCRYPT_MODE, key, GCMParameterSpec(128, iv)) }
        cipher.updateAAD(associated.toByteArray())
        return cipher.doFinal(clear)
    }

    companion object {
        const val NAMES_KEYSET = "__androidx_security_crypto_encrypted_prefs_key_keyset__"
        const val VALUES_KEYSET = "__androidx_security_crypto_encrypted_prefs_value_keyset__"

        private const val GCM = "AES/GCM/NoPadding"
        private const val IV_BYTES = 12
        private const val KEY_ID = 0x01020304L

        /** The ciphertext in Tink's form: a version, the key's id and [encrypted], as Base64. */
        private fun withId(encrypted: ByteArray): String {
            val head = ByteBuffer.allocate(5).put(1).putInt(KEY_ID.toInt())
            return Base64.getEncoder().encodeToString(head.array() + encrypted)
        }

        // Fields of Protocol Buffers.

        private fun field(
            number: Int,
            bytes: ByteArray,
        ): ByteArray = byteArrayOf((number shl 3 or 2).toByte()) + varint(bytes.size.toLong()) + bytes

        private fun field(
            number: Int,
            value: Long,
        ): ByteArray = byteArrayOf((number shl 3).toByte()) + varint(value)

        private fun varint(value: Long): ByteArray =
            if (value <
                0x80
            ) {
                byteArrayOf(value.toByte())
            } else {
                byteArrayOf((value or 0x80).toByte()) + varint(value shr 7)
            }

        private fun ByteArray.hex(): String = joinToString("") { "%02x".format(it) }

        /** AES-SIV (RFC 5297) with one associated datum. The text has at least 16 bytes. */
        private fun siv(
            key: ByteArray,
            associated: ByteArray,
            clear: ByteArray,
        ): ByteArray {
            val (ofMac, ofText) = key.copyOf(32) to key.copyOfRange(32, 64)
            val sum = doubled(cmac(ofMac, ByteArray(16))).xored(cmac(ofMac, associated))
            val siv = cmac(ofMac, clear.copyOf(clear.size - 16) + clear.takeLast(16).toByteArray().xored(sum))
            val counter = siv.clone()
            for (at in listOf(8, 12)) counter[at] = counter[at] and 0x7f
            val cipher = Cipher.getInstance("AES/CTR/NoPadding")
            cipher.init(Cipher.ENCRYPT_MODE, SecretKeySpec(ofText, "AES"), IvParameterSpec(counter))
            return siv + cipher.doFinal(clear)
        }

        /** AES-CMAC (RFC 4493). */
        private fun cmac(
            key: ByteArray,
            text: ByteArray,
        ): ByteArray {
            val cipher = Cipher.getInstance("AES/ECB/NoPadding")
            cipher.init(Cipher.ENCRYPT_MODE, SecretKeySpec(key, "AES"))
            val subkey = doubled(cipher.doFinal(ByteArray(16)))
            val whole = text.isNotEmpty() && text.size % 16 == 0
            val padded = if (whole) text else (text + 0x80.toByte()).let { it.copyOf((it.size + 15) / 16 * 16) }
            val blocks = List(padded.size / 16) { padded.copyOfRange(16 * it, 16 * it + 16) }
            val last = blocks.last().xored(if (whole) subkey else doubled(subkey))
            return (blocks.dropLast(1) + last).fold(ByteArray(16)) { sum, block -> cipher.doFinal(sum.xored(block)) }
        }

        /** The product of the block and x, in the field of 2^128 elements. */
        private fun doubled(block: ByteArray): ByteArray =
            ByteArray(16) { at ->
                val carried = if (at == 15) 0 else block[at + 1].toInt() and 0xff shr 7
                val reduced = if (at == 15 && block[0] < 0) 0x87 else 0
                (block[at].toInt() shl 1 or carried xor reduced).toByte()
            }

        private fun ByteArray.xored(other: ByteArray) = ByteArray(size) { this[it] xor other[it] }
    }
}
