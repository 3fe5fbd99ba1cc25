Amplify.Auth.rememberDevice(
    () -> Log.i("App", "remembered"),
    error -> Log.e("App", "not remembered " + error.toString())
);
Amplify.Auth.fetchDevices(
    devices -> {
        for (AuthDevice device : devices) {
            Log.i("App", "device " + device);
        }
    },
    error -> Log.e("App", "no list: " + error)
);
Amplify.Auth.forgetDevice(
    () -> Log.i("App", "forgotten"),
    error -> Log.e("App", "not forgotten " + error.toString())
);
Amplify.Auth.forgetDevice(AuthDevice.fromId("key"), () -> {}, error -> Log.e("App", "not forgotten", error));
