package dev.cognitoauth.guide;

import dev.cognitoauth.AuthException;
import dev.cognitoauth.AuthFactorType;
import dev.cognitoauth.AuthSignInOptions;
import dev.cognitoauth.AuthUserAttribute;
import dev.cognitoauth.AuthUserAttributeKey;
import dev.cognitoauth.MFAPreference;

/** The user's account from Java: the calls of the guides on passwords, attributes, second factors and passkeys. */
public final class JavaAccountSnippets {
    private static final String TAG = "Account";

    private JavaAccountSnippets() {}

    /** Forgotten password: asks for the code. */
    public static void resetPassword(String username) {
        Amplify.Auth.resetPassword(
            username,
            result -> Log.i(TAG, "Code by " + result.getNextStep().getCodeDeliveryDetails().getDeliveryMedium()),
            JavaAccountSnippets::failed
        );
    }

    /** Forgotten password: sets the new one with the code. */
    public static void confirmResetPassword(String username, String newPassword, String code) {
        Amplify.Auth.confirmResetPassword(
            username, newPassword, code, () -> Log.i(TAG, "New password confirmed"), JavaAccountSnippets::failed
        );
    }

    /** Changes the password. */
    public static void updatePassword(String oldPassword, String newPassword) {
        Amplify.Auth.updatePassword(
            oldPassword, newPassword, () -> Log.i(TAG, "Updated password"), JavaAccountSnippets::failed
        );
    }

    /** Changes an attribute, and reads it again. */
    public static void updateNickname(String nickname) {
        AuthUserAttribute attribute = new AuthUserAttribute(AuthUserAttributeKey.nickname(), nickname);
        Amplify.Auth.updateUserAttribute(
            attribute,
            updated -> Amplify.Auth.fetchUserAttributes(
                attributes -> Log.i(TAG, "Nickname stored: " + (updated.isUpdated() && attributes.contains(attribute))),
                JavaAccountSnippets::failed
            ),
            JavaAccountSnippets::failed
        );
    }

    /** Switches a second factor on, and reads the preference again. */
    public static void preferTextMessages() {
        Amplify.Auth.updateMFAPreference(
            MFAPreference.PREFERRED,
            null,
            null,
            () -> Amplify.Auth.fetchMFAPreference(
                preference -> Log.i(TAG, "Preferred: " + preference.getPreferred()), JavaAccountSnippets::failed
            ),
            JavaAccountSnippets::failed
        );
    }

    /** Switches a second factor off. The guides' form of the call has no argument for codes by e-mail. */
    public static void switchTextMessagesOff() {
        Amplify.Auth.updateMFAPreference(
            MFAPreference.DISABLED, // SMS Preference
            null,
            () -> Log.i(TAG, "Preference updated successfully"),
            JavaAccountSnippets::failed
        );
    }

    /** Registers a passkey, and counts the passkeys. */
    public static void registerPasskey() {
        Amplify.Auth.associateWebAuthnCredential(
            null,
            () -> Amplify.Auth.listWebAuthnCredentials(
                result -> Log.i(TAG, "Passkeys: " + result.getCredentials().size()), JavaAccountSnippets::failed
            ),
            JavaAccountSnippets::failed
        );
    }

    /** Lists the passkeys, and when each was made. */
    public static void listPasskeys() {
        Amplify.Auth.listWebAuthnCredentials(
            result -> result.getCredentials().forEach(credential -> {
                Log.i(TAG, "Relying Party ID: " + credential.getRelyingPartyId());
                Log.i(TAG, "Created At: " + credential.getCreatedAt());
            }),
            JavaAccountSnippets::failed
        );
    }

    /** Signs in with a passkey. */
    public static void signInWithPasskey(String username) {
        AuthSignInOptions options =
            AuthSignInOptions.builder().preferredFirstFactor(AuthFactorType.WEB_AUTHN).build();
        Amplify.Auth.signIn(
            username, null, options, result -> Log.i(TAG, "Signed in: " + result.isSignedIn()), JavaAccountSnippets::failed
        );
    }

    /** Deletes the account. */
    public static void deleteUser() {
        Amplify.Auth.deleteUser(() -> Log.i(TAG, "Deleted user"), JavaAccountSnippets::failed);
    }

    private static void failed(AuthException error) {
        Log.e(TAG, error.getCode().toString());
    }
}
