package org.kvmsh.bindings.board;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/**
 * A file in TOML that a person writes. What is wrong with it is told with the line and what to write instead, not in
 * the parser's words.
 */
final class TomlFile {
    private static final String MARK = "\ufeff";
    private static final int SHOWN = 60;
    /** The message of tomlj about a key that is there twice. */
    private static final Pattern TWICE =
            Pattern.compile("(\\S+) (?:is not a table \\()?previously defined at line (\\d+), column \\d+\\)?");

    private TomlFile() {}

    /**
     * Reads a file.
     *
     * @param table the head of a table in such a file
     * @throws IOException whose message is a sentence, with file, line and column where it has them
     */
    static TomlParseResult read(Path file, String table) throws IOException {
        String text = text(file);
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            TomlParseError error = toml.errors().get(0);
            throw new IOException(file + ":" + error.position().line() + ":"
                    + error.position().column() + ": "
                    + why(
                            error,
                            text.lines()
                                    .skip(error.position().line() - 1)
                                    .findFirst()
                                    .orElse(""),
                            table));
        }
        return toml;
    }

    private static String text(Path file) throws IOException {
        // A device or a pipe has no end.
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + (Files.isDirectory(file) ? " is a directory" : " is not a regular file"));
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " cannot be read: permission denied");
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage());
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
            if (text.indexOf('\0') >= 0) {
                throw new IOException(file + ":" + line(text.substring(0, text.indexOf('\0')))
                        + ": not text: this line contains a NUL byte");
            }
            return text.startsWith(MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException(
                    file + ":" + line(new String(bytes, 0, in.position(), StandardCharsets.UTF_8)) + ": not UTF-8");
        }
    }

    private static int line(String before) {
        return 1 + (int) before.chars().filter(each -> each == '\n').count();
    }

    private static String why(TomlParseError error, String line, String table) {
        String parsed = error.getMessage();
        Matcher twice = TWICE.matcher(parsed);
        if (twice.matches()) {
            return (line.strip().startsWith("[") ? "[" + twice.group(1) + "]" : twice.group(1))
                    + " is already defined at line " + twice.group(2) + "; remove one of the two";
        }
        return "not TOML: " + advice(parsed, line, table) + ": " + shown(line);
    }

    private static String shown(String line) {
        String shown = BoardName.withoutToken(line.strip()).replaceAll("\\p{Cntrl}", "?");
        return shown.isEmpty() ? "an empty line" : shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "...";
    }

    /** The parser names what it expected, and only a part of that is of use to a person. */
    private static String advice(String parsed, String line, String table) {
        if (parsed.contains("escape sequence")) {
            return "write a backslash as \\\\";
        }
        if (parsed.contains("'\\u0") && line.contains("\"")) {
            return "the text contains a control character";
        }
        if (parsed.matches("(?s).*expected (['\"]+)( or a character)?")) {
            return "the closing quotation mark is missing";
        }
        if (parsed.matches("(?s).*expected [\\]}]( or a comma)?")) {
            return "the closing " + parsed.replaceFirst("(?s).*expected ([\\]}]).*", "$1") + " is missing";
        }
        if (line.matches("[^=\"']+=\\s*[\"'].*")) {
            return "remove what follows the value";
        }
        return line.matches("[^=\"']+=.*")
                ? "put the value in quotation marks"
                : "expected " + table + " or KEY = \"VALUE\", found";
    }

    /** File, line and column of a position that may not be known. */
    static String at(Path file, TomlPosition position) {
        return position == null ? file.toString() : file + ":" + position.line() + ":" + position.column();
    }
}
