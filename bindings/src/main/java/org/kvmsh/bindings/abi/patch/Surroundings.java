package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;

/** The names that the added lines of a header use without defining them, taken from the ABI below them. */
final class Surroundings {
    private static final Pattern NAME = Pattern.compile("(?<!\\w)[A-Za-z_]\\w*");
    private static final Pattern TAG = Pattern.compile("\\b(struct|union)\\s+(\\w+)(\\s*\\{)?");
    private static final Pattern GUARD = Pattern.compile("\\s*#\\s*ifndef\\s+(\\w+)\\s*");
    private static final Pattern ENUM = Pattern.compile("\\benum\\b[^{};]{0,200}\\{([^{}]*+)\\}");
    private static final Pattern ENUMERATOR = Pattern.compile("(?:^|,)\\s*(\\w+)");

    private final List<String> structs = new ArrayList<>();
    private final Set<String> defines = new LinkedHashSet<>();
    private final Map<String, String> constants = new HashMap<>();

    /**
     * Finds them.
     *
     * @param beside the constants of the lines around those that are added: an old patch uses names that are gone now
     */
    Surroundings(String text, Abi over, Map<String, String> beside) {
        Set<String> used = new LinkedHashSet<>();
        Set<String> defined = new HashSet<>();
        Matcher tags = TAG.matcher(text);
        while (tags.find()) {
            (tags.group(3) == null ? used : defined).add(tags.group(2));
        }
        used.removeAll(defined);
        used.stream().filter(over::hasStruct).forEach(tag -> structs.add(opaque(over.struct(tag), over)));
        Set<String> own = ownConstants(text);
        Matcher names = NAME.matcher(text);
        while (names.find()) {
            String name = names.group();
            if (over.macro(name) != null && !defines.contains(over.macro(name))) {
                defines.add(over.macro(name));
            } else if (!own.contains(name) && !constants.containsKey(name) && over.hasConstant(name)) {
                constants.put(name, literal(over.constant(name)));
            } else if (!own.contains(name) && beside.containsKey(name)) {
                constants.putIfAbsent(name, beside.get(name));
            }
        }
    }

    private static Set<String> ownConstants(String text) {
        Set<String> own = new HashSet<>();
        text.lines().map(Define::name).filter(name -> name != null).forEach(own::add);
        // What a header defines only where the architecture's own header does not is the architecture's.
        text.lines().map(GUARD::matcher).filter(Matcher::matches).forEach(guard -> own.remove(guard.group(1)));
        Matcher enums = ENUM.matcher(text);
        while (enums.find()) {
            Matcher enumerators = ENUMERATOR.matcher(enums.group(1).replaceAll("(?m)^[ \t]*#.*$", ""));
            while (enumerators.find()) {
                own.add(enumerators.group(1));
            }
        }
        return own;
    }

    /**
     * The structs of the ABI, with only their sizes and alignments, which is all that is needed, and its macros with
     * arguments.
     */
    List<String> before() {
        List<String> before = new ArrayList<>(structs);
        before.addAll(defines);
        return before;
    }

    Map<String, String> constants() {
        return constants;
    }

    private static String literal(long value) {
        return value >= 0 && value <= Integer.MAX_VALUE
                ? Long.toString(value)
                : "0x" + Long.toHexString(value) + (value >>> Integer.SIZE == 0 ? "U" : "ULL");
    }

    private static String opaque(Struct struct, Abi over) {
        return (struct.isUnion() ? "union " : "struct ") + struct.name() + " { unsigned char opaque[" + struct.size()
                + "]; } __attribute__((aligned(" + alignment(struct, over) + ")));";
    }

    /** Natural alignment, unless the struct lies so that it must be packed. */
    private static int alignment(Struct struct, Abi over) {
        int most = 1;
        for (Field field : struct.members()) {
            int own = field.isScalar() ? field.bytes() : alignment(over.struct(field.type()), over);
            if (field.offset() % own != 0) {
                return 1;
            }
            most = Math.max(most, own);
        }
        return struct.size() % most == 0 ? most : 1;
    }
}
