try {
    Amplify.Auth.signIn(
        "ana",
        "Password-123",
        result -> {
            AuthNextSignInStep next = result.getNextStep();
            switch (next.getSignInStep()) {
                case CONFIRM_SIGN_IN_WITH_SMS_MFA_CODE:
                case CONFIRM_SIGN_IN_WITH_OTP:
                    Log.i("App", "code at " + next.getCodeDeliveryDetails().getDestination());
                    break;
                case CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE:
                case CONFIRM_SIGN_IN_WITH_NEW_PASSWORD:
                    Log.i("App", "parameters " + next.getAdditionalInfo());
                    break;
                case CONFIRM_SIGN_IN_WITH_PASSWORD:
                case CONFIRM_SIGN_IN_WITH_TOTP_CODE:
                case CONTINUE_SIGN_IN_WITH_EMAIL_MFA_SETUP:
                    Log.i("App", "a field");
                    break;
                case CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION:
                    Log.i("App", "one of " + next.getAvailableFactors());
                    break;
                case CONTINUE_SIGN_IN_WITH_MFA_SELECTION:
                case CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION:
                    Log.i("App", "one of " + next.getAllowedMFATypes());
                    break;
                case CONTINUE_SIGN_IN_WITH_TOTP_SETUP:
                    Log.i("App", "secret " + next.getTotpSetupDetails().getSharedSecret());
                    break;
                case DONE:
                    Log.i("App", "signed in");
                    break;
            }
        },
        error -> {
            if (error instanceof UserNotConfirmedException) Log.i("App", "confirm first");
            else if (error instanceof PasswordResetRequiredException) Log.i("App", "reset first");
            else Log.e("App", "refused: " + error);
        }
    );
} catch (Exception error) {
    Log.e("App", "not called: " + error);
}
