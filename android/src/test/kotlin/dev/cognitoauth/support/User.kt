package dev.cognitoauth.support

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthSignUpOptions
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.HttpTransport
import dev.cognitoauth.SecureStore
import dev.cognitoauth.testing.MemoryStore
import java.util.UUID
import kotlin.random.Random

/** A user that no other test knows. */
class User {
    val username = "ana-" + UUID.randomUUID().toString().take(8)
    val password = "Password-123"
    val email = "$username@example.com"
    val phoneNumber = "+4915" + Random.nextLong(100_000_000, 1_000_000_000)

    /** The options of a sign-up with e-mail address and phone number. */
    fun signUpOptions(): AuthSignUpOptions.Builder =
        AuthSignUpOptions
            .builder()
            .userAttribute(AuthUserAttributeKey.email(), email)
            .userAttribute(AuthUserAttributeKey.phoneNumber(), phoneNumber)

    /** Registers and confirms the user. */
    suspend fun register(
        auth: Auth,
        pool: LocalPool = LocalPool.shared,
    ): User {
        auth.signUp(username, password, signUpOptions().build())
        auth.confirmSignUp(username, pool.newestCode(username))
        return this
    }

    /** Registers and confirms the user, and signs the user in. */
    suspend fun signIn(
        auth: Auth,
        pool: LocalPool = LocalPool.shared,
    ): User {
        register(auth, pool)
        check(auth.signIn(username, password).isSignedIn) { "the sign-in has a challenge" }
        return this
    }
}

/** An [Auth] for a pool, by default for the pool that all tests share. */
fun authOf(
    pool: LocalPool = LocalPool.shared,
    store: SecureStore = MemoryStore(),
    transport: HttpTransport? = null,
    adjust: Auth.Builder.() -> Unit = {},
): Auth {
    val builder = Auth.builder(pool.configuration().build(), store)
    transport?.let(builder::httpTransport)
    return builder.apply(adjust).build()
}
