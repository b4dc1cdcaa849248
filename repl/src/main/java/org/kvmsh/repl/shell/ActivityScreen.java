package org.kvmsh.repl.shell;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jline.terminal.Terminal;
import org.kvmsh.dsl.inspect.Activity;
import org.kvmsh.dsl.inspect.ExitCount;
import org.kvmsh.dsl.inspect.ExitsOverTime;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.script.ScriptError;

/** The activity of a machine, measured each second and shown on the whole terminal until q or Ctrl-C. */
public final class ActivityScreen {
    private static final Duration EACH = Duration.ofSeconds(1);
    /** How many measurements the plots show. */
    private static final int KEPT = 40;

    private static final String KEYS = "p pauses or continues the guest, s steps the paused guest, q leaves";

    private final FullScreen screen;
    private final Machine machine;
    private final Map<String, Deque<Long>> history = new TreeMap<>();
    private Activity last;
    private volatile boolean hasLeft;
    /** What the last key did, until the next measurement. */
    private String told = "";

    private ActivityScreen(Terminal terminal, Machine machine) {
        this.screen = new FullScreen(terminal);
        this.machine = machine;
    }

    /**
     * Shows it until the person leaves; on a terminal that cannot move the cursor, once.
     *
     * @param machine the current machine; null before the first
     * @param background what guests print waits until the person has left
     */
    public static void show(Terminal terminal, Machine machine, PrintWriter out, BackgroundRuns background) {
        if (machine == null) {
            out.println("there is no machine yet; to create one: vm { … }");
        } else if (FullScreen.isImpossibleOn(terminal)) {
            out.println(machine.top());
        } else {
            background.hold(new ActivityScreen(terminal, machine)::show);
        }
    }

    private void show() {
        screen.during(() -> {
            if (last == null) {
                draw();
            }
            return measure();
        });
    }

    /** Returns whether the person stays. The keys are read while another thread measures. */
    private boolean measure() {
        // An interrupt could break the link to a board.
        FutureTask<Activity> task = new FutureTask<>(() -> machine.measured(EACH, () -> hasLeft));
        Thread thread = new Thread(task, "kvmsh-top");
        thread.setDaemon(true);
        thread.start();
        try {
            while (!task.isDone()) {
                int key = screen.key();
                if (FullScreen.isLeaving(key)) {
                    hasLeft = true;
                } else if (key >= 0) {
                    told = did(key);
                    draw();
                }
            }
            take(task.get());
            draw();
            told = "";
            return !hasLeft;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            hasLeft = true;
            return false;
        }
    }

    private String did(int key) {
        try {
            if (key == 'p') {
                if (machine.isRunning()) {
                    machine.stop();
                    return "paused";
                }
                machine.start();
                return "continued";
            }
            return key == 's' ? machine.step().line() : KEYS;
        } catch (ScriptError e) {
            return e.getMessage();
        }
    }

    private void take(Activity activity) {
        last = activity;
        for (ExitCount row : activity.exits().all()) {
            history.computeIfAbsent(name(row), key -> new ArrayDeque<>());
        }
        history.forEach((name, counts) -> {
            counts.addLast(activity.exits().all().stream()
                    .filter(row -> name(row).equals(name))
                    .mapToLong(ExitCount::counted)
                    .sum());
            if (counts.size() > KEPT) {
                counts.removeFirst();
            }
        });
    }

    private static String name(ExitCount row) {
        return (row.name() + " " + row.place()).strip();
    }

    private void draw() {
        screen.draw(text(screen.columns()), told.isEmpty() ? KEYS : told);
    }

    private List<String> text(int columns) {
        List<String> lines = new ArrayList<>(List.of(machine.toString()));
        if (last == null) {
            return lines;
        }
        lines.addAll(last.text(columns).lines().toList());
        lines.add("exits in each of the last seconds:");
        int width = history.keySet().stream().mapToInt(String::length).max().orElse(0);
        history.forEach((name, counts) -> lines.add(String.format("  %-" + width + "s  %s", name, plot(counts))));
        return lines;
    }

    private static String plot(Deque<Long> counts) {
        return ExitsOverTime.plot(counts.stream().mapToLong(Long::longValue).toArray());
    }
}
