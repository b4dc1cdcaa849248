package org.kvmsh.dsl.inspect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.dsl.call.GivenBytes;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.ImageBytes;
import org.kvmsh.dsl.word.NamedArguments;

/** The bytes that a script writes to guest memory. */
public final class MemoryWrite {
    private static final Map<String, Integer> WIDTHS = new LinkedHashMap<>();

    static {
        for (int bytes = Byte.BYTES; bytes <= Long.BYTES; bytes *= 2) {
            WIDTHS.put("u" + bytes * Byte.SIZE, bytes);
        }
    }

    private static final String VIRTUAL = "virtual";

    private MemoryWrite() {}

    /** {@code mem 0x1000, u32: 42}. */
    public static byte[] of(NamedArguments named, ByteOrder ofBoard, long most) {
        List<String> sources = sources();
        List<String> said = said(named);
        if (named.get(VIRTUAL) != null) {
            throw new ScriptError(
                    Site.UNKNOWN, "mem takes an address or virtual:, not both", "try: mem virtual: 0x1000, length: 64");
        }
        if (said.size() != 1) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "mem takes exactly one of "
                            + sources.stream().map(s -> s + ":").collect(Collectors.joining(", "))
                            + (said.isEmpty()
                                    ? ""
                                    : ", not " + said.stream().map(s -> s + ":").collect(Collectors.joining(" and "))),
                    "try: mem 0x1000, hex: '2a 00'");
        }
        String source = said.get(0);
        refuseUnless(WIDTHS.containsKey(source), named, "order", "try: mem 0x1000, u32: 0x1234, order: 'big'");
        refuseUnless(source.equals("fill"), named, "length", "try: mem 0x1000, fill: 0, length: 64");
        Object value = named.get(source);
        return switch (source) {
            case "hex" -> ImageBytes.hex(value, Site.UNKNOWN);
            case "bytes", "text" -> GivenBytes.of(value);
            case "fill" -> filled(value, named, most);
            default ->
                numbers(
                        source,
                        value,
                        named.get("order") == null
                                ? ofBoard
                                : order(named.get("order").toString()));
        };
    }

    private static List<String> sources() {
        return Stream.concat(Stream.of("hex", "bytes", "text", "fill"), WIDTHS.keySet().stream())
                .toList();
    }

    private static List<String> said(NamedArguments named) {
        return sources().stream().filter(source -> named.get(source) != null).toList();
    }

    /** The address of {@code mem virtual: 0x1000}, which reads only. */
    public static long virtual(NamedArguments named) {
        if (named.get(VIRTUAL) == null) {
            throw new ScriptError(Site.UNKNOWN, "mem needs an address", "try: mem 0x1000, hex: '2a 00'");
        }
        if (!said(named).isEmpty() || named.get("order") != null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "mem with virtual: can only read; it does not take "
                            + (said(named).isEmpty() ? "order" : said(named).get(0)) + ":",
                    "to write there: mem(virtual: 0x1000, length: 4).u32(0, 42)");
        }
        return named.required(VIRTUAL);
    }

    private static void refuseUnless(boolean goesWith, NamedArguments named, String name, String note) {
        if (!goesWith && named.get(name) != null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    name + ": can be used only with " + (name.equals("order") ? "u16:, u32: and u64:" : "fill:"),
                    note);
        }
    }

    private static byte[] filled(Object value, NamedArguments named, long most) {
        byte[] bytes = new byte[(int) Bits64.of(named.required("length"), "length:", 1, most, Site.UNKNOWN)];
        Arrays.fill(bytes, (byte) Bits64.fitting(value, Byte.BYTES, "fill:", Site.UNKNOWN));
        return bytes;
    }

    private static byte[] numbers(String name, Object value, ByteOrder order) {
        List<?> numbers = value instanceof List<?> list ? list : List.of(value);
        int width = WIDTHS.get(name);
        ByteBuffer bytes = ByteBuffer.allocate(width * numbers.size());
        for (Object number : numbers) {
            bytes.put(number(number, width, order));
        }
        return bytes.array();
    }

    /** A number as it is in memory. */
    static byte[] number(Object number, int width, ByteOrder order) {
        byte[] bytes = new byte[width];
        new HeapRegion(bytes, order)
                .put(0, width, Bits64.fitting(number, width, "u" + width * Byte.SIZE, Site.UNKNOWN));
        return bytes;
    }

    /** {@code 'big'} or {@code 'little'}. */
    static ByteOrder order(String named) {
        return switch (named) {
            case "big" -> ByteOrder.BIG_ENDIAN;
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            default ->
                throw new ScriptError(Site.UNKNOWN, "the byte order must be 'big' or 'little', not '" + named + "'");
        };
    }
}
