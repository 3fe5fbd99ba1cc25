package dev.cognitoauth

import java.util.Date

/** A passkey of the user, as the service lists it. */
public data class AuthWebAuthnCredential(
    /** The credential's id. */
    public val credentialId: String,
    /** The name that the service gave the passkey, by which the user can recognise it. */
    public val friendlyName: String,
    /** The domain that the passkey belongs to. */
    public val relyingPartyId: String,
    /** The kind of the passkey's authenticator: `platform` or `cross-platform`, if the service says. */
    public val authenticatorAttachment: String? = null,
    /** How to reach the passkey's authenticator, such as `internal`, `hybrid`, `usb`. */
    public val authenticatorTransports: List<String> = emptyList(),
    /** When the passkey was registered, in milliseconds since 1970. */
    public val createdAtMilliseconds: Long,
) {
    /** When the passkey was registered. */
    public val createdAt: Date get() = Date(createdAtMilliseconds)
}

/** One page of the user's passkeys. */
public data class AuthListWebAuthnCredentialsResult(
    /** The passkeys. */
    public val credentials: List<AuthWebAuthnCredential>,
    /** Where the next page begins; null on the last page. */
    public val nextToken: String? = null,
)

/** Options of [Auth.listWebAuthnCredentials]. */
public class AuthListWebAuthnCredentialsOptions private constructor(
    /** How many passkeys to list at most, 1 to 20; the service decides if absent. */
    public val pageSize: Int?,
    /** The `nextToken` of the page before; null for the first page. */
    public val nextToken: String?,
) {
    override fun equals(other: Any?): Boolean = other is AuthListWebAuthnCredentialsOptions && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    override fun toString(): String = "AuthListWebAuthnCredentialsOptions(pageSize=$pageSize)"

    private fun parts() = listOf(pageSize, nextToken)

    /** Makes [AuthListWebAuthnCredentialsOptions]. */
    public class Builder internal constructor() {
        private var pageSize: Int? = null
        private var nextToken: String? = null

        /** How many passkeys to list at most, 1 to 20; the service decides unless set. */
        public fun pageSize(size: Int): Builder = apply { pageSize = size }

        /** The `nextToken` of the page before; null for the first page. */
        public fun nextToken(token: String?): Builder = apply { nextToken = token }

        /** The options. */
        public fun build(): AuthListWebAuthnCredentialsOptions = AuthListWebAuthnCredentialsOptions(pageSize, nextToken)
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** The first page. */
        @JvmStatic
        public fun defaults(): AuthListWebAuthnCredentialsOptions = builder().build()
    }
}
