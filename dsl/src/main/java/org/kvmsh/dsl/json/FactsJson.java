package org.kvmsh.dsl.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.ExitFields;
import org.kvmsh.bindings.kvm.MembersOfExit;
import org.kvmsh.bindings.kvm.NamedExit;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Vocabulary;

/**
 * Values as JSON. A member whose type is long is 64 bits of the guest's or the kernel's: a text in hex, because most
 * readers round such a number to 53 bits. Other numbers are counts. Bytes are a text of hex digits.
 */
public final class FactsJson {
    private static final Gson LINES = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .serializeSpecialFloatingPointValues()
            .create();
    private static final Gson LINE = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .serializeSpecialFloatingPointValues()
            .create();
    private static final String ITSELF = "json";

    private FactsJson() {}

    /** A value, with an indent for each level. */
    public static String of(Object value) {
        return LINES.toJson(plain(value));
    }

    /** A value in one line. */
    public static String line(Object value) {
        return LINE.toJson(plain(value));
    }

    /** The members of a value that are read and are not called, by name. */
    public static Map<String, Object> members(Object value) {
        Map<String, Object> members = new LinkedHashMap<>();
        Vocabulary.methods(value.getClass()).forEach((name, method) -> {
            if (Vocabulary.isRead(method) && !name.equals(ITSELF) && isFact(method.getReturnType())) {
                members.put(name, read(value, method));
            }
        });
        return members;
    }

    /** A machine or a vCPU is looked at by its own words. */
    private static boolean isFact(Class<?> type) {
        return type.isPrimitive()
                || type.isArray()
                || type == Object.class
                || Number.class.isAssignableFrom(type)
                || type == Boolean.class
                || CharSequence.class.isAssignableFrom(type)
                || Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type)
                || AsJson.class.isAssignableFrom(type)
                || Exit.class.isAssignableFrom(type);
    }

    private static Object read(Object value, Method member) {
        try {
            return member.invoke(value);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof AsJson facts) {
            return plain(facts.facts());
        } else if (value instanceof Exit exit) {
            return plain(of(exit));
        } else if (value instanceof Long bits) {
            return Bits64.hex(bits);
        } else if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((name, member) -> plain.put(name.toString(), plain(member)));
            return plain;
        } else if (value instanceof Collection<?> all) {
            return list(all);
        } else if (value != null && value.getClass().isArray()) {
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                all.add(Array.get(value, i));
            }
            return list(all);
        }
        return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    private static List<Object> list(Collection<?> all) {
        List<Object> plain = new ArrayList<>();
        all.forEach(element -> plain.add(plain(element)));
        return plain;
    }

    /** The members of an exit that scripts may read, with its fields in kvm_run, and the exit in words. */
    private static Map<String, Object> of(Exit exit) {
        Map<String, Object> members = new LinkedHashMap<>();
        described(exit.members(), exit, members);
        if (exit instanceof NamedExit named) {
            fields(named.fields(), members);
        }
        members.put("words", exit.toString());
        return members;
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exit> void described(MembersOfExit<E> known, Exit exit, Map<String, Object> members) {
        known.values().forEach((name, read) -> members.put(name, read.apply((E) exit)));
        known.counts().forEach((name, read) -> members.put(name, read.applyAsLong((E) exit)));
    }

    private static void fields(ExitFields fields, Map<String, Object> members) {
        for (String name : Set.copyOf(fields.roots())) {
            Object field = fields.get(name);
            if (field instanceof ExitFields group) {
                Map<String, Object> inner = new LinkedHashMap<>();
                fields(group, inner);
                members.putIfAbsent(name, inner);
            } else {
                members.putIfAbsent(name, field);
            }
        }
    }
}
