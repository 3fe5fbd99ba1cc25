Amplify.Hub.subscribe(HubChannel.AUTH, event -> {
    String name = event.getName();
    if (name.equals(InitializationStatus.SUCCEEDED.name())) Log.i("App", "ready");
    else if (event.getName().equals(InitializationStatus.FAILED.name())) Log.i("App", "not ready");
    else if (name.equals(SIGNED_IN.name())) Log.i("App", "in");
    else if (name.equals(SIGNED_OUT.name())) Log.i("App", "out");
    else if (name.equals(SESSION_EXPIRED.name())) Log.i("App", "expired");
    else if (name.equals(USER_DELETED.name())) Log.i("App", "deleted");
    else Log.w("App", name);
});
