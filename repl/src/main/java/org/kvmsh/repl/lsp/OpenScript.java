package org.kvmsh.repl.lsp;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentItem;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;

/**
 * One version of a script that the editor has open. Its positions count lines and UTF-16 code units from 0, as the
 * protocol's do.
 *
 * @param file the editor's file; a name alone for a text that is not saved
 */
record OpenScript(String uri, int version, Language language, Path file, String text) {
    static OpenScript of(TextDocumentItem opened) {
        Path file = file(opened.getUri());
        Language language = switch (opened.getLanguageId()) {
            case "groovy" -> Language.GROOVY;
            case "javascript" -> Language.JS;
            default -> Language.ofFile(file.toString());
        };
        return new OpenScript(opened.getUri(), opened.getVersion(), language, file, opened.getText());
    }

    private static Path file(String uri) {
        try {
            return Path.of(URI.create(uri));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return Path.of(uri.replaceFirst(".*[/:]", "").replace('\0', '_'));
        }
    }

    /** The next version: each change applies to what the one before it made. */
    OpenScript changed(int newVersion, List<TextDocumentContentChangeEvent> changes) {
        OpenScript next = this;
        for (TextDocumentContentChangeEvent change : changes) {
            Range range = change.getRange();
            String replaced = range == null
                    ? change.getText()
                    : next.text.substring(0, next.offset(range.getStart()))
                            + change.getText()
                            + next.text.substring(Math.max(next.offset(range.getStart()), next.offset(range.getEnd())));
            next = new OpenScript(uri, newVersion, language, file, replaced);
        }
        return next;
    }

    Source source() {
        return new Source(file.toString(), text, file, List.of());
    }

    /** The directory that paths in the script are relative to. */
    Path directory() {
        return file.getParent() == null ? Path.of("") : file.getParent();
    }

    /** A position past the end of its line, or of the text, is that end. */
    int offset(Position position) {
        int start = lineStart(position.getLine());
        return Math.min(lineEnd(start), start + Math.max(0, position.getCharacter()));
    }

    Position position(int offset) {
        int line = 0;
        int start = 0;
        for (int next = nextLine(0); next >= 0 && next <= offset; next = nextLine(next)) {
            line++;
            start = next;
        }
        return new Position(line, offset - start);
    }

    /** The name, number or character at a place that messages name, which count from 1. */
    Range token(Site site) {
        int start = lineStart(site.line() - 1);
        int end = lineEnd(start);
        int from = Math.min(Math.max(start, end - 1), start + Math.max(0, site.column() - 1));
        int to = Math.min(end, from + 1);
        if (from < end && Character.isJavaIdentifierPart(text.charAt(from))) {
            while (to < end && Character.isJavaIdentifierPart(text.charAt(to))) {
                to++;
            }
        }
        int line = Math.max(0, site.line() - 1);
        return new Range(new Position(line, from - start), new Position(line, to - start));
    }

    private int lineStart(int line) {
        int start = 0;
        for (int i = 0; i < line; i++) {
            int next = nextLine(start);
            if (next < 0) {
                return text.length();
            }
            start = next;
        }
        return start;
    }

    private int lineEnd(int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /** The offset at which the line after one begins; -1 for none. */
    private int nextLine(int start) {
        int end = lineEnd(start);
        return end == text.length() ? -1 : text.startsWith("\r\n", end) ? end + 2 : end + 1;
    }
}
