package org.kvmsh.bindings.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A name of an ABI that a text was found in.
 *
 * @param kind ioctl, struct, field or constant
 * @param name a field's with its struct's before it
 */
public record Found(String kind, String name) {
    /** Every name that a text is part of, small and capital letters being the same. */
    public static List<Found> in(Abi abi, String text) {
        List<Found> found = new ArrayList<>();
        abi.ioctls().forEach(ioctl -> add("ioctl", ioctl.name(), ioctl.name(), text, found));
        abi.structs().forEach(struct -> {
            add("struct", struct.name(), struct.name(), text, found);
            struct.members()
                    .forEach(field -> add("field", field.name(), struct.name() + "." + field.name(), text, found));
        });
        abi.constants().forEach(constant -> add("constant", constant.name(), constant.name(), text, found));
        return found;
    }

    private static void add(String kind, String searched, String name, String text, List<Found> found) {
        if (searched.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT))) {
            found.add(new Found(kind, name));
        }
    }
}
