try {
    val result = Amplify.Auth.resetPassword("ana")
    Log.i("App", "code sent: ${result.nextStep.resetPasswordStep}")
    Amplify.Auth.confirmResetPassword("ana", "New-password-1", "123456")
    Amplify.Auth.updatePassword("New-password-1", "Newer-password-1")
} catch (error: AuthException) {
    Log.e("App", "refused", error)
}
