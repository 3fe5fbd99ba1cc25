package dev.cognitoauth.support

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthAccounts
import dev.cognitoauth.ffi.AccountsBridge
import dev.cognitoauth.ffi.AuthBridge
import dev.cognitoauth.ffi.Clock
import dev.cognitoauth.ffi.Entropy

/** An instance with the test's own clock and randomness, which the shipped library has no way to set. */
internal fun Auth.Builder.buildForTesting(
    clock: Clock? = null,
    entropy: Entropy? = null,
): Auth = build { configuration, ports -> AuthBridge.forTesting(configuration, ports, clock, entropy) }

/** The accounts with the test's own clock. */
internal fun Auth.Builder.buildAccountsForTesting(clock: Clock): AuthAccounts =
    buildAccounts { configuration, ports -> AccountsBridge.forTesting(configuration, ports, clock) }

/** The device's clock, moved forward by [aheadMilliseconds]. */
internal class ShiftedClock : Clock {
    @Volatile
    var aheadMilliseconds = 0L

    override fun nowMilliseconds(): Long = System.currentTimeMillis() + aheadMilliseconds
}
