package android.os;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A stand-in for Android's class. Its work waits until a test lets the time pass, so no test waits for a clock. */
public class Handler {
    private static final class Work {
        final Runnable action;
        final long due;

        Work(Runnable action, long due) {
            this.action = action;
            this.due = due;
        }
    }

    private static final List<Work> WAITING = new ArrayList<>();
    private static long now;

    public Handler(Looper looper) {}

    public final boolean post(Runnable action) {
        return postDelayed(action, 0);
    }

    public final boolean postDelayed(Runnable action, long milliseconds) {
        return WAITING.add(new Work(action, now + milliseconds));
    }

    public final void removeCallbacks(Runnable action) {
        WAITING.removeIf(work -> work.action == action);
    }

    /** Lets the time pass, and does the work that is due then, the earliest first. */
    public static void pass(long milliseconds) {
        long end = now + milliseconds;
        while (true) {
            Work next = WAITING.stream().min(Comparator.comparingLong(work -> work.due)).orElse(null);
            if (next == null || next.due > end) break;
            WAITING.remove(next);
            now = next.due;
            next.action.run();
        }
        now = end;
    }

    /** How long the next work still waits, in milliseconds. Null if no work waits. */
    public static Long untilNext() {
        return WAITING.stream().map(work -> work.due - now).min(Long::compare).orElse(null);
    }

    /** Forgets all work. */
    public static void clear() {
        WAITING.clear();
    }
}
