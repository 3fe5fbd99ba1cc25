package android.content;

import android.content.pm.PackageManager;
import android.content.res.Resources;

/** A stand-in for Android's class. */
public class Context {
    /** The apps of the device. */
    public PackageManager packages = new PackageManager();

    /** The app's own files. */
    public Resources resources = new Resources();

    public PackageManager getPackageManager() {
        return packages;
    }

    public Resources getResources() {
        return resources;
    }

    public String getPackageName() {
        return "app";
    }
}
