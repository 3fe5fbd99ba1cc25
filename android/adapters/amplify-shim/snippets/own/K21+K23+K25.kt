Amplify.Auth.rememberDevice(
    { Log.i("App", "remembered") },
    { Log.e("App", "not remembered", it) }
)
Amplify.Auth.fetchDevices(
    { devices -> devices.forEach { Log.i("App", "device " + it) } },
    { Log.e("App", "no list", it) }
)
Amplify.Auth.forgetDevice(
    { Log.i("App", "forgotten") },
    { Log.e("App", "not forgotten", it) }
)
Amplify.Auth.forgetDevice(AuthDevice.fromId("key"), { Log.i("App", "forgotten") }) { Log.e("App", "not forgotten", it) }
