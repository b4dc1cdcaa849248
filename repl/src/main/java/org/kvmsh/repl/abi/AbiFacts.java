package org.kvmsh.repl.abi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Meaning;
import org.kvmsh.bindings.abi.NumberReading;
import org.kvmsh.bindings.abi.Struct;

/** The tables' entry for one name, for tools: bits are a text in hex, since not every JSON reader has 64 of them. */
final class AbiFacts {
    private AbiFacts() {}

    static Map<String, Object> of(Abi abi, Ioctl ioctl) {
        Map<String, Object> facts = facts("ioctl", ioctl.name(), abi);
        facts.put("request", Pages.hex(ioctl.request()));
        facts.put(
                "on",
                ioctl.on().stream()
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .toList());
        facts.put("encoded", ioctl.encoded());
        facts.put("data", ioctl.data().toString());
        facts.put("argument", orNull(ioctl.argument()));
        facts.put("descriptor", abi.givesDescriptor(ioctl.name()));
        facts.put("capability", orNull(ioctl.capability()));
        facts.put("origin", ioctl.origin());
        facts.put("source", orNull(ioctl.source()));
        facts.put("proposal", Pages.isProposal(abi, ioctl));
        return facts;
    }

    static Map<String, Object> of(Abi abi, Struct struct) {
        Map<String, Object> facts = facts(Pages.kind(struct), struct.name(), abi);
        facts.put("bytes", struct.size());
        facts.put(
                "fields",
                struct.members().stream()
                        .map(field -> {
                            Map<String, Object> each = of(field);
                            more(abi, struct, field, each);
                            return each;
                        })
                        .toList());
        facts.put("origin", struct.origin());
        return facts;
    }

    private static void more(Abi abi, Struct struct, Field field, Map<String, Object> facts) {
        String counter = abi.countOf(struct, field);
        if (counter != null) {
            facts.put("counted_by", counter);
        }
        Meaning values = abi.meaning(struct, field);
        if (values != null && !values.names().isEmpty()) {
            facts.put(values.isBits() ? "flags" : "values", values.key());
        }
        abi.pointers(struct).stream()
                .filter(pointer -> pointer.field().equals(field.name()))
                .forEach(pointer -> {
                    facts.put("points_to_bytes", orNull(pointer.length()));
                    facts.put("points_to_data", pointer.data());
                });
    }

    /** @param path the field's name with its struct's before it */
    static Map<String, Object> of(Abi abi, String path, Field field) {
        Map<String, Object> facts = facts("field", path, abi);
        of(field).forEach(facts::putIfAbsent);
        return facts;
    }

    private static Map<String, Object> of(Field field) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", field.name());
        facts.put("type", field.type());
        facts.put("offset", field.offset());
        facts.put("bytes", field.bytes());
        facts.put("count", field.count());
        if (field.width() > 0) {
            facts.put("bit", field.bit());
            facts.put("width", field.width());
        }
        return facts;
    }

    static Map<String, Object> of(Abi abi, Constant constant) {
        Map<String, Object> facts = facts("constant", constant.name(), abi);
        facts.put("value", "0x" + Long.toHexString(constant.value()));
        facts.put("origin", constant.origin());
        Field part = Pages.part(abi, constant.name());
        if (part != null) {
            facts.put("fills", "kvm_run." + part.name());
        }
        return facts;
    }

    static Map<String, Object> of(NumberReading reading) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("arch", reading.table());
        facts.put("direction", reading.direction());
        facts.put("type", Pages.hex(reading.type()));
        facts.put("number", Pages.hex(reading.number()));
        facts.put("size", reading.size());
        facts.put("ioctls", named(reading.ioctls()));
        facts.put("proposals", named(reading.proposals()));
        facts.put("others", named(reading.others()));
        return facts;
    }

    private static List<Map<String, Object>> named(List<Ioctl> ioctls) {
        return ioctls.stream()
                .map(ioctl -> {
                    Map<String, Object> facts = new LinkedHashMap<>();
                    facts.put("name", ioctl.name());
                    facts.put("request", Pages.hex(ioctl.request()));
                    facts.put(
                            "on",
                            ioctl.on().stream()
                                    .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                    .toList());
                    facts.put("origin", ioctl.origin());
                    return facts;
                })
                .toList();
    }

    private static Map<String, Object> facts(String kind, String name, Abi abi) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", kind);
        facts.put("name", name);
        facts.put("arch", abi.table());
        return facts;
    }

    private static String orNull(String text) {
        return text.equals("-") ? null : text;
    }
}
