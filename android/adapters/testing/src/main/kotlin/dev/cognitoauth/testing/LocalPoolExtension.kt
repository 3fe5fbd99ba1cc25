package dev.cognitoauth.testing

import org.junit.jupiter.api.extension.AfterAllCallback
import org.junit.jupiter.api.extension.AfterEachCallback
import org.junit.jupiter.api.extension.BeforeAllCallback
import org.junit.jupiter.api.extension.BeforeEachCallback
import org.junit.jupiter.api.extension.ExtensionContext
import org.junit.jupiter.api.extension.ParameterContext
import org.junit.jupiter.api.extension.ParameterResolver
import java.io.File

/**
 * A [LocalPool] for each test of a class of JUnit 5: every test finds the pool as it is at its start, without users,
 * except for those of a `--config` file.
 *
 * ```
 * @RegisterExtension
 * val pool = LocalPoolExtension()          // starts a program for each test
 *
 * companion object {
 *     @JvmField
 *     @RegisterExtension
 *     val pool = LocalPoolExtension()      // starts one for the class, and resets it before each test
 * }
 * ```
 *
 * With `@ExtendWith(LocalPoolExtension::class)` there is one program for the class. In each of these forms, a test can
 * also take the pool as a parameter. With one program for the class, don't run the class's tests in parallel.
 *
 * It needs JUnit 5 (`org.junit.jupiter:junit-jupiter-api`), which the app's tests bring. With JUnit 4, call
 * [LocalPool.start] and [LocalPool.close].
 */
public class LocalPoolExtension
    @JvmOverloads
    constructor(
        private val program: File? = null,
        private val arguments: List<String> = emptyList(),
    ) : BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
        private class Running(
            val pool: LocalPool,
            /** The id of the test, or of the class, that started the pool. */
            val owner: String,
        )

        @Volatile
        private var running: Running? = null

        /** The pool of the test that runs now. */
        public val pool: LocalPool
            get() =
                checkNotNull(running) {
                    "The local pool runs only while JUnit runs the tests of the class. Is the extension registered?"
                }.pool

        override fun beforeAll(context: ExtensionContext): Unit = start(context)

        override fun beforeEach(context: ExtensionContext) {
            running?.pool?.reset() ?: start(context)
        }

        override fun afterEach(context: ExtensionContext): Unit = end(context)

        override fun afterAll(context: ExtensionContext): Unit = end(context)

        override fun supportsParameter(
            parameter: ParameterContext,
            context: ExtensionContext,
        ): Boolean = parameter.parameter.type == LocalPool::class.java

        override fun resolveParameter(
            parameter: ParameterContext,
            context: ExtensionContext,
        ): Any = pool

        /** JUnit calls this for nested classes too. They use the pool of the outer class. */
        private fun start(context: ExtensionContext) {
            if (running == null) running = Running(LocalPool.start(program, arguments), context.uniqueId)
        }

        private fun end(context: ExtensionContext) {
            val ended = running?.takeIf { it.owner == context.uniqueId } ?: return
            running = null
            ended.pool.close()
        }
    }
