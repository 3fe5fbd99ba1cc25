package dev.cognitoauth.testing

import java.io.File

/** Finds the program of the local pool. */
internal object PoolProgram {
    private const val VARIABLE = "COGNITO_LOCAL_POOL"
    private const val NAME = "cognito-local-pool"

    /** Where cargo and pip put programs. An IDE may start without these folders in its `PATH`. */
    private val OFTEN = listOf(".cargo/bin", ".local/bin")

    /** [given], or what the variable names, or the program of the `PATH`. */
    fun find(
        given: File? = null,
        environment: Map<String, String> = System.getenv(),
        home: String = System.getProperty("user.home").orEmpty(),
    ): File {
        val named = given ?: environment[VARIABLE]?.takeIf(String::isNotEmpty)?.let(::File)
        if (named != null) {
            check(named.canExecute()) { "There is no program of the local pool at '$named'. $HOW" }
            return named
        }
        val path = environment["PATH"].orEmpty().split(File.pathSeparator).filter(String::isNotEmpty)
        val folders = path.map(::File) + OFTEN.map { File(home, it) }
        // npm makes a `.cmd` on Windows.
        val names = if (File.separatorChar == '\\') listOf("$NAME.exe", "$NAME.cmd") else listOf(NAME)
        val found = folders.flatMap { folder -> names.map { File(folder, it) } }
        return checkNotNull(found.firstOrNull { it.isFile && it.canExecute() }) {
            "The PATH has no program '$NAME'. $HOW"
        }
    }

    private const val HOW =
        "Install it with cargo, npm or pip, as local-pool/README.md of CognitoAuth says, or build it in a checkout, " +
            "with Rust, by 'cargo build --release -p cognito-local-pool': it is then " +
            "target/release/cognito-local-pool. If it is not in the PATH, put its path into the environment variable " +
            "$VARIABLE of the tests, or pass it to LocalPool.start."
}
