try {
    Amplify.Auth.rememberDevice()
    Amplify.Auth.fetchDevices().forEach { device -> Log.i("App", "device $device") }
    Amplify.Auth.forgetDevice(AuthDevice.fromId("key"))
    Amplify.Auth.forgetDevice()
} catch (error: AuthException) {
    Log.e("App", "refused", error)
}
