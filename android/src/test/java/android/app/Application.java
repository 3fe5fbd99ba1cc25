package android.app;

import android.content.Context;
import android.os.Bundle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stand-in for Android's class: it keeps the callbacks, which each {@link Activity} of the app calls. */
public class Application extends Context {
    /** The app of the test's process. */
    public static final Application OWN = new Application();

    /** A stand-in for Android's interface. */
    public interface ActivityLifecycleCallbacks {
        void onActivityCreated(Activity activity, Bundle savedInstanceState);

        void onActivityStarted(Activity activity);

        void onActivityResumed(Activity activity);

        void onActivityPaused(Activity activity);

        void onActivityStopped(Activity activity);

        void onActivitySaveInstanceState(Activity activity, Bundle outState);

        void onActivityDestroyed(Activity activity);
    }

    /** The registered callbacks. */
    public final List<ActivityLifecycleCallbacks> callbacks = new CopyOnWriteArrayList<>();

    public void registerActivityLifecycleCallbacks(ActivityLifecycleCallbacks callback) {
        callbacks.add(callback);
    }

    public void unregisterActivityLifecycleCallbacks(ActivityLifecycleCallbacks callback) {
        callbacks.remove(callback);
    }
}
