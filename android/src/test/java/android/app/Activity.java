package android.app;

import android.content.Intent;

/** A stand-in for Android's class, so that a JVM can read the signatures that name it. */
public class Activity {
    /** For the guides' code, which is compiled and never run. */
    public Intent getIntent() {
        throw new UnsupportedOperationException();
    }
}
