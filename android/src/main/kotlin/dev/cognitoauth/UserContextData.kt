package dev.cognitoauth

/**
 * Data about the device, for the pool's threat protection (advanced security), which judges how risky a request is.
 * Printing it prints none of the data.
 */
public class UserContextData
    @JvmOverloads
    constructor(
        /** The device's fingerprint, as the service's context data library encodes it. */
        public val encodedData: String,
        /** The device's IP address (IPv4 or IPv6), if the app client accepts one. */
        public val ipAddress: String? = null,
    ) {
        override fun equals(other: Any?): Boolean =
            other is UserContextData && encodedData == other.encodedData && ipAddress == other.ipAddress

        override fun hashCode(): Int = encodedData.hashCode()

        override fun toString(): String = "UserContextData"
    }
