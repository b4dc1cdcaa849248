package org.kvmsh.dsl.variable;

import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** A global variable of a guest, with what is known of it. */
public final class GuestVariable implements AsJson {
    private final String name;
    private final String source;
    private final long address;
    private final String type;
    private final CPlace place;

    /**
     * @param source where it is declared
     * @param type in words
     */
    GuestVariable(String name, String source, long address, String type, CPlace place) {
        this.name = name;
        this.source = source;
        this.address = address;
        this.type = type;
        this.place = place;
    }

    /** Where it is. */
    public CPlace place() {
        return place;
    }

    @Word(value = "its name", example = "m.symbols.globals[0].name")
    public String getName() {
        return name;
    }

    @Word(value = "its value, which can be assigned", example = "m.symbols.global('count').value")
    public Object getValue() {
        return place.value();
    }

    /** {@code m.symbols.global('count').value = 5}. */
    public void setValue(Object value) {
        place.set(value);
    }

    @Word(value = "its address in the guest", example = "m.symbols.global('count').address")
    public long getAddress() {
        return address;
    }

    @Word(value = "its size in bytes", example = "m.symbols.global('count').size")
    public Number getSize() {
        return place.type().size();
    }

    @Word(value = "its type, in C syntax", example = "m.symbols.global('count').type")
    public String getType() {
        return type;
    }

    @Word(
            value = "the file and line of its declaration and, for a static variable in a function, that"
                    + " function; empty if unknown",
            example = "m.symbols.global('count').source")
    public String getSource() {
        return source;
    }

    @Override
    public String toString() {
        return name + ": " + type + " = " + place.text();
    }
}
