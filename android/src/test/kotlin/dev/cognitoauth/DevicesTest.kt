package dev.cognitoauth

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class DevicesTest {
    private val pool =
        LocalPool.shared.another {
            putJsonObject("DeviceConfiguration") {
                put("DeviceOnlyRememberedOnUserPrompt", true)
                put("ChallengeRequiredOnNewDevice", true)
            }
        }
    private val auth = auth("Ana's phone")

    @Test
    fun aDeviceIsListedRememberedAndForgotten() =
        runBlocking {
            User().signIn(auth, pool)
            val device = auth.fetchDevices().single()
            assertEquals("Ana's phone", device.name)
            assertTrue(checkNotNull(device.createdAtMilliseconds) > 0)

            auth.rememberDevice()
            auth.forgetDevice()
            assertEquals(emptyList<AuthDevice>(), auth.fetchDevices())
        }

    @Test
    fun rememberDeviceAndForgetDeviceFailInAPoolThatTracksNoDevices() =
        runBlocking {
            val untracked = authOf()
            User().signIn(untracked)
            for (call in listOf<suspend () -> Unit>({ untracked.rememberDevice() }, { untracked.forgetDevice() })) {
                val exception = assertThrows<InvalidStateException> { runBlocking { call() } }
                assertEquals(AuthErrorCode.NO_DEVICE, exception.code)
            }
        }

    @Test
    fun aKnownDeviceIsNotConfirmedAgainAtTheNextSignIn() =
        runBlocking {
            val user = User().signIn(auth, pool)
            auth.signOut()
            val operations =
                pool.operationsDuring { assertTrue(auth.signIn(user.username, user.password).isSignedIn) }
            // One challenge is for the password, and two are for the device. A new device would need a ConfirmDevice.
            assertEquals(listOf("InitiateAuth") + List(3) { "RespondToAuthChallenge" }, operations)
            assertEquals(1, auth.fetchDevices().size)
        }

    @Test
    fun anotherDeviceOfTheUserIsForgottenByItsId() =
        runBlocking {
            val user = User().signIn(auth, pool)
            val other = auth("Ana's tablet")
            other.signIn(user.username, user.password)
            val tablet = auth.fetchDevices().single { it.name == "Ana's tablet" }
            auth.forgetDevice(AuthDevice.fromId(tablet.id))
            assertEquals(listOf("Ana's phone"), auth.fetchDevices().map { it.name })
            val exception = assertThrows<AuthException> { runBlocking { auth.forgetDevice(tablet) } }
            assertEquals(AuthErrorCode.RESOURCE_NOT_FOUND, exception.code)
        }

    private fun auth(deviceName: String): Auth =
        Auth.builder(pool.configuration().deviceName(deviceName).build(), MemoryStore()).build()
}
