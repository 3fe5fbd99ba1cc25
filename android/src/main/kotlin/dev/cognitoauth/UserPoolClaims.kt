package dev.cognitoauth

/**
 * What the tokens say about the user: the claims of the ID token and those of the access token.
 *
 * The library does **not** verify the tokens' signatures: it gets the tokens from the service over TLS. Use the claims
 * for what the app shows. A server must verify the token itself before it trusts a claim.
 */
public data class UserPoolClaims
    @JvmOverloads
    constructor(
        /** The claims about the user: attributes, groups. */
        public val idToken: TokenClaims = TokenClaims(),
        /** What the token allows: scopes, groups. It has attributes only if a trigger of the pool adds them. */
        public val accessToken: TokenClaims = TokenClaims(),
    )

/**
 * The claims of one token. Printing them prints no attribute of the user.
 *
 * A claim that is missing, or has an unexpected form, is null or empty here. [claimsJson] has every claim as it is.
 */
public data class TokenClaims
    @JvmOverloads
    constructor(
        /** The user's id (`sub`). */
        public val userId: String? = null,
        /** The user name in the pool (`cognito:username` in the ID token, `username` in the access token). */
        public val username: String? = null,
        /** The user's groups (`cognito:groups`). */
        public val groups: List<String> = emptyList(),
        /** The e-mail address (`email`). */
        public val email: String? = null,
        /** Whether the address was verified (`email_verified`). */
        public val isEmailVerified: Boolean? = null,
        /** The phone number (`phone_number`). */
        public val phoneNumber: String? = null,
        /** Whether the number was verified (`phone_number_verified`). */
        public val isPhoneNumberVerified: Boolean? = null,
        /**
         * The pool's custom attributes (`custom:…`), by their names without the prefix. A value that is not a text is
         * given as JSON.
         */
        public val customAttributes: Map<String, String> = emptyMap(),
        /** What the access token allows (`scope`). */
        public val scopes: List<String> = emptyList(),
        /** When the token was issued (`iat`), in milliseconds since 1970 by the service's clock. */
        public val issuedAtMilliseconds: Long? = null,
        /** When the token expires (`exp`), in milliseconds since 1970 by the service's clock. */
        public val expiresAtMilliseconds: Long? = null,
        /** Every claim, as the token's JSON object. Empty if the token can't be read. */
        public val claimsJson: String = "",
    ) {
        override fun toString(): String =
            "TokenClaims(userId=$userId, issuedAtMilliseconds=$issuedAtMilliseconds, " +
                "expiresAtMilliseconds=$expiresAtMilliseconds, customAttributes=${customAttributes.keys})"
    }
