package android.app;

import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import java.util.ArrayList;
import java.util.List;

/**
 * A stand-in for Android's class. It records what it was asked to start. A test calls its lifecycle methods, or lets
 * {@link Tasks} call them. Only {@link Tasks} really starts the other activity.
 */
public class Activity extends Context {
    /** An intent that the activity was asked to start, and whether its result was asked for. */
    public static final class Started {
        public final Intent intent;
        public final boolean forResult;

        Started(Intent intent, boolean forResult) {
            this.intent = intent;
            this.forResult = forResult;
        }
    }

    /** What this activity was asked to start, in order. */
    public final List<Started> started = new ArrayList<>();

    /** If this is not null, starting anything throws it. */
    public RuntimeException refusal;

    /** The app of this activity. */
    public Application application = Application.OWN;

    /** The system's tasks, if this activity is in one. */
    Tasks tasks;

    private Intent intent = new Intent();
    private boolean isFinishing;
    private boolean isDestroyed;

    public Intent getIntent() {
        return intent;
    }

    public void setIntent(Intent intent) {
        this.intent = intent;
    }

    public void finish() {
        finish(false);
    }

    public void finishAndRemoveTask() {
        finish(true);
    }

    private void finish(boolean removesTask) {
        if (isFinishing) return;
        isFinishing = true;
        if (tasks != null) tasks.finish(this, removesTask);
    }

    public final Application getApplication() {
        return application;
    }

    public boolean isFinishing() {
        return isFinishing;
    }

    public boolean isDestroyed() {
        return isDestroyed;
    }

    /**
     * Shows nothing. The guide's activity calls this method. The view is an Object, because Java 17 can't read the
     * class View.
     */
    public void setContentView(Object view) {}

    /** Runs the action immediately, on the caller's thread. */
    public final void runOnUiThread(Runnable action) {
        action.run();
    }

    public void startActivity(Intent intent) {
        start(intent, false);
    }

    public void startActivityForResult(Intent intent, int requestCode) {
        start(intent, true);
    }

    private void start(Intent intent, boolean forResult) {
        if (refusal != null) throw refusal;
        started.add(new Started(intent, forResult));
        if (tasks != null) tasks.start(this, intent);
    }

    protected void onCreate(Bundle savedInstanceState) {
        application.callbacks.forEach(it -> it.onActivityCreated(this, savedInstanceState));
    }

    protected void onNewIntent(Intent intent) {}

    protected void onResume() {
        application.callbacks.forEach(it -> it.onActivityResumed(this));
    }

    protected void onPause() {
        application.callbacks.forEach(it -> it.onActivityPaused(this));
    }

    protected void onDestroy() {
        application.callbacks.forEach(it -> it.onActivityDestroyed(this));
    }

    protected void onActivityResult(int requestCode, int resultCode, Intent data) {}

    protected void onSaveInstanceState(Bundle outState) {}

    /** The system creates the activity, or recreates it if there is a saved state. */
    public final void create(Intent intent, Bundle savedInstanceState) {
        setIntent(intent);
        onCreate(savedInstanceState);
    }

    /** The system shows the activity. */
    public final void resume() {
        onResume();
    }

    /** Another window comes in front of the activity. */
    public final void pause() {
        onPause();
    }

    /** The activity, which is not in front, gets another intent. */
    public final void deliver(Intent intent) {
        onNewIntent(intent);
    }

    /** Delivers the result of what this activity has started. */
    public final void deliverResult(int resultCode, Intent data) {
        onActivityResult(1, resultCode, data);
    }

    /** The system saves the state and removes the activity. It may do that if the activity is not in front. */
    public final Bundle destroy() {
        Bundle state = new Bundle();
        onSaveInstanceState(state);
        onDestroy();
        isDestroyed = true;
        return state;
    }

    /** The activity has finished, or the system has removed it from its task: it does not come back. */
    public final void end() {
        isFinishing = true;
        onDestroy();
        isDestroyed = true;
    }
}
