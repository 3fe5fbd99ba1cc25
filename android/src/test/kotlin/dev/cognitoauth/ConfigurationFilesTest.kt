package dev.cognitoauth

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.io.File
import java.io.IOException
import java.io.InputStream

/** Reads every kind of configuration file. The core's own tests read the same files. */
class ConfigurationFilesTest {
    private val folder = File(System.getProperty("conformance.folder"), "../core/src/config/files/samples")
    private val identityPool =
        IdentityPoolConfiguration("eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f", allowsGuests = true)

    private fun sample(name: String) = File(folder, name).readText()

    private fun details(
        name: String,
        entry: String? = null,
    ) = AuthConfiguration.fromJson(sample(name), entry).details()

    @Test
    fun everyKindOfFileIsReadFromAStream() {
        val files = folder.listFiles().orEmpty()
        assertTrue(files.size >= 10, "only ${files.size} files were found")
        for (file in files) {
            val configuration = file.inputStream().use { AuthConfiguration.fromStream(it) }
            assertEquals("eu-central-1_AbCdEf123", configuration.details().userPoolId, file.name)
            assertEquals(AuthConfiguration.fromJson(file.readText()), configuration)
        }
    }

    @Test
    fun theDetailsHaveTheSettingsThatAnAppsFormsNeed() {
        val oauth =
            OAuthConfiguration(
                domain = "example.auth.eu-central-1.amazoncognito.com",
                signInRedirectUris =
                    listOf("https://example.com/signed-in", "http://localhost:3000/", "myapp://callback/"),
                signOutRedirectUris = listOf("https://example.com/", "myapp://signout/"),
                scopes = listOf("phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"),
                identityProviders = listOf("Google", "Facebook", "LoginWithAmazon", "SignInWithApple"),
            )
        val passkeys = WebAuthnSettings("example.com", UserVerification.PREFERRED)
        val settings =
            UserPoolSettings(
                passwordPolicy = PasswordPolicy(10, true, true, true, false),
                mfaConfiguration = MFAConfiguration.OPTIONAL,
                mfaTypes = listOf(MFAType.SMS, MFAType.TOTP),
                usernameAttributes = listOf(UsernameAttribute.EMAIL),
                requiredSignUpAttributes = listOf(AuthUserAttributeKey.email(), AuthUserAttributeKey.givenName()),
                verificationTypes = listOf(AuthUserAttributeKey.email()),
                passwordless = PasswordlessSettings(true, false, passkeys, AuthFactorType.WEB_AUTHN),
            )
        val expected =
            AuthConfigurationDetails(
                region = "eu-central-1",
                userPoolId = "eu-central-1_AbCdEf123",
                clientId = "3n4b5urk1ft4fl3mg5e62d9ado",
                oauth = oauth,
                identityPool = identityPool,
                poolSettings = settings,
            )
        assertEquals(expected, details("outputs-1.5.json"))
        assertEquals("eu-central-1", identityPool.region)
        assertEquals(listOf("ADMINS", "EDITORS", "READERS"), details("outputs-1.3.json").poolSettings.groups)
    }

    @Test
    fun theDetailsListTheFieldsThatHaveNoEffect() {
        assertEquals(listOf("auth.oauth.response_type"), details("outputs-1.1.json").ignoredFields)
        val secret = "1a2b3c4d5e6f7g8h9i0jklmnopqrstuvwxyz1a2b3c4d5e6f7g8"
        assertTrue(secret in sample("awsconfiguration.json"))
        val details = details("awsconfiguration.json")
        assertTrue("CognitoUserPool.Default.PinpointAppId" in details.ignoredFields, "$details")
        assertTrue(secret !in details.toString())
    }

    @Test
    fun theNamedEntryIsReadAndAnUnknownNameIsRefused() {
        assertEquals("stagingclient", details("awsconfiguration-entries.json", "Staging").clientId)
        val unknown = assertThrows<ConfigurationException> { details("awsconfiguration-entries.json", "Production") }
        assertEquals("CognitoUserPool.Production", unknown.field)
    }

    @Test
    fun settingsOfTheAppReplaceThoseOfTheFile() {
        val own = OAuthConfiguration("login.example.com", listOf("myapp://"))
        val configuration = AuthConfiguration.fromJson(sample("outputs-1.5.json")).oauth(own)
        assertEquals(own, configuration.details().oauth)
        assertEquals(identityPool, configuration.details().identityPool)
        val other = IdentityPoolConfiguration("eu-west-1:0", allowsGuests = false)
        assertEquals(other, configuration.identityPool(other).details().identityPool)
        val builder = AuthConfiguration.builder("eu-west-1", "eu-west-1_pool", "client").oauth(own).identityPool(other)
        assertEquals(own to other, builder.build().details().let { it.oauth to it.identityPool })
    }

    @Test
    fun aStreamThatCannotBeReadHasItsOwnErrorCode() {
        val failing =
            object : InputStream() {
                override fun read(): Int = throw IOException("secret-path")
            }
        val error = assertThrows<ConfigurationException> { AuthConfiguration.fromStream(failing) }
        assertEquals(AuthErrorCode.UNREADABLE_CONFIGURATION, error.code)
        assertTrue("secret-path" !in error.stackTraceToString())
    }

    @Test
    fun anEndlessStreamIsRefused() {
        val endless =
            object : InputStream() {
                override fun read(): Int = ' '.code
            }
        val configuration = AuthConfiguration.fromStream(endless)
        val error = assertThrows<ConfigurationException> { configuration.validate() }
        assertEquals(AuthErrorCode.MALFORMED_CONFIGURATION, error.code)
    }
}
