package com.example.signin

import android.app.Application
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.android.AndroidAuth
import kotlinx.coroutines.MainScope

/** Keeps the model while the process runs, whatever happens to the activity. */
class SignInApp : Application() {
    val model: SignInModel by lazy {
        // The local pool on the emulator's host. For a pool at AWS, put its amplify_outputs.json into res/raw, and read
        // the file with AndroidAuth.configuration(this, R.raw.amplify_outputs).
        val pool = AuthConfiguration.builder("local", "local_LocalPool", "local-client")
        val configuration = pool.endpoint("http://10.0.2.2:9229").build()
        SignInModel(AndroidAuth.builder(this, configuration).build(), MainScope())
    }
}
