package org.kvmsh.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.Session;

/**
 * A machine whose handler adds up the guest's output, which is 1 each time.
 *
 * @param run     runs it for a time; null for until it halts
 * @param handled how often the handler was called
 */
record Counted(Function<Duration, Outcome> run, LongSupplier handled) {
    static final String JAVA = "java";
    /** The same with a clock: {@code run timed: true}. */
    static final String TIMED = "java, timed";
    static final String GROOVY = "groovy";
    static final String JS = "js";

    /** With the handler that a name stands for. */
    static Counted of(String handler, Session session, String code) {
        return switch (handler) {
            case JAVA -> java(session, code, false);
            case TIMED -> java(session, code, true);
            case GROOVY -> script(Language.GROOVY, session, code, "sum()");
            case JS -> script(Language.JS, session, code, "sum");
            default -> throw new IllegalArgumentException(handler);
        };
    }

    private static Counted java(Session session, String code, boolean timed) {
        Sum sum = new Sum();
        Machine machine = session.bringUp(Guest.config(code, sum));
        return new Counted(time -> machine.run(time == null ? Map.of("timed", timed) : Map.of("within", time, "timed", timed)), () -> sum.total);
    }

    /** A script that is a file; JavaScript runs its machine from a script's line, as a person would. */
    private static Counted script(Language language, Session session, String code, String sum) {
        Kvmsh kvmsh = new Kvmsh(new Boards(Map.of()), new PrintWriter(System.out), step -> { });
        kvmsh.use(session);
        Path file = Project.SOURCES.resolve(language + "/exits." + language);
        try {
            String text = Files.readString(file).replace("'GUEST'", "'" + code + "'");
            kvmsh.run(language, new Source(file.toString(), text, file, List.of()), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Machine machine = (Machine) kvmsh.evaluate(language, "m");
        Function<Duration, Outcome> run = time -> time == null ? machine.run() : machine.run(Map.of("within", time));
        return new Counted(language == Language.GROOVY ? run : time -> (Outcome) kvmsh.evaluate(language, "m.run({within: ms(" + time.toMillis() + ")})"),
                () -> ((Number) kvmsh.evaluate(language, sum)).longValue());
    }

    private static final class Sum implements Handler {
        private long total;

        @Override public Object handle(Exit exit) {
            total += ((Exit.Io) exit).getValue();
            return null;
        }
    }
}
