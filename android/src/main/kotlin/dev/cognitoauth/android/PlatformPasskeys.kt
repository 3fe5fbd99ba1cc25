package dev.cognitoauth.android

import android.app.Activity
import android.credentials.CreateCredentialException
import android.credentials.CreateCredentialRequest
import android.credentials.CreateCredentialResponse
import android.credentials.CredentialManager
import android.credentials.CredentialOption
import android.credentials.GetCredentialException
import android.credentials.GetCredentialRequest
import android.credentials.GetCredentialResponse
import android.os.Build
import android.os.Bundle
import android.os.CancellationSignal
import android.os.OutcomeReceiver
import dev.cognitoauth.PasskeyAuthenticator
import dev.cognitoauth.PasskeyCeremony
import dev.cognitoauth.PasskeyFailure
import dev.cognitoauth.PasskeyReply
import dev.cognitoauth.PasskeyRequest
import org.json.JSONObject
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.Executor

/** The platform's own passkeys, from Android 14 on. */
internal class PlatformPasskeys : PasskeyAuthenticator {
    private val activeRequests = ConcurrentHashMap<Long, CancellationSignal>()

    @ChecksApiLevel
    override fun start(
        request: PasskeyRequest,
        reply: PasskeyReply,
    ) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.UPSIDE_DOWN_CAKE) {
            return reply.fail(PasskeyFailure.UNSUPPORTED)
        }
        // The platform can show its sheet only over an activity that still exists.
        val activity =
            request.callingActivity?.takeUnless { it.isFinishing || it.isDestroyed }
                ?: return reply.fail(PasskeyFailure.OTHER)
        val manager =
            activity.getSystemService(CredentialManager::class.java) ?: return reply.fail(PasskeyFailure.UNSUPPORTED)
        val signal = CancellationSignal()
        activeRequests[request.id] = signal
        val ending = EndingReply(reply) { activeRequests.remove(request.id) }
        val sheet = CredentialSheet(manager, activity, signal, ending)
        try {
            when (request.ceremony) {
                PasskeyCeremony.REGISTRATION -> sheet.create(request.optionsJson)
                PasskeyCeremony.AUTHENTICATION -> sheet.get(request.optionsJson)
            }
        } catch (_: Exception) {
            ending.fail(PasskeyFailure.OTHER)
        }
    }

    override fun cancel(id: Long) {
        activeRequests.remove(id)?.cancel()
    }
}

/** Passes the result on. Before that, it frees what the request holds. */
private class EndingReply(
    private val reply: PasskeyReply,
    private val end: () -> Unit,
) : PasskeyReply {
    override fun succeed(credentialJson: String) {
        end()
        reply.succeed(credentialJson)
    }

    override fun fail(failure: PasskeyFailure) {
        end()
        reply.fail(failure)
    }
}

/**
 * The credential manager's sheet. Its bundles have the keys that Jetpack's androidx.credentials defines, because every
 * provider of passkeys reads those.
 */
@ChecksApiLevel
private class CredentialSheet(
    private val manager: CredentialManager,
    private val activity: Activity,
    private val signal: CancellationSignal,
    private val reply: PasskeyReply,
) {
    private val here = Executor { it.run() }

    fun create(optionsJson: String) {
        val data = bundle("CREATE_PUBLIC_KEY_CREDENTIAL_REQUEST", optionsJson)
        data.putBundle(key("REQUEST_DISPLAY_INFO"), displayInfo(JSONObject(optionsJson).getJSONObject("user")))
        val request =
            CreateCredentialRequest
                .Builder(TYPE, data, bundle("CREATE_PUBLIC_KEY_CREDENTIAL_REQUEST", optionsJson))
                .setAlwaysSendAppInfoToProvider(true)
                .build()
        manager.createCredential(activity, request, signal, here, Created(reply))
    }

    fun get(optionsJson: String) {
        val data = bundle("GET_PUBLIC_KEY_CREDENTIAL_OPTION", optionsJson)
        val option = CredentialOption.Builder(TYPE, data, data).build()
        val request = GetCredentialRequest.Builder(Bundle()).addCredentialOption(option).build()
        manager.getCredential(activity, request, signal, here, Got(reply))
    }

    private fun bundle(
        subtype: String,
        optionsJson: String,
    ) = Bundle().apply {
        putString(key("SUBTYPE"), "androidx.credentials.BUNDLE_VALUE_SUBTYPE_$subtype")
        putString(key("REQUEST_JSON"), optionsJson)
    }

    private fun displayInfo(user: JSONObject) =
        Bundle().apply {
            putCharSequence(key("USER_ID"), user.getString("name"))
            putCharSequence(key("USER_DISPLAY_NAME"), user.optString("displayName"))
        }
}

@ChecksApiLevel
private class Created(
    private val reply: PasskeyReply,
) : OutcomeReceiver<CreateCredentialResponse, CreateCredentialException> {
    override fun onResult(response: CreateCredentialResponse) =
        reply.answer(response.data.getString(key("REGISTRATION_RESPONSE_JSON")))

    override fun onError(error: CreateCredentialException) = reply.fail(passkeyFailure(error.type))
}

@ChecksApiLevel
private class Got(
    private val reply: PasskeyReply,
) : OutcomeReceiver<GetCredentialResponse, GetCredentialException> {
    override fun onResult(response: GetCredentialResponse) =
        reply.answer(response.credential.data.getString(key("AUTHENTICATION_RESPONSE_JSON")))

    override fun onError(error: GetCredentialException) = reply.fail(passkeyFailure(error.type))
}

private fun PasskeyReply.answer(credentialJson: String?) {
    if (credentialJson == null) fail(PasskeyFailure.OTHER) else succeed(credentialJson)
}

private fun key(name: String) = "androidx.credentials.BUNDLE_KEY_$name"

private const val TYPE = "androidx.credentials.TYPE_PUBLIC_KEY_CREDENTIAL"
