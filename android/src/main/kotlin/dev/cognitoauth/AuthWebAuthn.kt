package dev.cognitoauth

import java.util.Date

/** A passkey of the user's, as the service lists it. */
data class AuthWebAuthnCredential(
    /** The credential's id. */
    val credentialId: String,
    /** A name that the service gave it, for the user to know it by. */
    val friendlyName: String,
    /** The domain that the passkey belongs to. */
    val relyingPartyId: String,
    /** Where the passkey lives: `platform` or `cross-platform`, if the service says. */
    val authenticatorAttachment: String?,
    /** How its authenticator is reached, such as `internal`, `hybrid`, `usb`. */
    val authenticatorTransports: List<String>,
    /** When it was registered, in milliseconds since 1970. */
    val createdAtMilliseconds: Long,
) {
    /** When it was registered. */
    val createdAt: Date get() = Date(createdAtMilliseconds)
}

/** One page of the user's passkeys. */
data class AuthListWebAuthnCredentialsResult(
    /** The passkeys. */
    val credentials: List<AuthWebAuthnCredential>,
    /** Where the next page begins; null after the last one. */
    val nextToken: String?,
)

/** Options of [Auth.listWebAuthnCredentials]. */
class AuthListWebAuthnCredentialsOptions private constructor(
    /** How many to list at most, 1 to 20; the service's own number if absent. */
    val pageSize: Int?,
    /** Where the former page ended. */
    val nextToken: String?,
) {
    /** Makes [AuthListWebAuthnCredentialsOptions]. */
    class Builder internal constructor() {
        private var pageSize: Int? = null
        private var nextToken: String? = null

        /** How many to list at most, 1 to 20; the service's own number unless set. */
        fun pageSize(size: Int): Builder = apply { pageSize = size }

        /** Where the former page ended. */
        fun nextToken(token: String?): Builder = apply { nextToken = token }

        /** The options. */
        fun build(): AuthListWebAuthnCredentialsOptions = AuthListWebAuthnCredentialsOptions(pageSize, nextToken)
    }

    companion object {
        /** Options, one by one. */
        @JvmStatic
        fun builder(): Builder = Builder()

        /** The first page. */
        @JvmStatic
        fun defaults(): AuthListWebAuthnCredentialsOptions = builder().build()
    }
}
