package org.kvmsh.dsl.json;

import org.kvmsh.dsl.word.Word;

/** A value that a script looks at, and that programs read as JSON. */
public interface AsJson {
    @Word(
            value = "the same data as JSON text: 64-bit values are hex strings, counts are numbers",
            example = "exits.json")
    default String getJson() {
        return FactsJson.of(this);
    }

    /**
     * The value's form in JSON: maps, lists, texts, numbers and values of the language; by default the members that are
     * read.
     */
    default Object facts() {
        return FactsJson.members(this);
    }
}
