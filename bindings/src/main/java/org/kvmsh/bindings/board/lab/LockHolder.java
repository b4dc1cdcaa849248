package org.kvmsh.bindings.board.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/** The holder of a board's lock, as the lock's file names it. */
public record LockHolder(String user, String host, long pid, Instant since) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss z");
    private static final String UNKNOWN = "unknown";

    /** This process, from now on. */
    static LockHolder self() {
        return new LockHolder(
                System.getProperty("user.name"),
                hostName(),
                ProcessHandle.current().pid(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException unknown) {
                return UNKNOWN;
            }
        }
    }

    /** Lines of a key and a value. */
    String text() {
        return "user " + user + "\nhost " + host + "\npid " + pid + "\nsince " + since + "\n";
    }

    /** The holder of a text; null if it does not have one. */
    static LockHolder of(String text) {
        Map<String, String> values = new HashMap<>();
        text.lines()
                .map(line -> line.split(" ", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> values.put(parts[0], parts[1]));
        try {
            return !values.containsKey("user")
                    ? null
                    : new LockHolder(
                            values.get("user"),
                            values.getOrDefault("host", UNKNOWN),
                            Long.parseLong(values.getOrDefault("pid", "0")),
                            Instant.parse(values.getOrDefault("since", "")));
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    /** {@code ann on lab1, pid 4711, since 2026-11-23 05:12:03 UTC}. */
    @Override
    public String toString() {
        return user + " on " + host + ", pid " + pid + ", since " + TIME.format(since.atZone(ZoneId.systemDefault()));
    }
}
