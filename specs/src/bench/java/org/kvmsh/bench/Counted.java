package org.kvmsh.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.groovy.GroovyFrontEnd;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.Session;
import org.kvmsh.dsl.spec.Handler;
import org.kvmsh.dsl.spec.Source;

/**
 * A machine whose handler adds up what the guest sends, which is 1 a time.
 *
 * @param handled how often the handler was called
 */
record Counted(Machine machine, LongSupplier handled) {
    static final String JAVA = "java";
    static final String GROOVY = "groovy";

    /** With the handler that a name stands for. */
    static Counted of(String handler, Session session, String code) {
        return handler.equals(JAVA) ? java(session, code) : groovy(session, code);
    }

    private static Counted java(Session session, String code) {
        Sum sum = new Sum();
        return new Counted(session.bringUp(Guest.spec(code, sum)), () -> sum.total);
    }

    private static Counted groovy(Session session, String code) {
        Path script = Project.SOURCES.resolve("groovy/exits.groovy");
        try {
            GroovyFrontEnd groovy = new GroovyFrontEnd(new PrintWriter(System.out));
            groovy.run(new Source("guest", "GUEST = '" + code + "'"), session, true);
            List<?> made = (List<?>) groovy.run(new Source(script.toString(), Files.readString(script)), session, false);
            Callable<?> handled = (Callable<?>) made.get(1);
            return new Counted((Machine) made.get(0), () -> call(handled));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long call(Callable<?> number) {
        try {
            return ((Number) number.call()).longValue();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Sum implements Handler {
        private long total;

        @Override public Object handle(Exit exit) {
            total += ((Exit.Io) exit).getValue();
            return null;
        }
    }
}
