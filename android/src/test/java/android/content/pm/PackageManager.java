package android.content.pm;

import android.content.Intent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A stand-in for Android's class: the apps that a test gives it. */
public class PackageManager {
    /** The apps that open pages. The first one is the user's choice. */
    public final List<ResolveInfo> browsers = new ArrayList<>();

    /** The services for Custom Tabs, by their packages. */
    public final Map<String, ResolveInfo> tabServices = new HashMap<>();

    /** The intents that were asked about, in order. */
    public final List<Intent> asked = new ArrayList<>();

    public List<ResolveInfo> queryIntentActivities(Intent intent, int flags) {
        asked.add(intent);
        return browsers;
    }

    public List<ResolveInfo> queryIntentServices(Intent intent, int flags) {
        asked.add(intent);
        List<ResolveInfo> found = new ArrayList<>();
        if (tabServices.containsKey(intent.getPackage())) found.add(tabServices.get(intent.getPackage()));
        return found;
    }

    public ResolveInfo resolveActivity(Intent intent, int flags) {
        asked.add(intent);
        return browsers.isEmpty() ? null : browsers.get(0);
    }
}
