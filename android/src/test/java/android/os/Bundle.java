package android.os;

import java.util.LinkedHashMap;
import java.util.Map;

/** A stand-in for Android's class: it keeps what it is given. */
public class Bundle {
    public final Map<String, Object> values = new LinkedHashMap<>();

    public void putString(String name, String value) {
        values.put(name, value);
    }

    public String getString(String name) {
        return (String) values.get(name);
    }

    public void putBoolean(String name, boolean value) {
        values.put(name, value);
    }

    public boolean getBoolean(String name) {
        return (boolean) values.getOrDefault(name, false);
    }

    public void putBinder(String name, IBinder value) {
        values.put(name, value);
    }
}
