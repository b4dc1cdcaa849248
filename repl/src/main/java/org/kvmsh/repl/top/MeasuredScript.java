package org.kvmsh.repl.top;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.inspect.Activity;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.test.ScriptThreads;
import org.kvmsh.repl.abi.Json;

/** A script that runs on one board, and what its guest did in the last measured time. Its output is discarded. */
final class MeasuredScript {
    private static final long LOOK_MILLIS = 5;
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(8);

    private final Kvmsh kvmsh;
    private final String name;
    private final Thread runs;
    private final Thread measures;
    private volatile String board;
    private volatile Activity last;
    private volatile String failure = "";
    private volatile boolean hasEnded;
    private volatile boolean isWanted = true;

    /**
     * A script that does not run yet.
     *
     * @param name the board's; null for this host's KVM, or the model used instead
     * @param each the time of a measurement
     */
    MeasuredScript(Boards boards, String name, Language language, Source source, Duration each) {
        this.kvmsh = new Kvmsh(boards, new PrintWriter(Writer.nullWriter()), step -> {});
        this.name = name;
        this.board = name == null ? "kvm" : name;
        this.runs = new Thread(new ScriptThreads(), () -> run(language, source), "script");
        this.measures = new Thread(() -> measure(each), "kvmsh-top");
        runs.setDaemon(true);
        measures.setDaemon(true);
    }

    void begin() {
        runs.start();
        measures.start();
    }

    private void run(Language language, Source source) {
        try (kvmsh) {
            String line = kvmsh.use(name).toString();
            board = line.substring(0, line.indexOf(", "));
            kvmsh.session().unchecked().tell(null);
            try {
                if (isWanted) {
                    kvmsh.run(language, source, false);
                    kvmsh.session().endGuests();
                    failure = isWanted ? failed(kvmsh.session()) : "";
                }
            } finally {
                // A measurement uses the machine.
                hasEnded = true;
                measures.join();
            }
        } catch (ScriptError e) {
            failure = isWanted ? kvmsh.failure(e).toString() : "";
        } catch (BoardUnavailable | BoardLost e) {
            failure = isWanted ? e.getMessage() : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hasEnded = true;
        }
    }

    private static String failed(Session session) {
        return session.tests().results().counts().exitStatus() == 0
                ? ""
                : session.tests().results().counts().inWords().toString();
    }

    private void measure(Duration each) {
        while (!hasEnded && isWanted) {
            Session session = kvmsh.session();
            Machine machine = session == null ? null : session.latestMachine();
            try {
                if (machine != null && machine.isRunning()) {
                    last = machine.measured(each, () -> hasEnded || !isWanted);
                } else {
                    pause();
                }
            } catch (ScriptError | KvmException | BoardLost e) {
                // The script has closed the machine meanwhile, or its own call fails as this one did.
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The last measurement; null before the first. */
    Activity last() {
        return last;
    }

    boolean hasEnded() {
        return hasEnded;
    }

    /** Why the script failed, unless it was ended; empty if it did not. */
    String failure() {
        return failure;
    }

    /** The board with its kind. */
    String board() {
        return board;
    }

    /** Ends the script, whose failure does not count any more, unless it has ended by itself. */
    void end() {
        if (!hasEnded) {
            isWanted = false;
        }
        if (kvmsh.session() == null) {
            // Its board is being started.
            runs.interrupt();
        } else {
            kvmsh.end();
        }
    }

    /** Waits for the end of the script and of its board; returns whether it came. */
    boolean awaitsEnd() throws InterruptedException {
        runs.join(LEFT_BEHIND.toMillis());
        return !runs.isAlive();
    }

    /** The facts of the last measurement, for JSON. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("board", board);
        facts.put("hasEnded", hasEnded);
        facts.put("activity", last == null ? null : Json.value(last.getJson()));
        return facts;
    }
}
