package dev.cognitoauth.support

import dev.cognitoauth.Auth
import dev.cognitoauth.ffi.AuthBridge
import dev.cognitoauth.ffi.Clock
import dev.cognitoauth.ffi.Entropy

/** An instance with the test's own time and randomness. The library that ships has no way to set them. */
internal fun Auth.Builder.buildForTesting(
    clock: Clock? = null,
    entropy: Entropy? = null,
): Auth =
    build { configuration, transport, store, passkeys, guard, log ->
        AuthBridge.forTesting(configuration, transport, store, passkeys, guard, log, clock, entropy)
    }

/** The device's clock, moved forward by [aheadMilliseconds]. */
internal class ShiftedClock : Clock {
    @Volatile
    var aheadMilliseconds = 0L

    override fun nowMilliseconds(): Long = System.currentTimeMillis() + aheadMilliseconds
}
