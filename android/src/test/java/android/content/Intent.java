package android.content;

import android.net.Uri;
import android.os.Bundle;
import java.util.LinkedHashSet;
import java.util.Set;

/** A stand-in for Android's class: it keeps what it is given. */
public class Intent {
    /** The class of the activity that the intent starts, or null if the intent names no class. */
    public final Class<?> component;

    public final String action;
    public final Set<String> categories = new LinkedHashSet<>();
    public final Bundle extras = new Bundle();
    private Uri data;
    private String packageName;
    private int flags;

    public Intent() {
        this((String) null);
    }

    public Intent(String action) {
        this(action, (Uri) null);
    }

    public Intent(String action, Uri data) {
        this.action = action;
        this.component = null;
        this.data = data;
    }

    public Intent(Context context, Class<?> component) {
        this.action = null;
        this.component = component;
    }

    public Intent(Intent other) {
        this.action = other.action;
        this.component = other.component;
        this.categories.addAll(other.categories);
        this.extras.values.putAll(other.extras.values);
        this.data = other.data;
        this.packageName = other.packageName;
        this.flags = other.flags;
    }

    public Intent setData(Uri data) {
        this.data = data;
        return this;
    }

    public Uri getData() {
        return data;
    }

    public String getDataString() {
        return data == null ? null : data.toString();
    }

    public Intent setPackage(String packageName) {
        this.packageName = packageName;
        return this;
    }

    public String getPackage() {
        return packageName;
    }

    public Intent addCategory(String category) {
        categories.add(category);
        return this;
    }

    public Intent addFlags(int flags) {
        this.flags |= flags;
        return this;
    }

    public int getFlags() {
        return flags;
    }

    public Intent putExtra(String name, String value) {
        extras.values.put(name, value);
        return this;
    }

    public Intent putExtra(String name, boolean value) {
        extras.values.put(name, value);
        return this;
    }

    public Intent putExtras(Bundle extras) {
        this.extras.values.putAll(extras.values);
        return this;
    }

    public String getStringExtra(String name) {
        return extras.getString(name);
    }

    public boolean getBooleanExtra(String name, boolean defaultValue) {
        return (boolean) extras.values.getOrDefault(name, defaultValue);
    }
}
