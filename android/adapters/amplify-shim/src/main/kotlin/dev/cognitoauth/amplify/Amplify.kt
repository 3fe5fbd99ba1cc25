package dev.cognitoauth.amplify

import android.content.Context

/**
 * Amplify's entry point, over this library: code for the Auth category of Amplify Android needs only other imports.
 * [dev.cognitoauth.amplify.kotlin.Amplify] has the same calls as suspending functions.
 */
public object Amplify {
    /** The calls of the Auth category. */
    @JvmField
    @Suppress("ktlint:standard:property-naming")
    public val Auth: AuthCategory = AuthCategory()

    /** The events. */
    @JvmField
    @Suppress("ktlint:standard:property-naming")
    public val Hub: HubCategory = HubCategory()

    /**
     * Adds the plugin, before [configure].
     *
     * @throws AmplifyException if another plugin is configured already
     */
    @JvmStatic
    @Throws(AmplifyException::class)
    public fun addPlugin(plugin: AWSCognitoAuthPlugin): Unit = Auth.add(plugin)

    /** Removes the plugin. After that, another plugin can be added and configured. */
    @JvmStatic
    public fun removePlugin(plugin: AWSCognitoAuthPlugin): Unit = Auth.remove(plugin)

    /**
     * Reads the app's raw resource `amplify_outputs`, or else `amplifyconfiguration`.
     *
     * @throws AmplifyException if the app has neither file, if the file can't be used, or if the plugin is configured
     * already
     */
    @JvmStatic
    @Throws(AmplifyException::class)
    public fun configure(context: Context): Unit = configure(AmplifyConfiguration.ofTheApp, context)

    /**
     * Reads the app's Amplify outputs.
     *
     * @throws AmplifyException if they can't be used, or the plugin is configured already
     */
    @JvmStatic
    @Throws(AmplifyException::class)
    public fun configure(
        outputs: AmplifyOutputs,
        context: Context,
    ): Unit = configure(outputs.configuration, context)

    /**
     * Uses the app's configuration.
     *
     * @throws AmplifyException if it can't be used, or the plugin is configured already
     */
    @JvmStatic
    @Throws(AmplifyException::class)
    public fun configure(
        configuration: AmplifyConfiguration,
        context: Context,
    ): Unit = translating { Auth.configure(Hub, configuration, context) }
}
