Amplify.Auth.resetPassword("ana",
    { Log.i("App", "code sent: ${it.nextStep.codeDeliveryDetails}") },
    { Log.e("App", "no code", it) }
)
try {
    Amplify.Auth.resetPassword("ana", { Log.i("App", "code sent") }) { error -> Log.e("App", "no code: $error") }
} catch (error: Exception) {
    Log.e("App", "not called: $error")
}
Amplify.Auth.confirmResetPassword("ana", "New-password-1", "123456",
    { Log.i("App", "replaced") },
    { Log.e("App", "not replaced", it) }
)
Amplify.Auth.updatePassword("New-password-1", "Newer-password-1",
    { Log.i("App", "changed") },
    { Log.e("App", "not changed", it) }
)
