package dev.cognitoauth.support

import dev.cognitoauth.PasskeyAuthenticator
import dev.cognitoauth.PasskeyCeremony
import dev.cognitoauth.PasskeyFailure
import dev.cognitoauth.PasskeyReply
import dev.cognitoauth.PasskeyRequest
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject
import java.math.BigInteger
import java.nio.ByteBuffer
import java.security.KeyPairGenerator
import java.security.MessageDigest
import java.security.SecureRandom
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.ECGenParameterSpec
import java.util.Base64
import java.util.concurrent.CopyOnWriteArrayList

/**
 * A software authenticator: it has one ES256 passkey, without attestation, for an app at [origin] (Web Authentication,
 * section 6).
 */
class SoftwarePasskey(
    private val origin: String = "http://localhost:8080",
) : PasskeyAuthenticator {
    /** The requests, oldest first. */
    val requests = CopyOnWriteArrayList<PasskeyRequest>()

    private val id = ByteArray(32).also(SecureRandom()::nextBytes)
    private val keys =
        KeyPairGenerator.getInstance("EC").run {
            initialize(ECGenParameterSpec("secp256r1"))
            generateKeyPair()
        }
    private var userHandle: String? = null
    private var uses = 0

    override fun start(
        request: PasskeyRequest,
        reply: PasskeyReply,
    ) {
        requests += request
        val options = Json.parseToJsonElement(request.optionsJson).jsonObject
        when (request.ceremony) {
            PasskeyCeremony.REGISTRATION ->
                if (isAmong(options, "excludeCredentials")) {
                    reply.fail(PasskeyFailure.ALREADY_REGISTERED)
                } else {
                    reply.succeed(register(options).toString())
                }
            PasskeyCeremony.AUTHENTICATION ->
                if (isAmong(options, "allowCredentials")) {
                    reply.succeed(authenticate(options).toString())
                } else {
                    reply.fail(PasskeyFailure.NO_CREDENTIAL)
                }
        }
    }

    override fun cancel(id: Long) = Unit

    private fun isAmong(
        options: JsonObject,
        name: String,
    ): Boolean = options[name]?.jsonArray.orEmpty().any { it.jsonObject.text("id") == base64(id) }

    private fun register(options: JsonObject): JsonObject {
        userHandle = options.getValue("user").jsonObject.text("id")
        val relyingParty = options.getValue("rp").jsonObject.text("id")
        val attested = ByteArray(16) + ByteBuffer.allocate(2).putShort(id.size.toShort()).array() + id + publicKey()
        val data = authenticatorData(relyingParty, ATTESTED, attested)
        val attestation =
            cborMap(3) + cborText("fmt") + cborText("none") + cborText("attStmt") + cborMap(0) +
                cborText("authData") + cborBytes(data)
        return credential {
            put("clientDataJSON", base64(clientData("webauthn.create", options)))
            put("attestationObject", base64(attestation))
            putJsonArray("transports") {}
        }
    }

    private fun authenticate(options: JsonObject): JsonObject {
        uses += 1
        val clientData = clientData("webauthn.get", options)
        val data = authenticatorData(options.text("rpId"), 0, ByteArray(0))
        val signature =
            Signature.getInstance("SHA256withECDSA").run {
                initSign(keys.private)
                update(data + sha256(clientData))
                sign()
            }
        return credential {
            put("clientDataJSON", base64(clientData))
            put("authenticatorData", base64(data))
            put("signature", base64(signature))
            put("userHandle", userHandle)
        }
    }

    private fun credential(response: JsonObjectBuilder.() -> Unit): JsonObject =
        buildJsonObject {
            put("id", base64(id))
            put("rawId", base64(id))
            put("type", "public-key")
            put("authenticatorAttachment", "platform")
            putJsonObject("clientExtensionResults") {}
            putJsonObject("response", response)
        }

    private fun clientData(
        type: String,
        options: JsonObject,
    ): ByteArray =
        buildJsonObject {
            put("type", type)
            put("challenge", options.text("challenge"))
            put("origin", origin)
        }.toString().toByteArray()

    private fun authenticatorData(
        relyingParty: String,
        flags: Int,
        attested: ByteArray,
    ): ByteArray =
        sha256(relyingParty.toByteArray()) + (USER_PRESENT or USER_VERIFIED or flags).toByte() +
            ByteBuffer.allocate(Int.SIZE_BYTES).putInt(uses).array() + attested

    /** The public key as a COSE key (RFC 9053, section 7.1): type EC2, algorithm ES256, curve P-256, and the point. */
    private fun publicKey(): ByteArray {
        val point = (keys.public as ECPublicKey).w
        return cborMap(5) + cborNumber(1) + cborNumber(2) + cborNumber(3) + cborNumber(-7) + cborNumber(-1) +
            cborNumber(1) + cborNumber(-2) + cborBytes(coordinate(point.affineX)) + cborNumber(-3) +
            cborBytes(coordinate(point.affineY))
    }

    private fun coordinate(number: BigInteger): ByteArray {
        val bytes = number.toByteArray()
        return ByteArray(32) { bytes.getOrElse(bytes.size - 32 + it) { 0 } }
    }

    private fun JsonObject.text(name: String): String = getValue(name).jsonPrimitive.content

    private companion object {
        const val USER_PRESENT = 0x01
        const val USER_VERIFIED = 0x04
        const val ATTESTED = 0x40

        fun base64(bytes: ByteArray): String = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)

        fun sha256(bytes: ByteArray): ByteArray = MessageDigest.getInstance("SHA-256").digest(bytes)

        // The part of CBOR (RFC 8949) that an attestation needs.

        fun cborNumber(number: Int): ByteArray = if (number >= 0) cborHead(0, number) else cborHead(1, -1 - number)

        fun cborBytes(bytes: ByteArray): ByteArray = cborHead(2, bytes.size) + bytes

        fun cborText(text: String): ByteArray = cborHead(3, text.length) + text.toByteArray()

        fun cborMap(entries: Int): ByteArray = cborHead(5, entries)

        private fun cborHead(
            kind: Int,
            number: Int,
        ): ByteArray {
            val first = kind shl 5
            return when {
                number < 24 -> byteArrayOf((first or number).toByte())
                number < 256 -> byteArrayOf((first or 24).toByte(), number.toByte())
                else -> byteArrayOf((first or 25).toByte(), (number shr 8).toByte(), number.toByte())
            }
        }
    }
}
