package dev.cognitoauth.android

import dev.cognitoauth.UserPoolTokens
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import java.io.File
import java.security.KeyPairGenerator
import java.util.Base64
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey

/** A user who is signed in with the former library. */
internal class FormerUser(
    val username: String,
    val userId: String,
    val tokens: UserPoolTokens,
)

/** Writes what Amplify for Android, version 2, stores. */
internal class AmplifyFixture(
    private val files: DesktopFiles,
    vault: MemoryVault,
    userPoolId: String,
) {
    private val prefix = "amplify.$userPoolId"
    private val preferences = EncryptedPreferencesWriter(files, FILE, vault.create(MASTER_KEY))

    init {
        File(files.noBackupFolder, "com.amplify.credentialStore.installationIdentifier").writeText(IDENTIFIER)
        preferences.writeKeysets()
    }

    fun session(user: FormerUser) {
        val session =
            buildJsonObject {
                put("type", "userPool")
                putJsonObject("signedInData") {
                    put("userId", user.userId)
                    put("username", user.username)
                    put("signedInDate", 1_790_000_000_000)
                    putJsonObject("signInMethod") {
                        put("type", "SignInMethod.ApiBased")
                        put("authType", "USER_SRP_AUTH")
                    }
                    putJsonObject("cognitoUserPoolTokens") {
                        put("idToken", user.tokens.idToken)
                        put("accessToken", user.tokens.accessToken)
                        put("refreshToken", user.tokens.refreshToken)
                        put("expiration", user.tokens.expiresAtMilliseconds / 1000)
                    }
                }
            }
        preferences.put("$prefix.session", session.toString())
    }

    fun device(
        username: String,
        key: String,
    ) {
        val device =
            buildJsonObject {
                put("type", "metadata")
                put("deviceKey", key)
                put("deviceGroupKey", "-group")
                put("deviceSecret", "device-password")
            }
        preferences.put("$prefix.$username.deviceMetadata", device.toString())
    }

    fun fingerprint(id: String) = preferences.put("$prefix.asfDevice", buildJsonObject { put("id", id) }.toString())

    /** Stores an entry of another user pool. */
    fun sessionOfAnotherPool() = preferences.put("$OTHER.session", "{\"type\":\"empty\"}")

    /** Whether the file has any entry of this pool. */
    fun hasEntries(username: String): Boolean =
        listOf("session", "asfDevice", "$username.deviceMetadata").any { preferences.written("$prefix.$it") in names() }

    fun hasSessionOfAnotherPool(): Boolean = preferences.written("$OTHER.session") in names()

    private fun names() = files.preferences(FILE).keys

    companion object {
        const val MASTER_KEY = "amplify_master_key"
        private const val IDENTIFIER = "__amplify__3f2504e0-4f89-41d3-9a0c-0305e82c3301"
        const val FILE = "com.amplify.credentialStore.$IDENTIFIER"
        private const val OTHER = "amplify.local_AnotherPool"
    }
}

/** Writes what AWSMobileClient stores. Each value is encrypted separately. */
internal class MobileClientFixture(
    private val files: DesktopFiles,
    private val vault: MemoryVault,
    private val clientId: String,
) {
    private val base64 = Base64.getEncoder()

    /** Encrypts with a key of the Keystore, as AWSMobileClient does since Android 6. */
    fun session(user: FormerUser) = session(user, vault.create("$FILE.aesKeyStoreAlias"))

    /** Encrypts with a key that a Keystore key pair has wrapped, as AWSMobileClient did before Android 6. */
    fun sessionWithWrappedKey(user: FormerUser) {
        val key = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey()
        val pair = KeyPairGenerator.getInstance("RSA").apply { initialize(2048) }.generateKeyPair()
        vault.privateKeys["$FILE.rsaKeyStoreAlias"] = pair.private
        val cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding").apply { init(Cipher.ENCRYPT_MODE, pair.public) }
        val wrapped = base64.encodeToString(cipher.doFinal(key.encoded))
        files.put("$FILE.encryptionkey", "AesGcmNoPadding18-encrypted-encryption-key" to wrapped)
        session(user, key)
    }

    private fun session(
        user: FormerUser,
        key: SecretKey,
    ) {
        val prefix = "CognitoIdentityProvider.$clientId"
        put("$prefix.LastAuthUser", user.username, key)
        put("$prefix.${user.username}.idToken", user.tokens.idToken, key)
        put("$prefix.${user.username}.accessToken", user.tokens.accessToken, key)
        put("$prefix.${user.username}.refreshToken", user.tokens.refreshToken, key)
    }

    private fun put(
        name: String,
        value: String,
        key: SecretKey,
    ) {
        val cipher = Cipher.getInstance("AES/GCM/NoPadding").apply { init(Cipher.ENCRYPT_MODE, key) }
        files.put(
            FILE,
            "$name.encrypted" to base64.encodeToString(cipher.doFinal(value.toByteArray())),
            "$name.encrypted.iv" to base64.encodeToString(cipher.iv),
            "$name.encrypted.keyvaluestoreversion" to "1",
        )
    }

    private companion object {
        const val FILE = "CognitoIdentityProviderCache"
    }
}
