package org.kvmsh.bindings.abi.patch;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel's own types and macros in a header for user space, where they do not exist: {@code u8} is read as
 * {@code __u8}.
 */
final class UnexportedTypes {
    private static final Pattern TYPE =
            Pattern.compile("(?<![\\w.>])([us](?:8|16|32|64)|bool)(?=\\s+\\*?\\w|\\s*\\*\\s*\\w|\\s*\\*?\\s*\\))");

    private static final Pattern MACRO = Pattern.compile("(?<!\\w)(BIT|BIT_ULL|GENMASK|GENMASK_ULL)(?=\\()");
    private static final Map<String, String> MACROS =
            Map.of("BIT", "_BITUL", "BIT_ULL", "_BITULL", "GENMASK", "__GENMASK", "GENMASK_ULL", "__GENMASK_ULL");

    private UnexportedTypes() {}

    static String exported(String code, Line line, List<String> warnings) {
        String types = replaced(TYPE, code, type -> type.equals("bool") ? "__u8" : "__" + type, "type", line, warnings);
        return replaced(MACRO, types, MACROS::get, "macro", line, warnings);
    }

    private static String replaced(
            Pattern own, String code, UnaryOperator<String> exported, String kind, Line line, List<String> warnings) {
        Matcher found = own.matcher(code);
        if (!found.find()) {
            return code;
        }
        String name = found.group(1);
        String warning = "line " + line.number() + ": " + name + " is a kernel-internal " + kind + "; read as "
                + exported.apply(name);
        if (line.added() && !warnings.contains(warning)) {
            warnings.add(warning);
        }
        return found.replaceAll(match -> exported.apply(match.group(1)));
    }
}
