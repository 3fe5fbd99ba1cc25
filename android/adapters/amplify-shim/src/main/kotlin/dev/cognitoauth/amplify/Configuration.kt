package dev.cognitoauth.amplify

import android.content.Context
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.android.AndroidAuth

/** The app's configuration, for [Amplify.configure]. */
public class AmplifyConfiguration internal constructor(
    internal val read: (Context) -> AuthConfiguration,
) {
    public companion object {
        /** The configuration in a raw resource, such as `R.raw.amplifyconfiguration`. */
        @JvmStatic
        public fun fromConfigFile(
            context: Context,
            resource: Int,
        ): AmplifyConfiguration = AmplifyConfiguration { AndroidAuth.configuration(context, resource) }

        internal val ofTheApp =
            AmplifyConfiguration { context -> AndroidAuth.configuration(context, resourceOf(context)) }

        private fun resourceOf(context: Context): Int =
            listOf("amplify_outputs", "amplifyconfiguration")
                .map { context.resources.getIdentifier(it, "raw", context.packageName) }
                .firstOrNull { it != 0 }
                ?: throw AmplifyException(
                    "The app has no raw resource amplify_outputs or amplifyconfiguration.",
                    "Add the file to res/raw, or pass another configuration to Amplify.configure.",
                )
    }
}

/** The app's `amplify_outputs.json`, for [Amplify.configure]. */
public class AmplifyOutputs private constructor(
    internal val configuration: AmplifyConfiguration,
) {
    /** The outputs in a raw resource, such as `R.raw.amplify_outputs`. */
    public constructor(resource: Int) : this(AmplifyConfiguration { AndroidAuth.configuration(it, resource) })

    public companion object {
        /** The outputs in a raw resource, such as `R.raw.amplify_outputs`. */
        @JvmStatic
        public fun fromResource(resource: Int): AmplifyOutputs = AmplifyOutputs(resource)

        /** The outputs as text. */
        @JvmStatic
        public fun fromString(text: String): AmplifyOutputs =
            AmplifyOutputs(AmplifyConfiguration { AuthConfiguration.fromAmplifyOutputs(text) })
    }
}
