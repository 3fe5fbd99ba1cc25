import android.os.Bundle;
import com.amplifyframework.AmplifyException;
import com.amplifyframework.auth.AuthUserAttributeKey;
import com.amplifyframework.auth.cognito.AWSCognitoAuthPlugin;
import com.amplifyframework.auth.options.AuthSignUpOptions;
import com.amplifyframework.core.Amplify;

/** The same app with a sign-in by Amplify. It makes the same calls as {@code WithCognitoAuth}. */
public final class WithAmplify extends Plain {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            Amplify.addPlugin(new AWSCognitoAuthPlugin());
            Amplify.configure(this);
        } catch (AmplifyException error) {
            log(error);
        }
    }

    void signUp(String username, String password, String email) {
        AuthSignUpOptions options = AuthSignUpOptions.builder()
                .userAttribute(AuthUserAttributeKey.email(), email)
                .build();
        Amplify.Auth.signUp(username, password, options, result -> log(result.getNextStep()), Plain::log);
    }

    void confirmSignUp(String username, String code) {
        Amplify.Auth.confirmSignUp(username, code, result -> log(result.isSignUpComplete()), Plain::log);
    }

    void resendSignUpCode(String username) {
        Amplify.Auth.resendSignUpCode(username, Plain::log, Plain::log);
    }

    void signIn(String username, String password) {
        Amplify.Auth.signIn(username, password, result -> log(result.getNextStep()), Plain::log);
    }

    void confirmSignIn(String answer) {
        Amplify.Auth.confirmSignIn(answer, result -> log(result.isSignedIn()), Plain::log);
    }

    void fetchAuthSession() {
        Amplify.Auth.fetchAuthSession(session -> log(session.isSignedIn()), Plain::log);
    }

    void getCurrentUser() {
        Amplify.Auth.getCurrentUser(user -> log(user.getUsername()), Plain::log);
    }

    void resetPassword(String username) {
        Amplify.Auth.resetPassword(username, result -> log(result.getNextStep()), Plain::log);
    }

    void confirmResetPassword(String username, String newPassword, String code) {
        Amplify.Auth.confirmResetPassword(username, newPassword, code, () -> log("reset"), Plain::log);
    }

    void signOut() {
        Amplify.Auth.signOut(Plain::log);
    }
}
