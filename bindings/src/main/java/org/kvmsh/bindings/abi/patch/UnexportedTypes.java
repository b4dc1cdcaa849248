package org.kvmsh.bindings.abi.patch;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernel's own types in a header for user space, which has none of them: {@code u8} is read as {@code __u8}. */
final class UnexportedTypes {
    private static final Pattern TYPE = Pattern.compile("(?<![\\w.>])([us](?:8|16|32|64))(?=\\s+\\*?\\w|\\s*\\*\\s*\\w)");

    private UnexportedTypes() { }

    static String exported(String code, Line line, List<String> warnings) {
        Matcher type = TYPE.matcher(code);
        if (!type.find()) {
            return code;
        }
        String warning = "line " + line.number() + ": " + type.group(1) + " is a type of the kernel's own; read as __" + type.group(1);
        if (line.added() && !warnings.contains(warning)) {
            warnings.add(warning);
        }
        return type.replaceAll("__$1");
    }
}
