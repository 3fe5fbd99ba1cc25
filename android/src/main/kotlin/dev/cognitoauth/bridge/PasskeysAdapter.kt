package dev.cognitoauth.bridge

import android.app.Activity
import dev.cognitoauth.PasskeyAuthenticator
import dev.cognitoauth.PasskeyCeremony
import dev.cognitoauth.PasskeyFailure
import dev.cognitoauth.PasskeyReply
import dev.cognitoauth.PasskeyRequest
import dev.cognitoauth.ffi.PasskeyException
import java.lang.ref.WeakReference
import java.util.concurrent.atomic.AtomicReference
import dev.cognitoauth.ffi.PasskeyAuthenticator as BridgeAuthenticator
import dev.cognitoauth.ffi.PasskeyCeremony as BridgeCeremony
import dev.cognitoauth.ffi.PasskeyFailure as BridgeFailure
import dev.cognitoauth.ffi.PasskeyReply as BridgeReply
import dev.cognitoauth.ffi.PasskeyRequest as BridgeRequest

/** The newest activity that a call has passed. The core knows no activities, and this class keeps none alive. */
internal class CallingActivity {
    @Volatile
    private var newest = WeakReference<Activity>(null)

    fun set(activity: Activity) {
        newest = WeakReference(activity)
    }

    fun get(): Activity? = newest.get()
}

/** Lets the core call the platform's or the app's passkeys. It catches every Throwable, as all adapters do. */
internal class PasskeysAdapter(
    private val authenticator: PasskeyAuthenticator,
    private val activity: CallingActivity,
) : BridgeAuthenticator {
    override fun start(
        request: BridgeRequest,
        reply: BridgeReply,
    ) {
        val publicReply = PasskeyReplyAdapter(reply)
        try {
            authenticator.start(request.toPublic(activity.get()), publicReply)
        } catch (_: Throwable) {
            publicReply.fail(PasskeyFailure.OTHER)
        }
    }

    override fun cancel(id: ULong) {
        try {
            authenticator.cancel(id.toLong())
        } catch (_: Throwable) {
            throw PasskeyException.Failed(BridgeFailure.OTHER)
        }
    }
}

/** Passes the first result on and drops the core's reply: later results are ignored. */
private class PasskeyReplyAdapter(
    reply: BridgeReply,
) : PasskeyReply {
    private val reply = AtomicReference<BridgeReply?>(reply)

    override fun succeed(credentialJson: String) {
        once { it.succeed(credentialJson) }
    }

    override fun fail(failure: PasskeyFailure) {
        once { it.fail(failure.toBridge()) }
    }

    private inline fun once(give: (BridgeReply) -> Unit) {
        reply.getAndSet(null)?.use(give)
    }
}

private fun BridgeRequest.toPublic(activity: Activity?) =
    PasskeyRequest(
        id = id.toLong(),
        ceremony = ceremony.toPublic(),
        optionsJson = optionsJson,
        callingActivity = activity,
    )

private fun BridgeCeremony.toPublic() =
    when (this) {
        BridgeCeremony.REGISTRATION -> PasskeyCeremony.REGISTRATION
        BridgeCeremony.AUTHENTICATION -> PasskeyCeremony.AUTHENTICATION
    }

private fun PasskeyFailure.toBridge() =
    when (this) {
        PasskeyFailure.CANCELLED -> BridgeFailure.CANCELLED
        PasskeyFailure.UNSUPPORTED -> BridgeFailure.UNSUPPORTED
        PasskeyFailure.NO_CREDENTIAL -> BridgeFailure.NO_CREDENTIAL
        PasskeyFailure.ALREADY_REGISTERED -> BridgeFailure.ALREADY_REGISTERED
        PasskeyFailure.DOMAIN_MISMATCH -> BridgeFailure.DOMAIN_MISMATCH
        PasskeyFailure.UNANSWERED -> BridgeFailure.UNANSWERED
        PasskeyFailure.OTHER -> BridgeFailure.OTHER
    }
