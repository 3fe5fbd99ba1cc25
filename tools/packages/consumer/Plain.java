import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import kotlin.Unit;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.GlobalScope;

/** An app without a sign-in. It launches a coroutine, as most apps do. So the growth does not include coroutines. */
public class Plain extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        BuildersKt.launch(
                GlobalScope.INSTANCE,
                EmptyCoroutineContext.INSTANCE,
                CoroutineStart.DEFAULT,
                (scope, continuation) -> {
                    log("started");
                    return Unit.INSTANCE;
                });
    }

    static void log(Object what) {
        Log.i("Consumer", String.valueOf(what));
    }
}
