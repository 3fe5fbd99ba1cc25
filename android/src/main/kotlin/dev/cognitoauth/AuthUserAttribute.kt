package dev.cognitoauth

import dev.cognitoauth.ffi.userAttributeKey
import dev.cognitoauth.ffi.userAttributeName
import dev.cognitoauth.ffi.AuthUserAttributeKey as BridgeKey

/** The key of a user attribute: a standard one of OpenID Connect's, or another one. */
class AuthUserAttributeKey private constructor(
    internal val bridge: BridgeKey,
) {
    /** Cognito's name of the attribute: `email`, `custom:department`. */
    val keyString: String get() = userAttributeName(bridge)

    // One attribute may be named with its prefix and without: only the core knows that the two are one.
    private val identity: Any get() = if (bridge is BridgeKey.Custom) keyString else bridge

    override fun equals(other: Any?): Boolean = other is AuthUserAttributeKey && identity == other.identity

    override fun hashCode(): Int = identity.hashCode()

    override fun toString(): String = keyString

    companion object {
        /** `address` */
        @JvmStatic
        fun address(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.Address)

        /** `birthdate` */
        @JvmStatic
        fun birthdate(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.BirthDate)

        /** `email` */
        @JvmStatic
        fun email(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.Email)

        /** `email_verified` */
        @JvmStatic
        fun emailVerified(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.EmailVerified)

        /** `family_name` */
        @JvmStatic
        fun familyName(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.FamilyName)

        /** `gender` */
        @JvmStatic
        fun gender(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.Gender)

        /** `given_name` */
        @JvmStatic
        fun givenName(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.GivenName)

        /** `locale` */
        @JvmStatic
        fun locale(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.Locale)

        /** `middle_name` */
        @JvmStatic
        fun middleName(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.MiddleName)

        /** `name` */
        @JvmStatic
        fun name(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.Name)

        /** `nickname` */
        @JvmStatic
        fun nickname(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.Nickname)

        /** `phone_number` */
        @JvmStatic
        fun phoneNumber(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.PhoneNumber)

        /** `phone_number_verified` */
        @JvmStatic
        fun phoneNumberVerified(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.PhoneNumberVerified)

        /** `picture` */
        @JvmStatic
        fun picture(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.Picture)

        /** `preferred_username` */
        @JvmStatic
        fun preferredUsername(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.PreferredUsername)

        /** `profile` */
        @JvmStatic
        fun profile(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.Profile)

        /** `sub`: the user's id in the pool; never changes. */
        @JvmStatic
        fun sub(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.Sub)

        /** `updated_at` */
        @JvmStatic
        fun updatedAt(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.UpdatedAt)

        /** `website` */
        @JvmStatic
        fun website(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.Website)

        /** `zoneinfo` */
        @JvmStatic
        fun zoneInfo(): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.ZoneInfo)

        /**
         * An attribute of the pool's own, with Cognito's prefix `custom:` or without it; or one of Cognito's that is
         * not standard, by its whole name, such as `identities` or `dev:custom:department`.
         */
        @JvmStatic
        fun custom(name: String): AuthUserAttributeKey = AuthUserAttributeKey(BridgeKey.Custom(name))

        /**
         * The key of Cognito's name; a name that is neither standard nor one of Cognito's others is the pool's own,
         * with its prefix or without.
         */
        @JvmStatic
        fun fromKeyString(keyString: String): AuthUserAttributeKey = of(userAttributeKey(keyString))

        internal fun of(bridge: BridgeKey) = AuthUserAttributeKey(bridge)
    }
}

/** A user attribute: a key and its value. Printing it prints the key alone. */
data class AuthUserAttribute(
    /** The key. */
    val key: AuthUserAttributeKey,
    /** The value; up to 2,048 characters. Personal data, so kept like a secret. */
    val value: String,
) {
    override fun toString(): String = "AuthUserAttribute(key=$key)"
}
