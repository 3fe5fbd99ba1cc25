package dev.cognitoauth.support

import dev.cognitoauth.HttpReply
import dev.cognitoauth.HttpRequest
import dev.cognitoauth.HttpResponse
import dev.cognitoauth.HttpTransport
import dev.cognitoauth.TransportFailure
import dev.cognitoauth.android.HttpUrlConnectionTransport
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/**
 * The platform's transport. The reply to the first request after [holdNext] waits until the test releases it, for 20
 * seconds at most.
 */
class HeldReplies : HttpTransport {
    private val platform = HttpUrlConnectionTransport()

    @Volatile
    private var next: Hold? = null

    private class Hold {
        val arrived = CountDownLatch(1)
        val released = CountDownLatch(1)
    }

    /**
     * Holds the reply to the next request. The returned function waits until the reply has arrived. It returns a
     * function that releases the reply.
     */
    fun holdNext(): () -> () -> Unit {
        val hold = Hold().also { next = it }
        return {
            check(hold.arrived.await(SECONDS, TimeUnit.SECONDS)) { "no reply has arrived" }
            hold.released::countDown
        }
    }

    override fun start(
        request: HttpRequest,
        reply: HttpReply,
    ) {
        val hold = next ?: return platform.start(request, reply)
        next = null
        platform.start(
            request,
            object : HttpReply {
                override fun succeed(response: HttpResponse) = hold.pass { reply.succeed(response) }

                override fun fail(failure: TransportFailure) = hold.pass { reply.fail(failure) }
            },
        )
    }

    override fun cancel(id: Long) = platform.cancel(id)

    private fun Hold.pass(give: () -> Unit) {
        arrived.countDown()
        released.await(SECONDS, TimeUnit.SECONDS)
        give()
    }

    private companion object {
        const val SECONDS = 20L
    }
}
