package android.content.pm;

/** A stand-in for Android's class. */
public class ActivityInfo {
    public String packageName;
}
