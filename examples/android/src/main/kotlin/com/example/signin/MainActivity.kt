package com.example.signin

import android.app.Activity
import android.os.Bundle
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/** The only activity. It shows what the model says. */
class MainActivity : Activity() {
    private val scope = MainScope()

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        val model = (application as SignInApp).model
        val page = Page(this, model)
        setContentView(page.root)
        scope.launch { model.shown.collect(page::show) }
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }
}
