package dev.cognitoauth.amplify.kotlin

import android.content.Context
import dev.cognitoauth.amplify.AWSCognitoAuthPlugin
import dev.cognitoauth.amplify.AmplifyConfiguration
import dev.cognitoauth.amplify.AmplifyOutputs

private typealias Callbacks = dev.cognitoauth.amplify.Amplify

/** Amplify's entry point for coroutines. It shares its plugin with [dev.cognitoauth.amplify.Amplify]. */
public object Amplify {
    /** The calls of the Auth category. */
    @Suppress("ktlint:standard:property-naming")
    public val Auth: KotlinAuthFacade = KotlinAuthFacade { Callbacks.Auth.ours }

    /** The events. */
    @Suppress("ktlint:standard:property-naming")
    public val Hub: KotlinHubFacade = KotlinHubFacade(Callbacks.Hub)

    /** Does what [dev.cognitoauth.amplify.Amplify.addPlugin] does. */
    public fun addPlugin(plugin: AWSCognitoAuthPlugin): Unit = Callbacks.addPlugin(plugin)

    /** Does what [dev.cognitoauth.amplify.Amplify.removePlugin] does. */
    public fun removePlugin(plugin: AWSCognitoAuthPlugin): Unit = Callbacks.removePlugin(plugin)

    /** Does what [dev.cognitoauth.amplify.Amplify.configure] does. */
    public fun configure(context: Context): Unit = Callbacks.configure(context)

    /** Does what [dev.cognitoauth.amplify.Amplify.configure] does. */
    public fun configure(
        outputs: AmplifyOutputs,
        context: Context,
    ): Unit = Callbacks.configure(outputs, context)

    /** Does what [dev.cognitoauth.amplify.Amplify.configure] does. */
    public fun configure(
        configuration: AmplifyConfiguration,
        context: Context,
    ): Unit = Callbacks.configure(configuration, context)
}
