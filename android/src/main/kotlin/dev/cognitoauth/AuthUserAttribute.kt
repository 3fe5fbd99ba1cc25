package dev.cognitoauth

/**
 * The key of a user attribute, which OpenID Connect, Cognito or the pool defines. Two keys are equal if they name the
 * same attribute.
 */
public class AuthUserAttributeKey private constructor(
    /** Cognito's name of the attribute: `email`, `custom:department`. */
    public val keyString: String,
) {
    override fun equals(other: Any?): Boolean = other is AuthUserAttributeKey && keyString == other.keyString

    override fun hashCode(): Int = keyString.hashCode()

    override fun toString(): String = keyString

    public companion object {
        /** `address` */
        @JvmStatic
        public fun address(): AuthUserAttributeKey = of(StandardAttribute.ADDRESS)

        /** `birthdate` */
        @JvmStatic
        public fun birthdate(): AuthUserAttributeKey = of(StandardAttribute.BIRTHDATE)

        /** `email` */
        @JvmStatic
        public fun email(): AuthUserAttributeKey = of(StandardAttribute.EMAIL)

        /** `email_verified` */
        @JvmStatic
        public fun emailVerified(): AuthUserAttributeKey = of(StandardAttribute.EMAIL_VERIFIED)

        /** `family_name` */
        @JvmStatic
        public fun familyName(): AuthUserAttributeKey = of(StandardAttribute.FAMILY_NAME)

        /** `gender` */
        @JvmStatic
        public fun gender(): AuthUserAttributeKey = of(StandardAttribute.GENDER)

        /** `given_name` */
        @JvmStatic
        public fun givenName(): AuthUserAttributeKey = of(StandardAttribute.GIVEN_NAME)

        /** `locale` */
        @JvmStatic
        public fun locale(): AuthUserAttributeKey = of(StandardAttribute.LOCALE)

        /** `middle_name` */
        @JvmStatic
        public fun middleName(): AuthUserAttributeKey = of(StandardAttribute.MIDDLE_NAME)

        /** `name` */
        @JvmStatic
        public fun name(): AuthUserAttributeKey = of(StandardAttribute.NAME)

        /** `nickname` */
        @JvmStatic
        public fun nickname(): AuthUserAttributeKey = of(StandardAttribute.NICKNAME)

        /** `phone_number` */
        @JvmStatic
        public fun phoneNumber(): AuthUserAttributeKey = of(StandardAttribute.PHONE_NUMBER)

        /** `phone_number_verified` */
        @JvmStatic
        public fun phoneNumberVerified(): AuthUserAttributeKey = of(StandardAttribute.PHONE_NUMBER_VERIFIED)

        /** `picture` */
        @JvmStatic
        public fun picture(): AuthUserAttributeKey = of(StandardAttribute.PICTURE)

        /** `preferred_username` */
        @JvmStatic
        public fun preferredUsername(): AuthUserAttributeKey = of(StandardAttribute.PREFERRED_USERNAME)

        /** `profile` */
        @JvmStatic
        public fun profile(): AuthUserAttributeKey = of(StandardAttribute.PROFILE)

        /** `sub`: the user's id in the pool; never changes. */
        @JvmStatic
        public fun sub(): AuthUserAttributeKey = of(StandardAttribute.SUB)

        /** `updated_at` */
        @JvmStatic
        public fun updatedAt(): AuthUserAttributeKey = of(StandardAttribute.UPDATED_AT)

        /** `website` */
        @JvmStatic
        public fun website(): AuthUserAttributeKey = of(StandardAttribute.WEBSITE)

        /** `zoneinfo` */
        @JvmStatic
        public fun zoneInfo(): AuthUserAttributeKey = of(StandardAttribute.ZONEINFO)

        /**
         * A custom attribute of the pool, with Cognito's prefix `custom:` or without it. [name] can also be the whole
         * name of a Cognito attribute that is not standard, such as `identities` or `dev:custom:department`.
         */
        @JvmStatic
        public fun custom(name: String): AuthUserAttributeKey =
            AuthUserAttributeKey(if (isWhole(name)) name else "custom:$name")

        /**
         * The key with this name. A name that Cognito does not define is a custom attribute of the pool, with the
         * prefix `custom:` or without it.
         */
        @JvmStatic
        public fun fromKeyString(keyString: String): AuthUserAttributeKey =
            if (isStandard(keyString)) AuthUserAttributeKey(keyString) else custom(keyString)

        private fun isStandard(name: String): Boolean = StandardAttribute.entries.any { it.keyString == name }

        private fun of(attribute: StandardAttribute) = AuthUserAttributeKey(attribute.keyString)

        /** Whether this is an attribute's whole name: it has one of Cognito's prefixes, or is `identities`. */
        private fun isWhole(name: String): Boolean =
            name == "identities" || listOf("custom:", "dev:", "cognito:").any(name::startsWith)
    }
}

/** The standard attributes, by Cognito's names. A test checks that the core knows the same names. */
private enum class StandardAttribute(
    val keyString: String,
) {
    ADDRESS("address"),
    BIRTHDATE("birthdate"),
    EMAIL("email"),
    EMAIL_VERIFIED("email_verified"),
    FAMILY_NAME("family_name"),
    GENDER("gender"),
    GIVEN_NAME("given_name"),
    LOCALE("locale"),
    MIDDLE_NAME("middle_name"),
    NAME("name"),
    NICKNAME("nickname"),
    PHONE_NUMBER("phone_number"),
    PHONE_NUMBER_VERIFIED("phone_number_verified"),
    PICTURE("picture"),
    PREFERRED_USERNAME("preferred_username"),
    PROFILE("profile"),
    SUB("sub"),
    UPDATED_AT("updated_at"),
    WEBSITE("website"),
    ZONEINFO("zoneinfo"),
}

/** A user attribute: a key and its value. Printing it prints the key alone. */
public data class AuthUserAttribute(
    /** The key. */
    public val key: AuthUserAttributeKey,
    /** The value; up to 2,048 characters. It is personal data, and is not printed. */
    public val value: String,
) {
    override fun toString(): String = "AuthUserAttribute(key=$key)"
}

/**
 * A builder's attributes: a list, and attributes that were added one by one. An added attribute replaces the list's
 * attribute with the same key, whichever was set first.
 */
internal class AttributesInTheMaking {
    private var listed = emptyList<AuthUserAttribute>()
    private val single = linkedMapOf<AuthUserAttributeKey, AuthUserAttribute>()

    fun list(attributes: List<AuthUserAttribute>) {
        listed = attributes.toList()
    }

    fun add(
        key: AuthUserAttributeKey,
        value: String,
    ) {
        single[key] = AuthUserAttribute(key, value)
    }

    fun all(): List<AuthUserAttribute> = listed.filter { it.key !in single } + single.values
}
