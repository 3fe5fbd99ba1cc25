import android.app.Application

class App : Application() {
    override fun onCreate() {
        super.onCreate()
        try {
            Amplify.addPlugin(AWSCognitoAuthPlugin())
            Amplify.configure(AmplifyOutputs(R.raw.amplify_outputs), applicationContext)
        } catch (error: AmplifyException) {
            Log.e("App", "not configured", error)
        }
    }
}
