package dev.cognitoauth.testing

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Nested
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.extension.ExtendWith
import org.junit.jupiter.api.extension.RegisterExtension
import org.junit.platform.engine.discovery.DiscoverySelectors.selectClass
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder
import org.junit.platform.launcher.core.LauncherFactory
import org.junit.platform.launcher.listeners.SummaryGeneratingListener
import java.io.IOException
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.reflect.KClass

/** Runs classes of tests that use the extension, and checks what they found. */
@Timeout(120)
class LocalPoolExtensionTest {
    /** Every test makes the same user, which the pool refuses if another test's user is still there. */
    open class Sample {
        fun use(pool: LocalPool) {
            used += pool
            pool.createUser("ana", "Password-123")
        }
    }

    class ForEachTest : Sample() {
        @JvmField
        @RegisterExtension
        val local = LocalPoolExtension()

        @Test
        fun one() = use(local.pool)

        @Test
        fun two(pool: LocalPool) {
            assertSame(local.pool, pool)
            use(pool)
        }
    }

    class ForTheClass : Sample() {
        @Test
        fun one() = use(local.pool)

        @Test
        fun two(pool: LocalPool) = use(pool)

        companion object {
            @JvmField
            @RegisterExtension
            val local = LocalPoolExtension()
        }
    }

    @ExtendWith(LocalPoolExtension::class)
    class WithANestedClass : Sample() {
        @Test
        fun one(pool: LocalPool) = use(pool)

        @Nested
        inner class Inside {
            @Test
            fun two(pool: LocalPool) = use(pool)
        }
    }

    /**
     * Runs both tests of the class, and checks that the pools that they used have ended. Returns how many pools there
     * were.
     */
    private fun poolsOf(type: KClass<out Sample>): Int {
        used.clear()
        val request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(type.java)).build()
        val summary = SummaryGeneratingListener().also { LauncherFactory.create().execute(request, it) }.summary
        assertEquals(emptyList<String>(), summary.failures.map { "${it.testIdentifier.displayName}: ${it.exception}" })
        assertEquals(2, summary.testsSucceededCount)
        val pools = used.distinct()
        pools.forEach { assertThrows<IOException> { it.now() } }
        return pools.size
    }

    @Test
    fun anExtensionInAPropertyStartsAPoolForEachTest() = assertEquals(2, poolsOf(ForEachTest::class))

    @Test
    fun anExtensionInTheCompanionStartsOnePoolAndResetsItBeforeEachTest() = assertEquals(1, poolsOf(ForTheClass::class))

    @Test
    fun nestedClassesUseThePoolOfTheOuterClass() = assertEquals(1, poolsOf(WithANestedClass::class))

    @Test
    fun outsideATestThereIsNoPool() {
        assertThrows<IllegalStateException> { LocalPoolExtension().pool }
    }

    private companion object {
        val used = CopyOnWriteArrayList<LocalPool>()
    }
}
