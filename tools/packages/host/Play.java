import dev.cognitoauth.Auth;
import dev.cognitoauth.AuthConfiguration;
import dev.cognitoauth.AuthException;
import dev.cognitoauth.AuthSignInResult;
import dev.cognitoauth.AuthSignUpOptions;
import dev.cognitoauth.AuthUserAttributeKey;
import dev.cognitoauth.Consumer;
import dev.cognitoauth.SecureStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays the guide as a Java app does, with the classes and the library of the AAR: {@code Play ENDPOINT}. It runs on a JVM,
 * and on Android.
 */
final class Play {
    private static final String USERNAME = "jane";
    private static final String PASSWORD = "Password123!";

    /** A call with callbacks. */
    private interface Call<T> {
        void start(Consumer<T> onSuccess, Consumer<AuthException> onError);
    }

    /** A store in memory. */
    private static final class Entries implements SecureStore {
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

    private static <T> T result(Call<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        call.start(result::complete, result::completeExceptionally);
        return result.join();
    }

    private static String newestCode(String endpoint) throws Exception {
        String messages;
        // Android has no java.net.http.
        try (InputStream body = URI.create(endpoint + "/_pool/messages?username=" + USERNAME).toURL().openStream();
                Scanner text = new Scanner(body, "UTF-8").useDelimiter("\\A")) {
            messages = text.next();
        }
        Matcher codes = Pattern.compile("\"code\"\\s*:\\s*\"(\\d+)\"").matcher(messages);
        String newest = null;
        while (codes.find()) {
            newest = codes.group(1);
        }
        return newest;
    }

    /** Writes a value with Java's serialization, and reads it back, as Android does with a screen's state. */
    private static Object readBack(Object value) throws Exception {
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        try (ObjectOutputStream output = new ObjectOutputStream(saved)) {
            output.writeObject(value);
        }
        // A later version of the app looks for this name.
        if (!saved.toString("ISO-8859-1").contains("dev.cognitoauth.SavedForm")) {
            throw new IllegalStateException("a saved step has another form");
        }
        return new ObjectInputStream(new ByteArrayInputStream(saved.toByteArray())).readObject();
    }

    public static void main(String[] arguments) throws Exception {
        String endpoint = arguments[0];
        AuthConfiguration configuration =
                AuthConfiguration.builder("local", "local_LocalPool", "local-client").endpoint(endpoint).build();
        Auth auth = Auth.builder(configuration, new Entries()).build();
        AuthSignUpOptions options = AuthSignUpOptions.builder()
                .userAttribute(AuthUserAttributeKey.email(), "jane@example.com")
                .build();
        result((Call<Object>) (done, failed) -> auth.signUp(USERNAME, PASSWORD, options, done::accept, failed));
        String code = newestCode(endpoint);
        result((Call<Object>) (done, failed) -> auth.confirmSignUp(USERNAME, code, done::accept, failed));
        System.out.println("Confirm signUp succeeded");
        AuthSignInResult signedIn = result((done, failed) -> auth.signIn(USERNAME, PASSWORD, done, failed));
        System.out.println("Sign in succeeded");
        System.out.println("Saved and read: " + readBack(signedIn.getNextStep()));
        try {
            result((Call<Object>) (done, failed) -> auth.signIn(USERNAME, PASSWORD, done::accept, failed));
        } catch (CompletionException refused) {
            // The exception prints the name of its class, which R8 must not change.
            System.out.println("A second sign-in is refused: " + refused.getCause().toString().split(":")[0]);
        }
        auth.close();
        System.exit(0);
    }
}
