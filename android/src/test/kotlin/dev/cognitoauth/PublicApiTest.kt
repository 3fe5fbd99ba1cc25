package dev.cognitoauth

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.ByteArrayOutputStream
import java.io.ObjectOutputStream
import kotlin.coroutines.Continuation

class PublicApiTest {
    @Test
    fun everyCallAlsoHasAFormWithCallbacks() {
        for ((type, least) in mapOf(Auth::class to 8, AuthAccounts::class to 3)) {
            val methods = type.java.methods.filter { '$' !in it.name }
            val suspending = methods.filter { it.parameterTypes.lastOrNull() == Continuation::class.java }
            val withCallbacks = methods.filter { it.returnType == AuthCall::class.java }
            assertTrue(suspending.size > least, "only ${suspending.size} calls were found")
            assertEquals(suspending.map { it.name }.toSet(), withCallbacks.map { it.name }.toSet())
        }
    }

    @Test
    fun flowTypesAreEqualOnlyIfTheyPreferTheSameFactor() {
        assertEquals(AuthFlowType.USER_AUTH, AuthFlowType.userAuth(null))
        assertNotEquals(AuthFlowType.USER_AUTH, AuthFlowType.userAuth(AuthFactorType.WEB_AUTHN))
        assertEquals("USER_SRP_AUTH", AuthFlowType.USER_SRP_AUTH.toString())
    }

    @Test
    fun printingAUserPrintsNoUserName() {
        val name = "ana@example.com"
        val user = AuthUser(name, "sub")
        assertEquals("AuthUser(userId=sub)", "$user")
        val holders =
            listOf(
                user,
                AuthSessionState.SignedIn(user),
                AuthSessionState.SignedOut(AuthSessionEnd(AuthSessionEndReason.EXPIRED, name)),
                AuthSessionState.AwaitingChallenge(AuthPendingSignIn(name, AuthSignInStep.Done)),
                AuthStoredAccount(null, AuthSessionState.SignedIn(user), name),
                UserAuthFactors(name, emptySet()),
                TOTPSetupDetails("secret", name),
                AuthMoveReport(AuthMoveSource.AMPLIFY_ANDROID, user, fingerprintId = name),
            )
        holders.forEach { assertFalse(name in it.toString(), it.javaClass.name) }
    }

    @Test
    fun aPrintedStepOrDeviceShowsTheNamesOfItsEntriesAndNoPersonalData() {
        val address = "ana@example.com"
        val info = mapOf("userAttributes" to address)
        val sentTo = AuthCodeDeliveryDetails(DeliveryMedium.Sms, "+*******1234")
        val steps =
            listOf(
                AuthSignInStep.ConfirmSignInWithSMSMFACode(sentTo, info),
                AuthSignInStep.ConfirmSignInWithCustomChallenge(info),
                AuthSignInStep.ConfirmSignInWithNewPassword(info),
                AuthSignInStep.ResetPassword(info),
                AuthSignInStep.ConfirmSignUp(info),
            )
        val holders =
            steps + steps.map { AuthSignInResult(false, it) } + AuthDevice("id", address, info) +
                steps.map { AuthSessionState.AwaitingChallenge(AuthPendingSignIn(address, it)) }
        holders.forEach { holder ->
            assertFalse(address in holder.toString(), holder.javaClass.name)
            assertTrue("userAttributes" in holder.toString(), holder.javaClass.name)
        }
    }

    @Test
    fun printingOptionsPrintsNoPersonalData() {
        val address = "ana@example.com"
        val data = mapOf("key" to address)
        val context = UserContextData(address, address)
        val options =
            listOf(
                AuthSignUpOptions
                    .builder()
                    .validationData(data)
                    .clientMetadata(data)
                    .userContextData(context)
                    .build(),
                AuthConfirmSignUpOptions
                    .builder()
                    .clientMetadata(data)
                    .userContextData(context)
                    .build(),
                AuthResendSignUpCodeOptions
                    .builder()
                    .clientMetadata(data)
                    .userContextData(context)
                    .build(),
                AuthSignInOptions
                    .builder()
                    .clientMetadata(data)
                    .userContextData(context)
                    .build(),
                AuthConfirmSignInOptions
                    .builder()
                    .clientMetadata(data)
                    .friendlyDeviceName(address)
                    .build(),
                AuthFetchSessionOptions.builder().clientMetadata(data).build(),
                AuthUpdateUserAttributesOptions.builder().clientMetadata(data).build(),
                AuthSendUserAttributeVerificationCodeOptions.builder().clientMetadata(data).build(),
                AuthResetPasswordOptions
                    .builder()
                    .clientMetadata(data)
                    .userContextData(context)
                    .build(),
                AuthConfirmResetPasswordOptions
                    .builder()
                    .clientMetadata(data)
                    .userContextData(context)
                    .build(),
                AuthVerifyTOTPSetupOptions.builder().friendlyDeviceName(address).build(),
            )
        options.forEach { assertFalse(address in it.toString(), it.javaClass.name) }
    }

    @Test
    fun noTypeThatHoldsASecretPrintsTheSecret() {
        val secret = "secret-value"
        val credentials = AuthAWSCredentials(secret, secret, secret, 0)
        val holders =
            listOf(
                AuthSession(true, "sub", UserPoolTokens(secret, secret, secret, 0)),
                AuthSession(true, "sub", UserPoolTokens(secret, secret, secret, 0)).userPoolTokensResult,
                credentials,
                AuthSession(false, awsCredentialsResult = AuthSessionResult.success(credentials)),
                AuthFederateToIdentityPoolResult("id", credentials),
                TokenClaims(
                    username = secret,
                    groups = listOf(secret),
                    email = secret,
                    phoneNumber = secret,
                    customAttributes = mapOf("team" to secret),
                    scopes = listOf(secret),
                    claimsJson = secret,
                ).let { UserPoolTokens("id", "access", "refresh", 0, UserPoolClaims(it, it)).claims },
                AuthUserAttribute(AuthUserAttributeKey.email(), secret),
                TOTPSetupDetails(secret, "ana"),
                UserContextData(secret),
                PasskeyRequest(1, PasskeyCeremony.REGISTRATION, secret, null),
                WebBrowserRequest(1, "https://auth.example.com/?state=$secret", "myapp://", false),
                AuthWebUISignInOptions
                    .builder()
                    .nonce(secret)
                    .loginHint(secret)
                    .build(),
                AuthSignUpResult(true, AuthSignUpStep.CompleteAutoSignIn(secret), null),
                HttpRequest(
                    1,
                    "POST",
                    "http://localhost/?code=$secret",
                    listOf(HttpHeader("a", secret)),
                    secret.toByteArray(),
                    1,
                ),
                HttpHeader("a", secret),
                HttpResponse(200, listOf(HttpHeader("a", secret)), secret.toByteArray()),
                AuthConfiguration.builder("r", "p", "c").clientSecret(secret).build(),
                refused(secret),
                AuthSignOutResult.Failed(refused(secret)),
            )
        assertTrue(secret in HttpHeader("a", secret).value)
        holders.forEach { assertFalse(secret in it.toString(), it.javaClass.name) }
    }

    @Test
    fun anExceptionShowsTheServicesTextOnlyInItsServiceMessage() {
        val exception = refused("secret-value")
        assertEquals("secret-value", exception.serviceMessage)
        assertFalse("secret-value" in exception.stackTraceToString() + exception.localizedMessage)
        val written = ByteArrayOutputStream().also { ObjectOutputStream(it).writeObject(exception) }
        assertFalse("secret-value" in written.toString(Charsets.ISO_8859_1))
    }

    private fun refused(message: String) =
        NotAuthorizedException(
            AuthErrorCode.USER_LAMBDA_VALIDATION,
            AuthException.Details(reason = AuthErrorReason.PRE_SIGN_UP_TRIGGER, serviceMessage = message),
        )
}
