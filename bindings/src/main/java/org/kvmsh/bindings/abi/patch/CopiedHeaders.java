package org.kvmsh.bindings.abi.patch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The copies of KVM's headers, as in tools/, in a diff that changes the kernel's own too: they repeat those. A number
 * that only the copy gets is read, as the kernel's own header may have it already.
 */
final class CopiedHeaders {
    private static final Pattern ENUMERATOR =
            Pattern.compile("\\s*(KVM_\\w+)\\s*(?:=\\s*(0[xX]\\p{XDigit}{1,8}|0|[1-9]\\d{0,8})\\s*)?,\\s*(?:/[*/].*)?");
    private static final Pattern TAG = Pattern.compile("\\s*((?:struct|union|enum)\\s+(\\w+))\\s*\\{.*");

    private final List<Line> lines;
    private final List<String> warnings;

    CopiedHeaders(List<Line> lines, List<String> warnings) {
        this.lines = lines;
        this.warnings = warnings;
    }

    /**
     * Keeps what the copies alone define.
     *
     * @param isOwn whether a file is a header that is read
     * @param isCopy whether a file is the copy of one
     */
    void keep(Predicate<String> isOwn, Predicate<String> isCopy, Kept into) {
        Set<String> names = new HashSet<>();
        Set<String> own = new HashSet<>();
        lines.stream()
                .filter(line ->
                        line.added() && isOwn.test(line.file()) && line.text().length() < Kept.LONGEST)
                .forEach(line -> {
                    own.add(line.text().strip());
                    names.add(defined(line.text()));
                });
        lines.stream()
                .filter(line ->
                        line.added() && isCopy.test(line.file()) && line.text().length() < Kept.LONGEST)
                .filter(line -> !own.contains(line.text().strip()))
                .forEach(line -> keep(line, names, into));
    }

    private static String defined(String text) {
        Matcher enumerator = ENUMERATOR.matcher(text);
        Matcher tag = TAG.matcher(text);
        return enumerator.matches() ? enumerator.group(1) : tag.matches() ? tag.group(2) : Define.name(text);
    }

    private void keep(Line line, Set<String> names, Kept into) {
        String macro = Define.name(line.text());
        Matcher enumerator = ENUMERATOR.matcher(line.text());
        Matcher tag = TAG.matcher(line.text());
        if (macro != null) {
            if (names.add(macro)) {
                keep(line, Define.number(line.text()) == null ? null : line.text(), macro, into);
            }
        } else if (enumerator.matches()) {
            if (names.add(enumerator.group(1))) {
                String value = enumerator.group(2);
                String declared = "enum { " + enumerator.group(1) + " = " + value + " };";
                keep(line, value == null ? null : declared, enumerator.group(1), into);
            }
        } else if (tag.matches() && names.add(tag.group(2))) {
            keep(line, null, tag.group(1), into);
        }
    }

    private void keep(Line line, String declared, String name, Kept into) {
        if (declared != null) {
            into.add(line.number(), declared);
        } else {
            warnings.add("line " + line.number() + ": " + name + " is skipped: only the copy of the header, "
                    + line.file() + ", defines it");
        }
    }
}
