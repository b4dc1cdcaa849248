package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.abi.patch.MemberList.Item;
import org.kvmsh.bindings.abi.patch.StructTree.Node;

/** The structs of the ABI that a diff adds members to: which one, a hunk's head and the members around the new one tell. */
final class GrownStructs {
    private static final Pattern HEAD = Pattern.compile("@@.*@@ (?:typedef )?(?:struct|union) (\\w+)\\b.*");
    private static final Pattern REMOVED = Pattern.compile("[^{}()#;]*\\b(\\w+)\\s*(?:\\[[^\\]]*\\]\\s*)*(?::\\s*\\d+\\s*)?;\\s*(?:/[*/].*)?");

    private final Abi over;
    private final List<String> warnings;
    private final Map<String, StructTree> edited = new LinkedHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Set<String>> added = new LinkedHashMap<>();
    private final Set<String> unchanged = new HashSet<>();
    private final Set<String> unwritable = new HashSet<>();

    GrownStructs(Abi over, List<String> warnings) {
        this.over = over;
        this.warnings = warnings;
    }

    /** Takes the members that a hunk adds to structs of the ABI, and gives the hunk without them. */
    List<Line> take(List<Line> hunk) {
        Code code = Code.of(hunk, warnings);
        Item shown = MemberList.of(code);
        Set<Integer> taken = new HashSet<>();
        Place place = new Place(code, removed(hunk), taken);
        for (Item item : shown.members()) {
            if (item.tag() == null || item.isEnum()) {
                continue;
            }
            if (!item.isWhole()) {
                place.members(item.members(), item.tag(), true);
            } else if (over.hasStruct(item.tag()) && place.isAdded(item)) {
                // What the hunk shows whole is declared as it stands there.
                declared(item, code.number(item.first()));
            }
        }
        List<Item> loose = shown.members().stream().filter(item -> !item.isDeclaration() && !item.isEnum()).toList();
        place.members(loose, head(hunk), false);
        return taken.isEmpty() ? hunk : without(hunk, code, taken);
    }

    private void declared(Item item, int number) {
        numbers.put(item.tag(), number);
        Set<String> names = new LinkedHashSet<>();
        news(item, over.struct(item.tag()), names);
        add(item.tag(), names);
    }

    private void add(String struct, Set<String> names) {
        if (!names.isEmpty()) {
            added.computeIfAbsent(struct, key -> new LinkedHashSet<>()).addAll(names);
        }
    }

    private static void news(Item group, Struct struct, Set<String> into) {
        for (Item member : group.members()) {
            if (member.name() == null) {
                news(member, struct, into);
            } else if (!struct.has(member.name())) {
                into.add(member.name());
            }
        }
    }

    private static List<Line> without(List<Line> hunk, Code code, Set<Integer> taken) {
        Set<Line> lines = new HashSet<>();
        taken.forEach(line -> lines.add(code.given().get(line)));
        return hunk.stream().filter(line -> !lines.contains(line)).toList();
    }

    private static String head(List<Line> hunk) {
        Matcher head = HEAD.matcher(hunk.get(0).mark() == '@' && hunk.get(0).text().length() < 400 ? hunk.get(0).text() : "");
        return head.matches() ? head.group(1) : "";
    }

    private static Set<String> removed(List<Line> hunk) {
        Set<String> names = new LinkedHashSet<>();
        for (Line line : hunk) {
            Matcher member = REMOVED.matcher(line.mark() == '-' && line.text().length() < 400 ? line.text() : "");
            if (member.matches()) {
                names.add(member.group(1));
            }
        }
        return names;
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
                    StructTree tree = tree(struct.name());
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
        return struct.members().stream().anyMatch(field -> !field.isScalar() && (names.contains(field.type())
                || field.type().contains(".") && holds(over.struct(field.type()), names)));
    }

    /** Structs that are declared without a new member: they may be as they were. */
    Set<String> unchanged() {
        return unchanged;
    }

    /** The names of the members that each struct gets. */
    Map<String, Set<String>> added() {
        return added;
    }

    /** Null if the table does not tell how it is declared. */
    private StructTree tree(String name) {
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
            Surroundings around = new Surroundings(tree.text(), over);
            Fragment read = FragmentReader.installed().read(over, around.structs(), around.constants(), tree.text());
            Abi again = over.with(read.structLines(""));
            return Clashes.same(again, over, tree.name()) && Clashes.same(over, again, tree.name());
        } catch (Fragment.Unreadable e) {
            return false;
        }
    }

    /** Puts what one hunk shows of a struct's members into the struct. */
    private final class Place {
        private final Code code;
        private final Set<String> removed;
        private final Set<Integer> taken;
        private StructTree tree;

        Place(Code code, Set<String> removed, Set<Integer> taken) {
            this.code = code;
            this.removed = removed;
            this.taken = taken;
        }

        /** @param atTop whether these are the first members of the struct */
        void members(List<Item> items, String struct, boolean atTop) {
            if (items.stream().noneMatch(this::isAdded)) {
                return;
            }
            tree = tree(struct);
            if (tree == null || !atTop && holder(items) == null) {
                tree = around(items);
            }
            if (tree == null) {
                return;
            }
            Set<Node> touched = new HashSet<>();
            Set<String> names = new LinkedHashSet<>();
            if (!placed(items, atTop ? tree.root() : holder(items), names, touched)) {
                return;
            }
            Set<String> kept = new HashSet<>();
            collect(items, kept);
            removed.stream().filter(name -> !kept.contains(name)).flatMap(name -> tree.named(name).stream()).filter(node -> touched.contains(node.holder()))
                    .forEach(Node::remove);
            edited.put(tree.name(), tree);
            numbers.putIfAbsent(tree.name(), code.number(taken.stream().min(Integer::compare).orElse(0)));
            add(tree.name(), names);
        }

        private void collect(List<Item> items, Set<String> into) {
            items.forEach(item -> {
                into.add(String.valueOf(item.name()));
                collect(item.members(), into);
            });
        }

        private boolean isAdded(Item item) {
            for (int i = item.first(); i <= Math.max(item.first(), item.last()); i++) {
                if (code.added(i) && !code.isDirective(i) && !code.isBlank(i)) {
                    return true;
                }
            }
            return !item.isWhole() && item.members().stream().anyMatch(this::isAdded);
        }

        /** Whether all of it is added: then it is declared in the place of what has its name. */
        private boolean isNew(Item item) {
            for (int i = item.first(); i <= item.last(); i++) {
                if (!code.added(i) && !code.isDirective(i) && !code.isBlank(i)) {
                    return false;
                }
            }
            return item.isWhole() && isAdded(item);
        }

        /** The one struct of the ABI that has members of these names beside each other, where the hunk's head names none. */
        private StructTree around(List<Item> items) {
            Set<String> names = new TreeSet<>();
            collect(items, names);
            List<StructTree> found = over.structs().stream().filter(struct -> !struct.name().contains("."))
                    .filter(struct -> struct.fields().stream().filter(field -> names.contains(field.name().replaceFirst(".*\\.", ""))).count() > 1)
                    .map(struct -> tree(struct.name())).filter(one -> one != null && votes(one, items).values().stream().anyMatch(votes -> votes > 1)).toList();
            return found.size() == 1 ? found.get(0) : null;
        }

        /** What holds the listed members: most of them, where a name is there more than once. */
        private Node holder(List<Item> items) {
            Map<Node, Integer> votes = votes(tree, items);
            int most = votes.values().stream().max(Integer::compare).orElse(0);
            List<Node> holders = votes.entrySet().stream().filter(one -> one.getValue() == most).map(Map.Entry::getKey).toList();
            return holders.size() == 1 ? holders.get(0) : holders.contains(tree.root()) ? tree.root() : null;
        }

        private Map<Node, Integer> votes(StructTree of, List<Item> items) {
            Map<Node, Integer> votes = new LinkedHashMap<>();
            for (Item item : items) {
                if (item.name() != null) {
                    of.named(item.name()).forEach(node -> votes.merge(node.holder(), 1, Integer::sum));
                } else {
                    votes(of, item.members()).forEach((holder, count) -> {
                        if (holder.holder() != null) {
                            votes.merge(holder.holder(), count, Integer::sum);
                        } else if (!item.isWhole()) {
                            // The struct itself ends there.
                            votes.merge(holder, count, Integer::sum);
                        }
                    });
                }
            }
            if (votes.isEmpty()) {
                removed.forEach(name -> of.named(name).forEach(node -> votes.merge(node.holder(), 1, Integer::sum)));
            }
            return votes;
        }

        /** False if a member can't be placed. */
        private boolean placed(List<Item> items, Node holder, Set<String> names, Set<Node> touched) {
            if (holder == null) {
                return false;
            }
            touched.add(holder);
            Node before = null;
            List<Node> waiting = new ArrayList<>();
            for (Item item : items) {
                Node known = known(item, holder);
                if (known == holder) {
                    if (!placed(item.members(), holder, names, touched)) {
                        return false;
                    }
                    take(item);
                    continue;
                }
                if (known == null && isAdded(item)) {
                    Node node = Node.added(item.name(), item.text());
                    names.add(item.name() == null ? "a " + item.text().split("\\W", 2)[0] : item.name());
                    take(item);
                    if (before == null) {
                        waiting.add(node);
                    } else {
                        before.insertAfter(node);
                        before = node;
                    }
                    continue;
                }
                if (known == null) {
                    // The table leaves it out, as it does padding without a name.
                    continue;
                }
                if (isNew(item)) {
                    Node instead = Node.added(item.name(), item.text());
                    known.insertAfter(instead);
                    known.remove();
                    if (!known.isLike(instead)) {
                        names.add(item.name());
                    }
                    known = instead;
                    take(item);
                } else if (isAdded(item)) {
                    if (!placed(item.members(), known, names, touched)) {
                        return false;
                    }
                    take(item);
                }
                Node first = known;
                waiting.forEach(first::insertBefore);
                waiting.clear();
                before = known;
            }
            if (waiting.isEmpty()) {
                return true;
            }
            Node pad = removed.stream().flatMap(name -> tree.named(name).stream()).filter(node -> node.holder() == holder).findFirst().orElse(null);
            waiting.forEach(pad != null ? pad::insertBefore : holder::insertFirst);
            return pad != null || holder == tree.root();
        }

        /** The struct's own member that an item is; null for a new one, the holder itself where the item is its end. */
        private Node known(Item item, Node holder) {
            if (item.name() != null) {
                return tree.named(item.name()).stream().filter(node -> node.holder() == holder).findFirst().orElse(null);
            }
            for (Map.Entry<Node, Integer> one : votes(tree, item.members()).entrySet()) {
                if (one.getKey() == holder && !item.isWhole()) {
                    return holder;
                }
                if (one.getKey().holder() == holder && !one.getKey().isNamed()) {
                    return one.getKey();
                }
            }
            return null;
        }

        private void take(Item item) {
            for (int i = item.first(); i <= Math.max(item.first(), item.last()); i++) {
                if (code.added(i) && !code.isDirective(i)) {
                    taken.add(i);
                }
            }
        }
    }
}
