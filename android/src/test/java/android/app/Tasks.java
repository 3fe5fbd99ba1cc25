package android.app;

import android.content.Intent;
import android.os.Bundle;
import java.lang.reflect.Constructor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A stand-in for the system's tasks: stacks of activities, of the app and of the browser. It does what Android's guides
 * say about tasks, the back stack and launch modes.
 *
 * The system changes its tasks immediately. The app's main thread hears of a change later: when the test calls
 * {@link #settle}.
 */
public final class Tasks {
    /** An activity that runs in another process, and finishes when it starts. */
    private static final class Elsewhere extends Activity {
        Elsewhere() {
            application = new Application();
        }

        @Override
        protected void onCreate(Bundle savedInstanceState) {
            finish();
        }
    }

    private static final class Declaration {
        final String affinity;
        final boolean isSingleTask;

        Declaration(String affinity, boolean isSingleTask) {
            this.affinity = affinity;
            this.isSingleTask = isSingleTask;
        }
    }

    private static final class Task {
        final String affinity;
        final List<Activity> activities = new ArrayList<>();

        Task(String affinity) {
            this.affinity = affinity;
        }

        Activity top() {
            return activities.get(activities.size() - 1);
        }
    }

    /** Prepares each activity of the app before it is created. */
    public Consumer<Activity> prepare = activity -> {};

    /** The activities that run in another process, where they find nothing to do. */
    public final Set<Class<?>> elsewhere = new HashSet<>();

    private final Map<Class<?>, Declaration> manifest = new HashMap<>();

    /** The tasks that have activities. The last one is in front. */
    private final List<Task> tasks = new ArrayList<>();

    /** How many tasks have ended, although the user still sees them among the recent ones. */
    private int endedTasks;

    /** The intents of the activities that the app has not created yet. */
    private final Map<Activity, Intent> uncreated = new HashMap<>();

    /** What the app's main thread still has to do. */
    private final Deque<Runnable> deliveries = new ArrayDeque<>();

    private boolean isHome = true;
    private Activity resumed;

    /** Declares an activity as the app's manifest does. An empty affinity is none. */
    public Tasks declare(Class<?> activity, String affinity, boolean isSingleTask) {
        manifest.put(activity, new Declaration(affinity, isSingleTask));
        return this;
    }

    /** The activity in front; null if the launcher is. */
    public Activity top() {
        return isHome || tasks.isEmpty() ? null : front().top();
    }

    /** How many tasks the user sees among the recent ones. */
    public int recents() {
        return tasks.size() + endedTasks;
    }

    /**
     * The user presses the app's icon: the task that begins with this activity comes to the front, or a new task
     * starts.
     */
    public void launch(Class<?> main) {
        isHome = false;
        for (Task task : tasks) {
            if (task.activities.get(0).getClass() != main) continue;
            if (manifest.get(main).isSingleTask) {
                reuse(task, task.activities.get(0), new Intent(null, main));
            } else {
                bringToFront(task);
            }
            return;
        }
        Task task = new Task(manifest.get(main).affinity);
        tasks.add(task);
        push(task, new Intent(null, main));
    }

    /** The user presses Home. */
    public void home() {
        isHome = true;
    }

    /** The user chooses this activity's task among the recent ones. */
    public void choose(Activity member) {
        isHome = false;
        bringToFront(taskOf(member));
    }

    /** The user swipes this activity's task away, and the process lives on. */
    public void swipe(Activity member) {
        remove(taskOf(member));
        isHome = true;
    }

    /** Starts an activity, as `source` asks. An intent that names no class starts the browser. */
    public void start(Activity source, Intent intent) {
        isHome = false;
        Declaration declaration = manifest.get(intent.component);
        Task task = declaration == null || !declaration.isSingleTask ? taskOf(source) : null;
        if (task == null && declaration != null) {
            for (Task other : tasks) {
                for (Activity activity : other.activities) {
                    if (activity.getClass() == intent.component) {
                        reuse(other, activity, intent);
                        return;
                    }
                }
                boolean isRelated = !declaration.affinity.isEmpty() && declaration.affinity.equals(other.affinity);
                if (isRelated) task = other;
            }
        }
        if (task == null) {
            task = new Task(declaration == null ? "" : declaration.affinity);
            tasks.add(task);
        }
        bringToFront(task);
        push(task, intent);
    }

    /** The activity has finished itself. If it is the root of its task, it can remove the task too. */
    void finish(Activity activity, boolean removesTask) {
        Task task = taskOf(activity);
        if (task == null) return;
        if (removesTask && task.activities.get(0) == activity) {
            remove(task);
            return;
        }
        drop(task, activity);
        if (!task.activities.isEmpty()) return;
        tasks.remove(task);
        endedTasks++;
    }

    private void remove(Task task) {
        if (task == null) return;
        tasks.remove(task);
        while (!task.activities.isEmpty()) drop(task, task.top());
    }

    /** Lets the app's main thread do all its work. */
    public void settle() {
        while (true) {
            if (!deliveries.isEmpty()) {
                deliveries.remove().run();
                continue;
            }
            Activity top = top();
            if (top == resumed) return;
            pauseIf(resumed);
            if (top == null) continue;
            create(top);
            if (top.isFinishing()) continue;
            resumed = top;
            top.resume();
        }
    }

    private Task front() {
        return tasks.get(tasks.size() - 1);
    }

    private Task taskOf(Activity activity) {
        for (Task task : tasks) if (task.activities.contains(activity)) return task;
        return null;
    }

    private void bringToFront(Task task) {
        tasks.remove(task);
        tasks.add(task);
    }

    /** A singleTask activity exists: the system removes what is above it, and then gives it the intent. */
    private void reuse(Task task, Activity activity, Intent intent) {
        bringToFront(task);
        while (task.top() != activity) drop(task, task.top());
        deliveries.add(() -> {
            pauseIf(activity);
            create(activity);
            activity.deliver(intent);
        });
    }

    private void push(Task task, Intent intent) {
        Activity activity = intent.component == null ? new Activity() : instance(intent.component);
        if (intent.component == null) activity.application = new Application();
        activity.tasks = this;
        prepare.accept(activity);
        uncreated.put(activity, intent);
        task.activities.add(activity);
    }

    private void drop(Task task, Activity activity) {
        task.activities.remove(activity);
        deliveries.add(() -> {
            if (uncreated.remove(activity) != null) return;
            pauseIf(activity);
            activity.end();
        });
    }

    private void create(Activity activity) {
        Intent intent = uncreated.remove(activity);
        if (intent != null) activity.create(intent, null);
    }

    private void pauseIf(Activity activity) {
        if (activity == null || activity != resumed) return;
        resumed = null;
        activity.pause();
    }

    private Activity instance(Class<?> type) {
        try {
            if (elsewhere.contains(type)) return new Elsewhere();
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Activity) constructor.newInstance();
        } catch (ReflectiveOperationException error) {
            throw new IllegalStateException(error);
        }
    }
}
