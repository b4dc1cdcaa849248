package org.kvmsh.repl.shell;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jline.reader.LineReader;
import org.jline.reader.impl.InputRC;
import org.jline.terminal.Terminal;
import org.kvmsh.bindings.text.WriteFailure;

/**
 * A person's settings of readline, in $INPUTRC or ~/.inputrc: the editing mode and key bindings, which hold in the
 * shell as in bash.
 */
public record InputrcFile(Path file) {
    /** The names that readline has for keymaps, with JLine's. */
    private static final Map<String, String> READLINES = Map.of(
            "vi", LineReader.VICMD,
            "vi-move", LineReader.VICMD,
            "vi-command", LineReader.VICMD,
            "vi-insert", LineReader.VIINS,
            "emacs-standard", LineReader.EMACS);

    /** JLine's own log, which gets a warning for each line that it cannot read. */
    private static final String LOG = "org.jline";

    /** The file of an environment, whether it exists or not. */
    public static InputrcFile of(Map<String, String> environment) {
        String named = environment.getOrDefault("INPUTRC", "");
        return new InputrcFile(
                named.isEmpty()
                        ? Path.of(environment.getOrDefault("HOME", "/nonexistent"), ".inputrc")
                        : Path.of(named));
    }

    /**
     * Applies the settings to a line reader, unless its terminal moves no cursor.
     *
     * @param tell gets a line for each that cannot be read
     */
    public void apply(LineReader reader, Consumer<String> tell) {
        if (!Files.isRegularFile(file) || reader.getTerminal().getType().startsWith(Terminal.TYPE_DUMB)) {
            return;
        }
        Warnings warnings = new Warnings();
        Logger log = Logger.getLogger(LOG);
        boolean before = log.getUseParentHandlers();
        log.addHandler(warnings);
        log.setUseParentHandlers(false);
        try {
            READLINES.forEach((name, own) ->
                    reader.getKeyMaps().put(name, reader.getKeyMaps().get(own)));
            String text = Files.readString(file, StandardCharsets.UTF_8);
            // JLine changes to vi's keys at the end of the file, so that what is bound before is bound among emacs's.
            InputRC.configure(reader, new StringReader(text));
            InputRC.configure(reader, new StringReader(text));
        } catch (IOException e) {
            warnings.reasons.add(WriteFailure.why(e));
        } finally {
            log.setUseParentHandlers(before);
            log.removeHandler(warnings);
        }
        warnings.reasons.forEach(reason -> tell.accept(file + ": " + reason));
    }

    private static final class Warnings extends Handler {
        private final Set<String> reasons = new LinkedHashSet<>();

        @Override
        public void publish(LogRecord warning) {
            Throwable thrown = warning.getThrown();
            String reason = thrown == null ? warning.getMessage() : thrown.getMessage();
            reasons.add(Character.toLowerCase(reason.charAt(0)) + reason.substring(1));
        }

        @Override
        public void flush() {
            // Nothing is held.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
