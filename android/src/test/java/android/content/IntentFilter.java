package android.content;

import java.util.Arrays;
import java.util.List;

/** A stand-in for Android's class: the intents that an app takes. */
public class IntentFilter {
    private final List<String> schemes;
    private final List<String> hosts;
    private final List<String> categories;

    public IntentFilter(String[] schemes, String[] hosts, String[] categories) {
        this.schemes = Arrays.asList(schemes);
        this.hosts = Arrays.asList(hosts);
        this.categories = Arrays.asList(categories);
    }

    public final int countDataSchemes() {
        return schemes.size();
    }

    public final String getDataScheme(int index) {
        return schemes.get(index);
    }

    public final int countDataAuthorities() {
        return hosts.size();
    }

    public final int countCategories() {
        return categories.size();
    }

    public final String getCategory(int index) {
        return categories.get(index);
    }
}
