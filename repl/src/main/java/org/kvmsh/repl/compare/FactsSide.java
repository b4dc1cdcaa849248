package org.kvmsh.repl.compare;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kvmsh.repl.results.RanBoard;

/** A file that {@code kvmsh boards facts} has written. */
record FactsSide(String file, Map<String, Object> told) implements Side {
    private static final String ONLY_FACTS = "a facts file";

    @Override
    public String title() {
        return file + ", facts of " + told.get("name") + " (" + told.get("kind") + ")"
                + (told.get("kernel") == null ? "" : ", Linux " + told.get("kernel"));
    }

    @Override
    public List<String> boards() {
        return List.of(Objects.toString(told.get("name")));
    }

    @Override
    public Held<List<ToldFacts>> facts() {
        return Held.of(List.of(new ToldFacts(told, ToldFacts.Source.BOARD)));
    }

    @Override
    public Held<List<RanBoard>> results() {
        return Held.none(ONLY_FACTS);
    }

    @Override
    public Held<CallSource> calls() {
        return Held.none(ONLY_FACTS);
    }
}
