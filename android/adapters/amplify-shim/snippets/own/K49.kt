Amplify.Hub.subscribe(HubChannel.AUTH).collect {
    when (it.name) {
        InitializationStatus.SUCCEEDED.name -> Log.i("App", "ready")
        InitializationStatus.FAILED.name -> Log.i("App", "not ready")
        AuthChannelEventName.SIGNED_IN.name -> Log.i("App", "in")
        AuthChannelEventName.SIGNED_OUT.name -> Log.i("App", "out")
        AuthChannelEventName.SESSION_EXPIRED.name -> Log.i("App", "expired")
        AuthChannelEventName.USER_DELETED.name -> Log.i("App", "deleted")
        else -> Log.w("App", it.name)
    }
}
