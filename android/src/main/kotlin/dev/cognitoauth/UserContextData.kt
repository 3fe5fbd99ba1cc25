package dev.cognitoauth

/**
 * What the pool's threat protection (advanced security) is told about the device, to judge how risky a request is.
 * Printing it prints nothing of it.
 */
class UserContextData
    @JvmOverloads
    constructor(
        /** The device's fingerprint, as the service's context data library encodes it. */
        val encodedData: String,
        /** The device's own address, IPv4 or IPv6, where the app client accepts one. */
        val ipAddress: String? = null,
    ) {
        override fun toString(): String = "UserContextData"
    }
