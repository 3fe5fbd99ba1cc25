package dev.cognitoauth.amplify

import android.content.Context
import dev.cognitoauth.Auth
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.AuthEvent
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows
import java.util.concurrent.Executor
import dev.cognitoauth.amplify.kotlin.Amplify as Coroutines

/** The start of an app, and the events. */
@Timeout(60)
class AmplifyTest {
    private class FakeAuth : Auth {
        override val events = MutableSharedFlow<AuthEvent>(extraBufferCapacity = 9)
        override val callbackExecutor = Executor { it.run() }
    }

    private val auth = FakeAuth()
    private val plugin = AWSCognitoAuthPlugin(auth)
    private val context = Context()

    @AfterEach
    fun release(): Unit = Amplify.removePlugin(plugin)

    @Test
    fun anAddedPluginCanBeConfiguredOnlyOnce() {
        Amplify.configure(context)
        Amplify.addPlugin(plugin)
        Amplify.configure(context)
        assertThrows<AmplifyException> { Amplify.configure(context) }
        assertThrows<AmplifyException> { Amplify.addPlugin(AWSCognitoAuthPlugin()) }
        Amplify.removePlugin(plugin)
        Amplify.addPlugin(plugin)
        Coroutines.configure(AmplifyOutputs(1), context)
    }

    @Test
    fun configureFailsWithoutAConfigurationFile() {
        val events = mutableListOf<String>()
        val token = Amplify.Hub.subscribe(HubChannel.AUTH) { events += it.name }
        val empty = AWSCognitoAuthPlugin()
        Amplify.addPlugin(empty)
        assertThrows<AmplifyException> { Amplify.configure(context) }
        assertThrows<ConfigurationException> { Amplify.configure(AmplifyOutputs(7), context) }
        Amplify.Hub.unsubscribe(token)
        Amplify.removePlugin(empty)
        assertEquals(listOf("FAILED", "FAILED"), events)
    }

    @Test
    fun configureFindsTheAppsFileAndPrefersAmplifyOutputs() {
        for ((number, name) in listOf("amplifyconfiguration", "amplify_outputs").withIndex()) {
            val text = OUTPUTS.replace("any-client", name)
            context.resources.names[name] = number + 3
            context.resources.raw[number + 3] = text.byteInputStream()
            assertEquals(AuthConfiguration.fromJson(text), AmplifyConfiguration.ofTheApp.read(context), name)
        }
    }

    @Test
    fun theOutputsCanComeFromAString() {
        val read = AmplifyOutputs.fromString(OUTPUTS).configuration.read(context)
        assertEquals(AuthConfiguration.fromAmplifyOutputs(OUTPUTS), read)
    }

    @Test
    fun subscribersHearOnlyTheEventsThatAmplifyNames() {
        val all = mutableListOf<String>()
        val some = mutableListOf<String>()
        val token = Amplify.Hub.subscribe(HubChannel.AUTH) { all += it.name }
        val other = Amplify.Hub.subscribe(HubChannel.AUTH, { it.name == "SIGNED_OUT" }, { some += it.name })
        Amplify.addPlugin(plugin)
        Amplify.configure(context)
        AuthEvent.entries.forEach(auth.events::tryEmit)
        Amplify.Hub.unsubscribe(token)
        Amplify.Hub.unsubscribe(other)
        auth.events.tryEmit(AuthEvent.SIGNED_OUT)
        assertEquals(listOf("SUCCEEDED") + AuthChannelEventName.entries.map { it.name }, all)
        assertEquals(listOf("SIGNED_OUT"), some)
    }

    @Test
    fun theEventsAlsoComeAsAFlow() {
        runBlocking {
            val heard =
                async(start = CoroutineStart.UNDISPATCHED) {
                    Coroutines.Hub
                        .subscribe(HubChannel.AUTH)
                        .take(2)
                        .toList()
                }
            // Lets the flow's coroutine run, so that it subscribes before the first event.
            yield()
            Amplify.addPlugin(plugin)
            Amplify.configure(context)
            auth.events.tryEmit(AuthEvent.USER_DELETED)
            assertEquals(listOf("SUCCEEDED", "USER_DELETED"), heard.await().map { it.name })
        }
    }

    private companion object {
        const val OUTPUTS =
            """{"version": "1", "auth": {"aws_region": "us-east-1", "user_pool_id": "us-east-1_Pool",
            "user_pool_client_id": "any-client"}}"""
    }
}
