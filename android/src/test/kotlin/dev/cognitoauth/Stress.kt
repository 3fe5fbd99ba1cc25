package dev.cognitoauth

import org.junit.platform.engine.discovery.DiscoverySelectors.selectClass
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder
import org.junit.platform.launcher.core.LauncherFactory
import org.junit.platform.launcher.listeners.SummaryGeneratingListener
import java.io.PrintWriter
import kotlin.system.exitProcess

/** Runs the tests of events, threads, cancelling and refreshes once. tools/test-stress repeats this program. */
fun main() {
    val classes = listOf(CallbacksTest::class, CancelTest::class, RefreshTest::class, ThreadsTest::class)
    val request =
        LauncherDiscoveryRequestBuilder.request().selectors(classes.map { selectClass(it.java) }).build()
    val listener = SummaryGeneratingListener()
    LauncherFactory.create().execute(request, listener)
    val summary = listener.summary
    summary.printFailuresTo(PrintWriter(System.out))
    val skipped = summary.testsSkippedCount + summary.testsAbortedCount
    val ran = "Tests run: ${summary.testsStartedCount}, Failures: ${summary.testsFailedCount}"
    // tools/count-tests reads this line, which has the form of Surefire's own summary.
    println("$ran, Errors: 0, Skipped: $skipped")
    exitProcess(if (summary.totalFailureCount == 0L) 0 else 1)
}
