package org.kvmsh.bindings.abi.patch;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.patch.MemberList.Item;

/**
 * The members that a hunk takes out of structs, each with the number of lines before it that are there after the patch.
 */
final class RemovedMembers {
    private static final Pattern MEMBER =
            Pattern.compile("[^{}()#;*]*[\\s*](\\w+)\\s*((?:\\[[^\\]]*\\]\\s*)*)(?::\\s*\\d+\\s*)?;\\s*(?:/[*/].*)?");
    private static final Pattern NUMBER = Pattern.compile("\\[\\d+\\]");
    private static final int LONGEST = 400;

    private final Map<String, Integer> names = new LinkedHashMap<>();
    private final Map<String, String> lengths = new LinkedHashMap<>();

    private RemovedMembers() {}

    static RemovedMembers of(List<Line> hunk) {
        RemovedMembers removed = new RemovedMembers();
        int line = 0;
        for (Line one : hunk) {
            Matcher member = MEMBER.matcher(one.mark() == '-' && one.text().length() < LONGEST ? one.text() : "");
            if (member.matches()) {
                removed.names.put(member.group(1), line);
                removed.lengths.put(member.group(1), member.group(2).strip());
            }
            line += one.mark() == '+' || one.mark() == ' ' ? 1 : 0;
        }
        return removed;
    }

    /**
     * An array, as reserved[1760], that is neither of the length that the hunk removes nor of the one that it adds, or
     * null.
     *
     * @param removed those around the items
     */
    String ofOtherLength(StructTree tree, Set<String> removed, List<Item> items) {
        for (String name : removed) {
            String length = lengths.get(name);
            String now = tree.named(name).size() == 1 ? tree.named(name).get(0).length() : "";
            if (NUMBER.matcher(length).matches()
                    && NUMBER.matcher(now).matches()
                    && !now.equals(length)
                    && items.stream().noneMatch(item -> item.declares(name, now))) {
                return name + length;
            }
        }
        return null;
    }

    /** Removed members between the first and the last of some members of one struct, or beside them. */
    Set<String> around(List<Item> items) {
        int first = items.stream().mapToInt(Item::first).min().orElse(0);
        int last = items.stream()
                .mapToInt(item -> Math.max(item.first(), item.last()))
                .max()
                .orElse(0);
        return names.entrySet().stream()
                .filter(one -> one.getValue() >= first && one.getValue() <= last + 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
