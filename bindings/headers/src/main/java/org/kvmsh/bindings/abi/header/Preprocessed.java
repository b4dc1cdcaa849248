package org.kvmsh.bindings.abi.header;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.anarres.cpp.DefaultPreprocessorListener;
import org.anarres.cpp.InternalException;
import org.anarres.cpp.LexerException;
import org.anarres.cpp.Macro;
import org.anarres.cpp.Preprocessor;
import org.anarres.cpp.PreprocessorListener.SourceChangeEvent;
import org.anarres.cpp.Source;
import org.anarres.cpp.StringLexerSource;
import org.anarres.cpp.Token;

/** Text after the C preprocessor, with the file that each part of it comes from, and the macros that were defined. */
final class Preprocessed {
    /** The limit of the text, because an endless include or macro would otherwise fill memory. */
    private static final int MOST_TEXT = 16 << 20;

    private final Engine engine = new Engine();
    private final StringBuilder text = new StringBuilder();
    private final NavigableMap<Integer, String> origins = new TreeMap<>();

    Preprocessed(String source, List<Path> includes, Map<String, String> predefined) {
        try {
            engine.setSystemIncludePath(includes.stream().map(Path::toString).toList());
            for (Map.Entry<String, String> macro : predefined.entrySet()) {
                engine.addMacro(macro.getKey(), macro.getValue());
            }
            engine.addInput(new StringLexerSource(source, true));
            read();
        } catch (LexerException e) {
            throw new HeaderError(e.getMessage(), e);
        } catch (InternalException e) {
            throw unknownCharacter(e);
        }
    }

    private void read() {
        String last = null;
        for (Token token = next(); token.getType() != Token.EOF; token = next()) {
            String origin = engine.file();
            if (!origin.equals(last)) {
                origins.put(text.length(), origin);
                last = origin;
            }
            append(token, text);
        }
    }

    private static void append(Token token, StringBuilder into) {
        switch (token.getType()) {
            case Token.CCOMMENT, Token.CPPCOMMENT -> into.append(' ');
            default -> into.append(token.getText());
        }
        if (into.length() > MOST_TEXT) {
            throw new HeaderError("the headers are longer than " + MOST_TEXT + " characters");
        }
    }

    private Token next() {
        try {
            return engine.token();
        } catch (LexerException | IOException e) {
            throw new HeaderError(e.getMessage(), e);
        } catch (InternalException e) {
            throw unknownCharacter(e);
        }
    }

    /** The preprocessor's own words for a character that C does not have: {@code Bad token [#@35,0]:"X"}. */
    private static HeaderError unknownCharacter(InternalException e) {
        return new HeaderError("a character that C does not have: " + e.getMessage(), e);
    }

    String text() {
        return text.toString();
    }

    /** The file that a position of the text comes from; empty for what was given as text. */
    String origin(int position) {
        Map.Entry<Integer, String> at = origins.floorEntry(position);
        return at == null ? "" : at.getValue();
    }

    /** Every macro that takes no arguments and is defined in a file, in the order of definition. */
    Map<String, String> macroOrigins() {
        Map<String, String> found = new LinkedHashMap<>();
        engine.getMacros().forEach((name, macro) -> {
            if (!macro.isFunctionLike() && macro.getSource() != null) {
                found.put(name, fileOf(macro.getSource()));
            }
        });
        return found;
    }

    /** Every macro that takes arguments. */
    Set<String> functionMacros() {
        return engine.getMacros().values().stream()
                .filter(Macro::isFunctionLike)
                .map(Macro::getName)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The file that a macro is defined in; empty if it was given as text. */
    String macroOrigin(String macro) {
        Source source = engine.getMacro(macro).getSource();
        return source == null ? "" : fileOf(source);
    }

    /** The number of arguments that a macro takes; 0 if it takes none. */
    int arguments(String macro) {
        Macro found = engine.getMacro(macro);
        return found == null || !found.isFunctionLike() ? 0 : found.getArgs();
    }

    boolean isVariadic(String macro) {
        Macro found = engine.getMacro(macro);
        return found != null && found.isVariadic();
    }

    /** A macro's text as written. */
    String body(String macro) {
        Macro found = engine.getMacro(macro);
        return found == null ? "" : found.getText();
    }

    /** A piece of text with all macros in it replaced. */
    String expand(String piece) {
        engine.addInput(new StringLexerSource(piece + "\n", true));
        StringBuilder expanded = new StringBuilder();
        for (Token token = next(); token.getType() != Token.EOF; token = next()) {
            append(token, expanded);
        }
        return expanded.toString().strip();
    }

    private static String fileOf(Source source) {
        String path = source.getPath();
        return path == null ? "" : path;
    }

    /** Lets the current source be seen, and gathers errors instead of printing them. */
    private static final class Engine extends Preprocessor {
        private final List<String> files = new ArrayList<>();

        Engine() {
            setListener(new DefaultPreprocessorListener() {
                @Override
                public void handleError(Source source, int line, int column, String message) {
                    throw new HeaderError(
                            (source == null ? "" : source.getName() + ":" + line + ":" + column + ": ") + message);
                }

                @Override
                public void handleWarning(Source source, int line, int column, String message) {}

                @Override
                public void handleSourceChange(Source source, SourceChangeEvent event) {
                    files.clear();
                    files.add(source == null || source.getPath() == null ? "" : source.getPath());
                }
            });
        }

        String file() {
            return files.isEmpty() ? "" : files.get(0);
        }
    }
}
