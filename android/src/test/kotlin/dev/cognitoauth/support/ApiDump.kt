package dev.cognitoauth.support

import java.io.File

/** The checked-in dump of the public API. */
internal object ApiDump {
    private val declaration = Regex("""^public .*class (dev/cognitoauth/\S+)""")

    /** Every public class, nested ones too, except those of `dev.cognitoauth.android`. */
    val classes: List<Class<*>> =
        File(System.getProperty("api.dump"))
            .readLines()
            .mapNotNull { declaration.find(it)?.groupValues?.get(1) }
            .filterNot { it.startsWith("dev/cognitoauth/android/") }
            .map { Class.forName(it.replace('/', '.')) }
}
