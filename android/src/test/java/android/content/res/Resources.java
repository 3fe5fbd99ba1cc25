package android.content.res;

import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** A stand-in for Android's class: the raw resources that a test gives it. */
public class Resources {
    /** A stand-in for Android's class. */
    public static class NotFoundException extends RuntimeException {}

    public final Map<Integer, InputStream> raw = new HashMap<>();

    /** The numbers of the raw resources, by their names. */
    public final Map<String, Integer> names = new HashMap<>();

    public int getIdentifier(String name, String type, String packageName) {
        return names.getOrDefault(name, 0);
    }

    public InputStream openRawResource(int id) {
        if (!raw.containsKey(id)) throw new NotFoundException();
        return raw.get(id);
    }
}
