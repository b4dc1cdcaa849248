package org.kvmsh.bindings.abi.patch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.abi.patch.MemberList.Item;

/**
 * The structs of the ABI that a diff adds members to, identified by the hunk's head and the members around the new one.
 */
final class GrownStructs {
    private final Abi over;
    private final List<String> warnings;
    private final Map<String, StructTree> edited = new LinkedHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Set<String>> added = new LinkedHashMap<>();
    private final Set<String> unchanged = new HashSet<>();
    /** Structs of the ABI that the patch adds as a whole. */
    private final Set<String> declared = new HashSet<>();

    private final Set<String> unwritable = new HashSet<>();
    /** Structs that are not as the patch expects them: what it changes has changed since, or not yet. */
    private final Set<String> conflicting = new HashSet<>();
    /** Structs of which the patch shows some members where the ABI has others. */
    private final Set<String> doubtful = new HashSet<>();
    /** The members that hunks take out of structs. */
    private final Map<String, Set<String>> gone = new HashMap<>();

    GrownStructs(Abi over, List<String> warnings) {
        this.over = over;
        this.warnings = warnings;
    }

    /** Takes the members that a hunk adds to structs of the ABI, and returns the hunk without them. */
    List<Line> take(List<Line> hunk) {
        Code code = Code.of(hunk, warnings);
        Item all = MemberList.of(code);
        Set<Integer> taken = new HashSet<>();
        HunkMembers shown = new HunkMembers(this, over, code, hunk, taken);
        for (Item item : all.members()) {
            if (item.tag() == null || item.isEnum()) {
                continue;
            }
            if (!item.isWhole()) {
                shown.members(item.members(), item.tag(), true);
            } else if (over.hasStruct(item.tag()) && shown.isAdded(item)) {
                // A struct that the hunk shows completely is declared as shown.
                declared(item, shown, code.number(item.first()));
            }
        }
        List<Item> loose = all.members().stream()
                .filter(item -> !item.isDeclaration() && !item.isEnum())
                .toList();
        shown.members(loose, MemberList.structOf(hunk), false);
        return taken.isEmpty() ? hunk : code.without(taken, hunk);
    }

    private void declared(Item item, HunkMembers shown, int number) {
        numbers.put(item.tag(), number);
        if (shown.isNew(item)) {
            declared.add(item.tag());
        }
        Set<String> names = new LinkedHashSet<>();
        news(item, over.struct(item.tag()), shown.isNew(item) ? null : shown, names);
        add(item.tag(), names);
    }

    private void add(String struct, Set<String> names) {
        if (!names.isEmpty()) {
            added.computeIfAbsent(struct, key -> new LinkedHashSet<>()).addAll(names);
        }
    }

    /** @param shown names the added members; null if the whole struct is added */
    private static void news(Item group, Struct struct, HunkMembers shown, Set<String> into) {
        for (Item member : group.members()) {
            if (member.name() == null) {
                news(member, struct, shown, into);
            } else if (!struct.has(member.name()) || shown != null && shown.isAdded(member)) {
                into.add(member.name());
            }
        }
    }

    /** Declares the structs as they are now, and those that hold one of them. */
    void keep(Kept into) {
        edited.forEach((name, tree) -> into.add(numbers.get(name), tree.text()));
        unchanged.addAll(edited.keySet());
        unchanged.removeAll(added.keySet());
        Set<String> changed = new HashSet<>(added.keySet());
        boolean more = !changed.isEmpty();
        while (more) {
            more = false;
            for (Struct struct : over.structs()) {
                if (!struct.name().contains(".") && !changed.contains(struct.name()) && holds(struct, changed)) {
                    // One that the patch declares itself is there already.
                    StructTree tree = numbers.containsKey(struct.name()) ? null : tree(struct.name());
                    if (tree != null) {
                        into.add(numbers.values().iterator().next(), tree.text());
                    }
                    changed.add(struct.name());
                    unchanged.add(struct.name());
                    more = true;
                }
            }
        }
    }

    private boolean holds(Struct struct, Set<String> names) {
        return struct.members().stream()
                .anyMatch(field -> !field.isScalar()
                        && (names.contains(field.type())
                                || field.type().contains(".") && holds(over.struct(field.type()), names)));
    }

    /** Structs that are declared without a new member: they may be as they were. */
    Set<String> unchanged() {
        return unchanged;
    }

    /** The names of the members that each struct gets, without structs that the patch adds as a whole. */
    Map<String, Set<String>> added() {
        Map<String, Set<String>> grown = new LinkedHashMap<>(added);
        grown.keySet().removeAll(declared);
        return grown;
    }

    /** Structs that are laid out in another way than the patch shows. */
    Set<String> doubtful() {
        return doubtful;
    }

    /** The names of the members that hunks take out of a struct. */
    Set<String> removed(String struct) {
        return gone.getOrDefault(struct, Set.of());
    }

    /** Null if the table cannot tell how it is declared. */
    StructTree tree(String name) {
        if (edited.containsKey(name)) {
            return edited.get(name);
        }
        if (!over.hasStruct(name) || unwritable.contains(name)) {
            return null;
        }
        StructTree tree = new StructTree(over.struct(name), over);
        if (!isFaithful(tree)) {
            unwritable.add(name);
            return null;
        }
        return tree;
    }

    private boolean isFaithful(StructTree tree) {
        try {
            Surroundings around = new Surroundings(tree.text(), over, Map.of());
            Fragment read = FragmentReader.installed().read(over, around.before(), around.constants(), tree.text());
            Abi again = over.with(read.structLines(""));
            return Clashes.same(again, over, tree.name()) && Clashes.same(over, again, tree.name());
        } catch (Fragment.Unreadable e) {
            return false;
        }
    }

    /** Notes a struct with the members that a hunk puts into it. */
    void edited(StructTree tree, int number, Set<String> names, Set<String> removed, boolean isDoubtful) {
        edited.put(tree.name(), tree);
        numbers.putIfAbsent(tree.name(), number);
        add(tree.name(), names);
        gone.computeIfAbsent(tree.name(), key -> new HashSet<>()).addAll(removed);
        if (isDoubtful) {
            doubtful.add(tree.name());
        }
    }

    boolean isConflicting(String struct) {
        return conflicting.contains(struct);
    }

    /** Leaves a struct as it is in the ABI and warns: where git am fails, no member is put into it. */
    void conflict(String struct, String why) {
        if (conflicting.add(struct)) {
            warnings.add("struct " + struct + " keeps the layout it has in the ABI of " + over.table() + ": " + why);
        }
        edited.remove(struct);
        added.remove(struct);
        numbers.remove(struct);
    }
}
