package com.example.signin

import android.content.Context
import android.text.InputType
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.ScrollView
import android.widget.TextView

/** The views of the screen that is shown. */
class Page(
    private val context: Context,
    private val model: SignInModel,
) {
    private val column = LinearLayout(context).apply { orientation = LinearLayout.VERTICAL }
    private val message = TextView(context).apply { accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE }
    private val buttons = mutableListOf<Button>()
    private var screen: Screen? = null

    /** The view to show. */
    val root = ScrollView(context).apply { addView(column) }

    /** Shows the screen and its message. What the user has typed stays while the screen is the same. */
    fun show(shown: Shown) {
        if (shown.screen != screen) {
            screen = shown.screen
            column.removeAllViews()
            buttons.clear()
            build(shown.screen)
            column.addView(message)
        }
        message.text = if (shown.isBusy) "One moment…" else shown.message.orEmpty()
        buttons.forEach { it.isEnabled = !shown.isBusy }
    }

    private fun build(screen: Screen) =
        when (screen) {
            Screen.Loading -> title("Loading…")
            is Screen.SignIn -> signIn(screen)
            Screen.SignUp -> signUp()
            is Screen.ConfirmSignUp -> confirmSignUp(screen)
            is Screen.EnterCode -> enterCode(screen)
            Screen.Unsupported -> {
                title("This app has no screen for the next step.")
                button("Back to the sign-in", model::signOut)
            }
            is Screen.SignedIn -> {
                title("Hello, ${screen.username}")
                button("Sign out", model::signOut)
            }
            Screen.TryAgain -> {
                title("The session can't be read now.")
                button("Try again", model::tryAgain)
            }
        }

    private fun signIn(screen: Screen.SignIn) {
        title("Sign in")
        val username = field("User name", InputType.TYPE_CLASS_TEXT, screen.username)
        val password = field("Password", PASSWORD)
        button("Sign in") { model.signIn(username.typed, password.typed) }
        button("Sign up", model::showSignUp)
    }

    private fun signUp() {
        title("Sign up")
        val username = field("User name", InputType.TYPE_CLASS_TEXT)
        val email = field("E-mail address", EMAIL)
        val password = field("Password", PASSWORD)
        button("Sign up") { model.signUp(username.typed, email.typed, password.typed) }
        button("Back to the sign-in", model::showSignIn)
    }

    private fun confirmSignUp(screen: Screen.ConfirmSignUp) {
        title("Confirm your sign-up")
        val code = field("Code", InputType.TYPE_CLASS_NUMBER)
        button("Confirm") { model.confirmSignUp(screen.username, code.typed) }
        button("Back to the sign-in", model::showSignIn)
    }

    private fun enterCode(screen: Screen.EnterCode) {
        title(screen.sentTo?.let { "Type the code sent to $it" } ?: "Type the code of your authenticator app")
        val code = field("Code", InputType.TYPE_CLASS_NUMBER)
        button("Go on") { model.enterCode(code.typed) }
        button("Back to the sign-in", model::signOut)
    }

    private fun title(text: String) = column.addView(TextView(context).apply { this.text = text })

    private fun field(
        label: String,
        type: Int,
        text: String = "",
    ): EditText =
        EditText(context).apply {
            hint = label
            inputType = type
            setText(text)
            column.addView(this)
        }

    private fun button(
        text: String,
        press: () -> Unit,
    ) {
        val button = Button(context)
        button.text = text
        button.setOnClickListener { press() }
        buttons += button
        column.addView(button)
    }

    private val EditText.typed: String get() = text.toString()

    private companion object {
        const val PASSWORD = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_PASSWORD
        const val EMAIL = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_EMAIL_ADDRESS
    }
}
