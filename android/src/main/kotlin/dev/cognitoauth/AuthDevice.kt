package dev.cognitoauth

/** A device of the user, as the service lists it. */
public data class AuthDevice(
    /** The service's key of the device. */
    public val id: String,
    /** The device's name, if it has one. */
    public val name: String? = null,
    /** Other values that the service has for the device, such as `device_status` and `last_ip_used`. */
    public val attributes: Map<String, String> = emptyMap(),
    /** When the service first saw the device, in milliseconds since 1970. */
    public val createdAtMilliseconds: Long? = null,
    /** When the user last signed in on the device, in milliseconds since 1970. */
    public val lastAuthenticatedAtMilliseconds: Long? = null,
    /** When the service last changed what it knows of the device, in milliseconds since 1970. */
    public val lastModifiedAtMilliseconds: Long? = null,
) {
    /** The id and the names of the attributes, without the device's name, which can contain the owner's name. */
    override fun toString(): String = "AuthDevice(id=$id, attributes=${attributes.keys})"

    public companion object {
        /** The device with this id, for [Auth.forgetDevice]. */
        @JvmStatic
        public fun fromId(id: String): AuthDevice = AuthDevice(id)
    }
}
