package org.kvmsh.dsl.variable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.code.dwarf.DwarfType;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.ByName;

/** A struct or a union in guest memory, with its members by name; each use reads or writes the memory. */
public final class CStruct implements ByName, AsJson {
    private final CPlace place;

    CStruct(CPlace place) {
        this.place = place;
    }

    CPlace place() {
        return place;
    }

    private DwarfType.Structure type() {
        return (DwarfType.Structure) place.type().plain();
    }

    /** A member, or what an expression such as {@code next->value} leads to, to be read or written. */
    public CPlace member(String name) {
        return CExpression.of(name, place::member, member -> type().find(member) != null);
    }

    /** {@code m.symbols.p.x}. */
    @Override
    public Object get(String name) {
        return member(name).value();
    }

    /** {@code m.symbols.p.x = 5}. */
    @Override
    public void set(String name, Object value) {
        member(name).set(value);
    }

    /** The names of its members. */
    public List<String> names() {
        return type().names();
    }

    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        names().forEach(name -> facts.put(name, get(name)));
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CStruct struct && struct.toString().equals(toString())
                || other instanceof Map<?, ?> map && map.equals(facts());
    }

    @Override
    public int hashCode() {
        return type().hashCode();
    }

    @Override
    public String toString() {
        return place.text();
    }
}
