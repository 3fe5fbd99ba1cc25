package dev.cognitoauth

/** A device of the user's, as the service lists it. */
data class AuthDevice(
    /** The service's key of the device. */
    val id: String,
    /** Its name, if it has one. */
    val name: String?,
    /** What else the service says of it, such as `device_status` and `last_ip_used`. */
    val attributes: Map<String, String>,
    /** When it was first seen, in milliseconds since 1970. */
    val createdAtMilliseconds: Long?,
    /** When it last signed in, in milliseconds since 1970. */
    val lastAuthenticatedAtMilliseconds: Long?,
    /** When what the service knows of it changed last, in milliseconds since 1970. */
    val lastModifiedAtMilliseconds: Long?,
) {
    companion object {
        /** The device with this id, for [Auth.forgetDevice]. */
        @JvmStatic
        fun fromId(id: String): AuthDevice = AuthDevice(id, null, emptyMap(), null, null, null)
    }
}
