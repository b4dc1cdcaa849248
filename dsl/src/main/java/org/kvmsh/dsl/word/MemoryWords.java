package org.kvmsh.dsl.word;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.LoadSpec;
import org.kvmsh.dsl.spec.MemorySpec;
import org.kvmsh.dsl.spec.ScriptError;

/** Guest memory, and what is in it before the first run. */
public interface MemoryWords extends VmPart {
    @Word(value = "guest memory at a guest physical address", example = "memory at: 0, size: 64.KB", named = {"at", "size"})
    default void memory(Map<String, ?> arguments) {
        NamedArguments named = named("memory", arguments);
        spec().memory(new MemorySpec(named.required("at"), named.required("size"), here()));
    }

    @Word(value = "bytes that are in guest memory before the first run", example = "load at: 0x1000, hex: 'b8 2a 00 f4'",
            named = {"at", "hex", "bytes"})
    default void load(Map<String, ?> arguments) {
        NamedArguments named = named("load", arguments);
        spec().load(new LoadSpec(named.required("at"), image(named), here()));
    }

    /** In hex, white space and what follows a # to the line's end say nothing. */
    private byte[] image(NamedArguments named) {
        Object hex = named.get("hex");
        Object bytes = named.get("bytes");
        if ((hex == null) == (bytes == null)) {
            throw new ScriptError(here(), "load takes either hex: or bytes:", "try: load at: 0x1000, hex: 'f4'");
        }
        if (hex != null) {
            try {
                return HexFormat.of().parseHex(hex.toString().replaceAll("#[^\n]*|\\s", ""));
            } catch (IllegalArgumentException e) {
                throw new ScriptError(here(), "hex: takes pairs of hexadecimal digits, and this is no such text: " + e.getMessage());
            }
        }
        if (bytes instanceof byte[] raw) {
            return raw;
        }
        if (!(bytes instanceof List<?> list)) {
            throw new ScriptError(here(), "bytes: takes a list of numbers or a byte[]");
        }
        byte[] image = new byte[list.size()];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) Bits64.of(list.get(i), "byte " + i, Byte.MIN_VALUE, 0xff, here());
        }
        return image;
    }
}
