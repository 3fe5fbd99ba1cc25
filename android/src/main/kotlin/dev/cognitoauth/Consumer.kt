package dev.cognitoauth

/** Takes a value: a callback, as a lambda in Kotlin and in Java. */
fun interface Consumer<in T : Any> {
    /** Takes the value. */
    fun accept(value: T)
}

/** Is told that something is done: a callback, as a lambda in Kotlin and in Java. */
fun interface Action {
    /** It is done. */
    fun call()
}

/** A call made with callbacks. It may be ignored: the call goes on by itself. */
interface AuthCall {
    /**
     * Ends the call at once; its error callback then gets an [AuthCancelledException]. A call that has ended
     * already is left alone.
     */
    fun cancel()
}

/** A listener's subscription. */
fun interface AuthSubscription {
    /** Ends it: nothing that happens from now on is heard. */
    fun cancel()
}
