package android.os;

/** A stand-in for Android's class, for the thread of the screen: {@link Handler} has its work. */
public final class Looper {
    private static final Looper MAIN = new Looper();

    private Looper() {}

    public static Looper getMainLooper() {
        return MAIN;
    }
}
