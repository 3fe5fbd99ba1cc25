package android.os;

/** A stand-in for Android's class, for the main thread: {@link Handler} keeps that thread's work. */
public final class Looper {
    private static final Looper MAIN = new Looper();

    private Looper() {}

    public static Looper getMainLooper() {
        return MAIN;
    }
}
