package dev.cognitoauth.amplify

import android.content.Context

/**
 * Amplify's entry point, over this library. In code for the Auth category of Amplify Android, you change the imports,
 * and what the README lists. In [dev.cognitoauth.amplify.kotlin.Amplify], the calls of the Auth category are suspending
 * functions.
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
     * @throws AmplifyException if a plugin is configured already
     */
    @JvmStatic
    @Throws(AmplifyException::class)
    public fun addPlugin(plugin: AWSCognitoAuthPlugin): Unit = Auth.add(plugin)

    /** Removes the plugin. After that, another plugin can be added and configured. */
    @JvmStatic
    public fun removePlugin(plugin: AWSCognitoAuthPlugin): Unit = Auth.remove(plugin)

    /**
     * Configures the plugin with the app's raw resource `amplify_outputs`, or else `amplifyconfiguration`. Nothing is
     * read if the plugin was made with an `Auth`, or if there is no plugin.
     *
     * @throws AmplifyException if the app has neither file, if the file can't be used, or if the plugin is configured
     * already
     */
    @JvmStatic
    @Throws(AmplifyException::class)
    public fun configure(context: Context): Unit = configure(AmplifyConfiguration.ofTheApp, context)

    /**
     * Configures the plugin with the app's Amplify outputs. Nothing is read if the plugin was made with an `Auth`, or
     * if there is no plugin.
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
     * Configures the plugin with the app's configuration. It is not used if the plugin was made with an `Auth`, or if
     * there is no plugin.
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
