package org.kvmsh.repl.lsp;

import java.io.PrintWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * The log of errors of the connection, a line each on standard error; the protocol's library reports through
 * java.util.logging.
 */
final class ServerLog extends Handler {
    /** Held, since the JDK forgets the settings of a logger that nobody holds. */
    private static final Logger LIBRARY = Logger.getLogger("org.eclipse.lsp4j");

    /** It logs the methods that it does not know. */
    private static final String DISPATCHER = "org.eclipse.lsp4j.jsonrpc.services.GenericEndpoint";

    /** A Java exception's class before its message. */
    private static final Pattern CLASS = Pattern.compile("(?:[a-z]\\w*\\.)+[A-Z]\\w*: ");

    private final PrintWriter err;

    ServerLog(PrintWriter err) {
        this.err = err;
        LIBRARY.setUseParentHandlers(false);
        LIBRARY.addHandler(this);
    }

    void line(String text) {
        err.println("kvmsh lsp: "
                + CLASS.matcher(text.lines().findFirst().orElse("")).replaceAll(""));
        err.flush();
    }

    /** A message that is not served is answered, and is no error of the connection. */
    @Override
    public void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.WARNING.intValue()
                && !DISPATCHER.equals(record.getLoggerName())
                && !Unserved.is(record.getThrown())) {
            String thrown = record.getThrown() == null
                    ? ""
                    : String.valueOf(record.getThrown().getMessage());
            line(record.getMessage().contains(thrown) ? record.getMessage() : record.getMessage() + ": " + thrown);
        }
    }

    @Override
    public void flush() {
        err.flush();
    }

    @Override
    public void close() {
        LIBRARY.removeHandler(this);
    }
}
