package android.content.pm;

import android.content.IntentFilter;

/** A stand-in for Android's class: an app that takes an intent. */
public class ResolveInfo {
    public ActivityInfo activityInfo = new ActivityInfo();
    public IntentFilter filter;
}
