package dev.cognitoauth.support;

import dev.cognitoauth.SecureStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A store in Java that does not override `identity`. */
public final class JavaStore implements SecureStore {
    private final Map<String, byte[]> entries = new ConcurrentHashMap<>();

    @Override
    public byte[] load(String key) {
        return entries.get(key);
    }

    @Override
    public void save(String key, byte[] value) {
        entries.put(key, value);
    }

    @Override
    public void delete(String key) {
        entries.remove(key);
    }
}
