package org.kvmsh.bindings.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.lab.LabBoard;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.bindings.text.UserFolders;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * The boards of a person's own, which boards.toml names: {@code [boards.juno] board = "serial:/dev/ttyUSB0@115200"}.
 *
 * <p>The file in the directory where kvmsh was started comes before the one in the person's configuration.
 */
final class PersonalBoards {
    static final String FILE = "boards.toml";

    private static final String TABLE = "boards";
    private static final String BOARD = "board";
    private static final String ABOUT = "about";
    private static final String LOCKS = "locks";
    /** Those of a lab: here, since most programs have no need of the class that reads them. */
    private static final List<String> LAB_KEYS =
            List.of(LabTable.POWER, LabTable.CONSOLE, LabTable.BOOT, LabTable.BOOT_LIMIT);

    private static final List<String> KEYS =
            Stream.concat(Stream.of(BOARD, ABOUT), LAB_KEYS.stream()).toList();
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    /**
     * One of them.
     *
     * @param board the name of its target
     * @param about the user's description of it; may be null
     * @param place file, line and column
     * @param lab what is said of its lab; null if nothing is
     */
    record Entry(String name, String board, String about, String place, LabBoard lab) {}

    /** A file as it was last read: to list all boards, it is asked several times for each. */
    private record Parsed(FileStamp stamp, Map<String, Entry> entries) {}

    /** The boards of all files as they were last read. */
    private record Merged(List<Parsed> files, Map<String, Entry> entries) {}

    private final Map<Path, Parsed> parsed = new ConcurrentHashMap<>();
    private volatile Merged merged = new Merged(List.of(), Map.of());
    private final List<Path> files;
    private final Path state;
    private final Map<String, String> environment;

    PersonalBoards(Map<String, String> environment) {
        UserFolders folders = UserFolders.of(environment);
        this.files = List.of(Path.of(FILE), folders.config().resolve(FILE));
        this.state = folders.state();
        this.environment = environment;
    }

    /** All of them by name. */
    Map<String, Entry> entries() throws NoSuchBoard {
        List<Parsed> read = new ArrayList<>();
        for (Path file : files) {
            // The library's start is worth a tenth of kvmsh's own; most people have no such file.
            if (Files.exists(file)) {
                read.add(read(file));
            }
        }
        Merged last = merged;
        if (!last.files().equals(read)) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            read.forEach(each -> each.entries().forEach(entries::putIfAbsent));
            last = new Merged(List.copyOf(read), Collections.unmodifiableMap(entries));
            merged = last;
        }
        return last.entries();
    }

    /** Their names; none if a file cannot be read. */
    List<String> names() {
        try {
            return List.copyOf(entries().keySet());
        } catch (NoSuchBoard e) {
            return List.of();
        }
    }

    /** A file with its boards; it is parsed again if it changed. */
    private Parsed read(Path file) throws NoSuchBoard {
        try {
            FileStamp stamp = FileStamp.of(file);
            Parsed last = parsed.get(file);
            if (last == null || !last.stamp().isSame(stamp)) {
                last = new Parsed(stamp, entries(file, TomlFile.read(file, "[boards.NAME]")));
                parsed.put(file, last);
            }
            return last;
        } catch (IOException e) {
            throw new NoSuchBoard(e.getMessage());
        }
    }

    private Map<String, Entry> entries(Path file, TomlParseResult toml) throws NoSuchBoard {
        for (String key : toml.keySet()) {
            if (key.equals(TABLE) && !toml.isTable(key)) {
                throw new NoSuchBoard(TomlFile.at(file, toml.inputPositionOf(List.of(key)))
                        + ": boards is not a table; write [boards.NAME]");
            }
            if (!key.equals(TABLE) && !key.equals(LOCKS)) {
                throw new NoSuchBoard(TomlFile.at(file, toml.inputPositionOf(List.of(key))) + ": unknown key " + key
                        + "; expected [boards.NAME] or locks");
            }
        }
        Path locks = locks(file, toml);
        Map<String, Entry> entries = new LinkedHashMap<>();
        TomlTable boards = toml.getTableOrEmpty(TABLE);
        for (String name : boards.keySet()) {
            entries.put(name, entry(file, boards, name, locks));
        }
        return entries;
    }

    /** The directory of locks that the file names, relative to its own; null if it names none. */
    private static Path locks(Path file, TomlTable toml) throws NoSuchBoard {
        if (!toml.contains(List.of(LOCKS))) {
            return null;
        }
        if (!toml.isString(List.of(LOCKS)) || toml.getString(List.of(LOCKS)).isBlank()) {
            throw new NoSuchBoard(TomlFile.at(file, toml.inputPositionOf(List.of(LOCKS)))
                    + ": locks must be a directory in quotation marks");
        }
        return file.toAbsolutePath().resolveSibling(toml.getString(List.of(LOCKS)));
    }

    private Entry entry(Path file, TomlTable boards, String name, Path locks) throws NoSuchBoard {
        String place = TomlFile.at(file, boards.inputPositionOf(List.of(name)));
        if (!name.matches(NAME) || name.equals(Boards.KVM)) {
            throw new NoSuchBoard(place + ": a board cannot be named " + name
                    + ": use letters, digits, '.', '_' and '-'; kvm is reserved for this host");
        }
        if (!boards.isTable(List.of(name))) {
            throw new NoSuchBoard(place + ": " + name + " is not a board table; write [boards." + name
                    + "] and, below it, board = \"...\"");
        }
        TomlTable table = boards.getTable(List.of(name));
        for (String key : table.keySet()) {
            String keyPlace = TomlFile.at(file, table.inputPositionOf(List.of(key)));
            if (!KEYS.contains(key)) {
                throw new NoSuchBoard(keyPlace + ": unknown key " + key + " in [boards." + name + "]; its keys are "
                        + String.join(", ", KEYS) + Nearest.clause(key, KEYS));
            }
            if (!LAB_KEYS.contains(key) && !table.isString(List.of(key))) {
                throw new NoSuchBoard(keyPlace + ": " + key + " must be a string in quotation marks");
            }
        }
        if (!table.contains(List.of(BOARD))) {
            throw new NoSuchBoard(
                    place + ": [boards." + name + "] has no board; add board = \"serial:/dev/ttyUSB0@115200\"");
        }
        return new Entry(
                name,
                table.getString(List.of(BOARD)),
                table.getString(List.of(ABOUT)),
                TomlFile.at(file, table.inputPositionOf(List.of(BOARD))),
                new LabTable(file, name, table).read(locks, state, environment));
    }
}
