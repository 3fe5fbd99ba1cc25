package dev.cognitoauth.nolibrary;

import dev.cognitoauth.AuthSignInResult;
import dev.cognitoauth.AuthSignInStep;
import dev.cognitoauth.AuthSignOutResult;
import dev.cognitoauth.NotAuthorizedException;
import dev.cognitoauth.testing.FakeAuth;

/** The scripts of a fake, as a test in Java writes them. */
public final class JavaScripts {
    private JavaScripts() {}

    /** A fake with three scripts: only Ana can sign in, any change of the password succeeds, and so does a sign-out. */
    public static FakeAuth fake() {
        FakeAuth fake = FakeAuth.signedOut();
        fake.getSignIn().answers(call -> {
            if (!call.getUsername().equals("ana")) throw new NotAuthorizedException();
            return new AuthSignInResult(true, AuthSignInStep.Done.INSTANCE);
        });
        fake.getUpdatePassword().succeeds();
        fake.getSignOut().returns(AuthSignOutResult.Complete.INSTANCE);
        return fake;
    }
}
