package android.os;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
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

    public void putSerializable(String name, Serializable value) {
        values.put(name, value);
    }

    public Serializable getSerializable(String name) {
        return (Serializable) values.get(name);
    }

    /** The values as bytes: each must be serializable. The system keeps these bytes if it ends the process. */
    public byte[] parcel() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(values);
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
        return bytes.toByteArray();
    }

    /** What the app's next process gets. */
    @SuppressWarnings("unchecked")
    public static Bundle fromParcel(byte[] parcel) {
        Bundle bundle = new Bundle();
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(parcel))) {
            bundle.values.putAll((Map<String, Object>) in.readObject());
        } catch (IOException | ClassNotFoundException error) {
            throw new IllegalStateException(error);
        }
        return bundle;
    }
}
