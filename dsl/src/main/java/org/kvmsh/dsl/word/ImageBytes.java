package org.kvmsh.dsl.word;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kvmsh.bindings.code.Assembled;
import org.kvmsh.dsl.config.Image;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;

/** The bytes that a script gives in any form, or the file or text that contains them. */
public final class ImageBytes {
    private static final Set<String> SOURCES = Set.of("hex", "bytes", "file", "elf", "asm");

    private ImageBytes() {}

    /** The arguments of {@code load}. */
    public static LoadConfig load(NamedArguments named, Site site) {
        Image image = of(named, site);
        long at = image instanceof Image.Elf && named.get("at") == null ? 0 : named.required("at");
        return new LoadConfig(at, image, space(named, site), site);
    }

    /** The VM's address space of {@code memory} and {@code load}, whose number has 16 bits (api.rst 4.35). */
    static int space(NamedArguments named, Site site) {
        return named.get("space") == null ? 0 : (int) Bits64.of(named.get("space"), "space:", 0, Short.MAX_VALUE, site);
    }

    /** The image that {@code load} loads: one of its sources. */
    private static Image of(NamedArguments named, Site site) {
        List<String> said = SOURCES.stream()
                .filter(source -> named.get(source) != null)
                .sorted()
                .toList();
        if (said.size() != 1) {
            throw new ScriptError(
                    site,
                    "load takes one of hex:, bytes:, file:, elf: and asm:"
                            + (said.isEmpty()
                                    ? ""
                                    : ", not " + said.stream().map(s -> s + ":").collect(Collectors.joining(" and "))),
                    "try: load at: 0x1000, hex: 'f4'");
        }
        if (named.get("bits") != null && named.get("asm") == null) {
            throw new ScriptError(
                    site, "bits: can be used only with asm:", "try: load at: 0x1000, asm: 'hlt', bits: 16");
        }
        Object value = named.get(said.get(0));
        return switch (said.get(0)) {
            case "hex" -> new Image.Bytes(hex(value, site));
            case "bytes" -> new Image.Bytes(of(value, site));
            case "file" -> new Image.RawFile(value.toString());
            case "elf" -> new Image.Elf(value.toString());
            default -> new Image.Asm(value.toString(), bits(named, site));
        };
    }

    private static Integer bits(NamedArguments named, Site site) {
        Long bits = named.longOrNull("bits");
        if (bits != null && bits != 16 && bits != 32 && bits != 64) {
            throw new ScriptError(site, "bits: must be 16, 32 or 64, not " + bits);
        }
        return bits == null ? null : bits.intValue();
    }

    /** White space, and everything from a # to the line's end, is ignored. */
    public static byte[] hex(Object digits, Site site) {
        if (!(digits instanceof CharSequence text)) {
            throw new ScriptError(
                    site,
                    "hex: takes a string of hexadecimal digits, not " + ValueInWords.of(digits),
                    "write: hex: 'f4', or bytes: [0xf4]");
        }
        try {
            return HexFormat.of().parseHex(text.toString().replaceAll("#[^\n]*|\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new ScriptError(
                    site, "hex: takes pairs of hexadecimal digits, not '" + ValueInWords.brief(text) + "'");
        }
    }

    /** Bytes as a script has them: assembled, raw, or a list of numbers. */
    public static byte[] of(Object value, Site site) {
        if (value instanceof Assembled code) {
            return code.bytes();
        }
        if (value instanceof byte[] raw) {
            return raw;
        }
        if (!(value instanceof List<?> list)) {
            throw new ScriptError(
                    site,
                    "bytes must be a list of numbers, a byte[] or the result of asm, not " + ValueInWords.of(value));
        }
        if (value instanceof TypedElements typed) {
            return typed.bytes();
        }
        byte[] image = new byte[list.size()];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) Bits64.of(list.get(i), "byte " + i, Byte.MIN_VALUE, 0xff, site);
        }
        return image;
    }
}
