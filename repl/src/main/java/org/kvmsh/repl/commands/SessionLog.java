package org.kvmsh.repl.commands;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.WriteFailure;
import org.kvmsh.repl.abi.Json;

/**
 * The file of a session: each text with its language, its board and its failure, a JSON object a line. Only the person
 * can read it.
 */
public final class SessionLog {
    /** The number of sessions that are kept. */
    static final int SESSIONS = 100;
    /** Bytes of a session's file; what is typed after them is not kept. */
    static final long LONGEST = 1 << 20;

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");
    private static final String ENDING = ".jsonl";
    private static final Pattern TOKEN = Pattern.compile("(?i)(token\\s*[=:]\\s*['\"]?)[^\\s&'\",})]+");

    private final Path folder;
    private Path file;
    private long written;
    private boolean over;

    /** @param state where kvmsh keeps what lasts; null to keep nothing */
    public SessionLog(Path state) {
        folder = state == null ? null : state.resolve("sessions");
        over = state == null;
    }

    /**
     * Adds a text.
     *
     * @return why it cannot be kept, once
     */
    public Optional<String> add(int number, TypedText text, String failure) {
        if (over) {
            return Optional.empty();
        }
        try {
            write(number, text, failure);
            return Optional.empty();
        } catch (IOException e) {
            over = true;
            return Optional.of("cannot record this session in " + folder + ": " + WriteFailure.why(e));
        }
    }

    private void write(int number, TypedText text, String failure) throws IOException {
        if (file == null) {
            begin();
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("number", number);
        facts.put("board", withoutToken(text.board()));
        facts.put("language", text.language().toString());
        facts.put("text", withoutToken(text.text()));
        facts.put("failure", failure == null ? null : withoutToken(failure));
        byte[] line = (Json.line(facts) + "\n").getBytes(StandardCharsets.UTF_8);
        if (written + line.length > LONGEST) {
            over = true;
            return;
        }
        Files.write(file, line, StandardOpenOption.APPEND);
        written += line.length;
    }

    /** A password of an agent's, which a board's name or a script may hold. */
    static String withoutToken(String text) {
        return TOKEN.matcher(text).replaceAll("$1…");
    }

    private void begin() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        removeOldest();
        file = folder.resolve(
                LocalDateTime.now().format(NAME) + "-" + ProcessHandle.current().pid() + ENDING);
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Channels.newOutputStream(Files.newByteChannel(
                        file,
                        options,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))))
                .close();
        written = Files.size(file);
    }

    private void removeOldest() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(folder)) {
            all = files.filter(each -> each.getFileName().toString().endsWith(ENDING))
                    .sorted(Comparator.comparing(each -> each.getFileName().toString()))
                    .toList();
        }
        for (Path old : all.subList(0, Math.max(0, all.size() - SESSIONS + 1))) {
            Files.deleteIfExists(old);
        }
    }
}
