package dev.cognitoauth

import dev.cognitoauth.android.HttpUrlConnectionTransport
import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.util.concurrent.ConcurrentHashMap

/** Client metadata and the device's fingerprint go into the requests that take them. */
class OptionsTest {
    /** Records the newest request of each operation. */
    private class Recorder : HttpTransport {
        private val platform = HttpUrlConnectionTransport()
        val newest = ConcurrentHashMap<String, JsonObject>()

        override fun start(
            request: HttpRequest,
            reply: HttpReply,
        ) {
            val target = request.headers.single { it.name.equals("X-Amz-Target", ignoreCase = true) }.value
            newest[target.substringAfterLast('.')] = Json.parseToJsonElement(String(request.body)).jsonObject
            platform.start(request, reply)
        }

        override fun cancel(id: Long) = platform.cancel(id)
    }

    private val pool = LocalPool.shared
    private val recorder = Recorder()
    private val auth = authOf(transport = recorder)
    private val user = User()
    private val metadata = mapOf("screen" to "welcome")
    private val expected = JsonObject(metadata.mapValues { JsonPrimitive(it.value) })
    private val context = UserContextData("an encoded fingerprint", "192.0.2.1")

    @Test
    fun metadataAndTheFingerprintGoWithEveryRequestOfASignUpAndASignIn() =
        runBlocking {
            val signUp = user.signUpOptions().clientMetadata(metadata).userContextData(context)
            auth.signUp(user.username, user.password, signUp.build())
            val resend = AuthResendSignUpCodeOptions.builder().clientMetadata(metadata).userContextData(context)
            auth.resendSignUpCode(user.username, resend.build())
            val confirm = AuthConfirmSignUpOptions.builder().clientMetadata(metadata).userContextData(context)
            auth.confirmSignUp(user.username, pool.newestCode(user.username), confirm.build())
            assertPassed("SignUp", "ResendConfirmationCode", "ConfirmSignUp")

            pool.requireSecondFactor(user.username)
            val signIn = AuthSignInOptions.builder().clientMetadata(metadata).userContextData(context)
            auth.signIn(user.username, user.password, signIn.build())
            assertPassed("InitiateAuth", "RespondToAuthChallenge")
            recorder.newest.clear()
            val confirmSignIn = AuthConfirmSignInOptions.builder().clientMetadata(metadata).userContextData(context)
            auth.confirmSignIn(pool.newestCode(user.username), confirmSignIn.build())
            assertPassed("RespondToAuthChallenge")
        }

    @Test
    fun metadataAndTheFingerprintGoWithTheResetOfAPassword() =
        runBlocking {
            user.register(authOf())
            val ask = AuthResetPasswordOptions.builder().clientMetadata(metadata).userContextData(context)
            auth.resetPassword(user.username, ask.build())
            val replace = AuthConfirmResetPasswordOptions.builder().clientMetadata(metadata).userContextData(context)
            val code = pool.newestCode(user.username)
            auth.confirmResetPassword(user.username, "New-password-1", code, replace.build())
            assertPassed("ForgotPassword", "ConfirmForgotPassword")
        }

    @Test
    fun metadataGoesWithRequestsAboutAttributesAndWithARefresh() =
        runBlocking {
            user.signIn(auth)
            val update = AuthUpdateUserAttributesOptions.builder().clientMetadata(metadata).build()
            auth.updateUserAttribute(AuthUserAttribute(AuthUserAttributeKey.nickname(), "Nita"), update)
            val send = AuthSendUserAttributeVerificationCodeOptions.builder().clientMetadata(metadata).build()
            auth.sendUserAttributeVerificationCode(AuthUserAttributeKey.email(), send)
            val refresh = AuthFetchSessionOptions.builder().forceRefresh(true).clientMetadata(metadata)
            auth.fetchAuthSession(refresh.build())
            val operations =
                listOf("UpdateUserAttributes", "GetUserAttributeVerificationCode", "GetTokensFromRefreshToken")
            assertEquals(
                operations.associateWith { expected },
                operations.associateWith { memberOf(it, "ClientMetadata") },
            )
        }

    private fun assertPassed(vararg operations: String) {
        val fingerprint =
            JsonObject(
                mapOf(
                    "EncodedData" to JsonPrimitive(context.encodedData),
                    "IpAddress" to JsonPrimitive(context.ipAddress),
                ),
            )
        for (operation in operations) {
            assertEquals(expected, memberOf(operation, "ClientMetadata"), operation)
            assertEquals(fingerprint, memberOf(operation, "UserContextData"), operation)
        }
    }

    private fun memberOf(
        operation: String,
        name: String,
    ): JsonObject? = checkNotNull(recorder.newest[operation]) { "no request of $operation" }[name]?.jsonObject
}
