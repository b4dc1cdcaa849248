package org.kvmsh.dsl;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.kvmsh.dsl.lang.FrontEnd;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.script.Source;

/** The languages that a session's texts are in, each loaded when it is first used: most people use one. */
final class FrontEnds {
    private final PrintWriter out;
    private final Map<Language, FrontEnd> started = new EnumMap<>(Language.class);
    /** The directory of compiled files; null if they are not kept. */
    private Path kept;

    /** @param out where scripts print */
    FrontEnds(PrintWriter out) {
        this.out = out;
    }

    /** Keeps what languages compile that are used from now on. */
    synchronized void keep(Path folder) {
        kept = folder;
    }

    synchronized FrontEnd of(Language language) {
        return started.computeIfAbsent(language, first -> Languages.frontEnd(first, out, kept));
    }

    /** Null for a language that was not used. */
    synchronized FrontEnd started(Language language) {
        return started.get(language);
    }

    synchronized void forEach(Consumer<FrontEnd> act) {
        started.values().forEach(act);
    }

    /** A script that was run, by its name; null for another. */
    synchronized Source source(String name) {
        return started.values().stream()
                .map(frontEnd -> frontEnd.source(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Ends every language, with its names; the next text starts its language anew. */
    synchronized void close() {
        started.values().forEach(FrontEnd::close);
        started.clear();
    }

    void share(Language from, Language to) {
        FrontEnd source = from == to ? null : started(from);
        if (source != null) {
            of(to).take(source.values());
        }
    }

    Language declaredElsewhere(String name, Language here) {
        for (Language other : Language.values()) {
            FrontEnd source = other == here ? null : started(other);
            if (source != null
                    && source.names().containsKey(name)
                    && !source.values().containsKey(name)) {
                return other;
            }
        }
        return null;
    }
}
