import android.os.Bundle;
import dev.cognitoauth.Auth;
import dev.cognitoauth.AuthConfiguration;
import dev.cognitoauth.AuthSignUpOptions;
import dev.cognitoauth.AuthUserAttributeKey;
import dev.cognitoauth.android.AndroidAuth;

/** The same app with a sign-in by this library. */
public final class WithCognitoAuth extends Plain {
    private Auth auth;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        String outputs = getIntent().getStringExtra("outputs");
        auth = AndroidAuth.builder(this, AuthConfiguration.fromAmplifyOutputs(outputs)).build();
    }

    void signUp(String username, String password, String email) {
        AuthSignUpOptions options = AuthSignUpOptions.builder()
                .userAttribute(AuthUserAttributeKey.email(), email)
                .build();
        auth.signUp(username, password, options, result -> log(result.getNextStep()), Plain::log);
    }

    void confirmSignUp(String username, String code) {
        auth.confirmSignUp(username, code, result -> log(result.isSignUpComplete()), Plain::log);
    }

    void resendSignUpCode(String username) {
        auth.resendSignUpCode(username, Plain::log, Plain::log);
    }

    void signIn(String username, String password) {
        auth.signIn(username, password, result -> log(result.getNextStep()), Plain::log);
    }

    void confirmSignIn(String answer) {
        auth.confirmSignIn(answer, result -> log(result.isSignedIn()), Plain::log);
    }

    void fetchAuthSession() {
        auth.fetchAuthSession(session -> log(session.isSignedIn()), Plain::log);
    }

    void getCurrentUser() {
        auth.getCurrentUser(user -> log(user.getUsername()), Plain::log);
    }

    void resetPassword(String username) {
        auth.resetPassword(username, result -> log(result.getNextStep()), Plain::log);
    }

    void confirmResetPassword(String username, String newPassword, String code) {
        auth.confirmResetPassword(username, newPassword, code, () -> log("reset"), Plain::log);
    }

    void signOut() {
        auth.signOut(Plain::log);
    }
}
