package org.kvmsh.dsl.json;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kernel.StructFields.Shown;

/** The fields of a kernel's struct as JSON has them: one of 64 bits is a text in hex, a narrower one a number. */
public final class StructFacts {
    private StructFacts() {}

    public static Map<String, Object> of(List<Shown> fields) {
        Map<String, Object> facts = new LinkedHashMap<>();
        fields.forEach(field -> facts.put(field.name(), value(field)));
        return facts;
    }

    private static Object value(Shown field) {
        if (field.field().bytes() >= Long.BYTES && field.field().width() == 0) {
            return field.value();
        }
        int unused = Long.SIZE - field.field().bytes() * Byte.SIZE;
        return BigInteger.valueOf(
                field.field().type().startsWith("s") ? field.value() << unused >> unused : field.value());
    }
}
