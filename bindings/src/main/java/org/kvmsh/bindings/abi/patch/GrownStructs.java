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
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.abi.patch.MemberList.Item;
import org.kvmsh.bindings.abi.patch.StructTree.Node;

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

    GrownStructs(Abi over, List<String> warnings) {
        this.over = over;
        this.warnings = warnings;
    }

    /** Takes the members that a hunk adds to structs of the ABI, and returns the hunk without them. */
    List<Line> take(List<Line> hunk) {
        Code code = Code.of(hunk, warnings);
        Item shown = MemberList.of(code);
        Set<Integer> taken = new HashSet<>();
        Place place = new Place(code, hunk, taken);
        for (Item item : shown.members()) {
            if (item.tag() == null || item.isEnum()) {
                continue;
            }
            if (!item.isWhole()) {
                place.members(item.members(), item.tag(), true);
            } else if (over.hasStruct(item.tag()) && place.isAdded(item)) {
                // A struct that the hunk shows completely is declared as shown.
                declared(item, place, code.number(item.first()));
            }
        }
        List<Item> loose = shown.members().stream()
                .filter(item -> !item.isDeclaration() && !item.isEnum())
                .toList();
        place.members(loose, MemberList.structOf(hunk), false);
        return taken.isEmpty() ? hunk : code.without(taken, hunk);
    }

    private void declared(Item item, Place place, int number) {
        numbers.put(item.tag(), number);
        if (place.isNew(item)) {
            declared.add(item.tag());
        }
        Set<String> names = new LinkedHashSet<>();
        news(item, over.struct(item.tag()), place.isNew(item) ? null : place, names);
        add(item.tag(), names);
    }

    private void add(String struct, Set<String> names) {
        if (!names.isEmpty()) {
            added.computeIfAbsent(struct, key -> new LinkedHashSet<>()).addAll(names);
        }
    }

    /** @param place names the added members; null if the whole struct is added */
    private static void news(Item group, Struct struct, Place place, Set<String> into) {
        for (Item member : group.members()) {
            if (member.name() == null) {
                news(member, struct, place, into);
            } else if (!struct.has(member.name()) || place != null && place.isAdded(member)) {
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

    /** Null if the table cannot tell how it is declared. */
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
            Surroundings around = new Surroundings(tree.text(), over, Map.of());
            Fragment read = FragmentReader.installed().read(over, around.before(), around.constants(), tree.text());
            Abi again = over.with(read.structLines(""));
            return Clashes.same(again, over, tree.name()) && Clashes.same(over, again, tree.name());
        } catch (Fragment.Unreadable e) {
            return false;
        }
    }

    /** Puts what one hunk shows of a struct's members into the struct. */
    private final class Place {
        private final Code code;
        private final RemovedMembers removedMembers;
        private final Set<Integer> taken;
        private StructTree tree;
        private Set<String> removed = Set.of();
        /** Whether the hunk's head or the struct's own first line names it. */
        private boolean named;
        /** The members of structs and unions that a struct gets: a member that the hunk removes may be among them. */
        private final Map<Node, Set<String>> wrapped = new HashMap<>();

        Place(Code code, List<Line> hunk, Set<Integer> taken) {
            this.code = code;
            this.removedMembers = RemovedMembers.of(hunk);
            this.taken = taken;
        }

        /** @param atTop whether these are the first members of the struct */
        void members(List<Item> items, String struct, boolean atTop) {
            if (items.stream().noneMatch(this::isAdded)) {
                return;
            }
            removed = removedMembers.around(items);
            named = !struct.isEmpty();
            tree = named ? tree(struct) : around(items);
            Node holder = tree == null ? null : atTop ? tree.root() : holder(items);
            if (holder == null) {
                return;
            }
            String other = removedMembers.ofOtherLength(tree, removed, items);
            if (other != null) {
                conflict(other);
                takeAll(items);
                return;
            }
            Set<Node> touched = new HashSet<>();
            Set<String> names = new LinkedHashSet<>();
            if (!placed(items, holder, false, names, touched)) {
                return;
            }
            Set<String> kept = new HashSet<>();
            collect(items, kept);
            for (String name : removed) {
                List<Node> gone = tree.named(name).stream()
                        .filter(node -> kept.contains(name)
                                ? wrapped.getOrDefault(node.holder(), Set.of()).contains(name)
                                : touched.contains(node.holder()))
                        .toList();
                if (gone.isEmpty() && !kept.contains(name)) {
                    conflict(name);
                    return;
                }
                gone.forEach(Node::remove);
            }
            if (conflicting.contains(tree.name())) {
                return;
            }
            edited.put(tree.name(), tree);
            numbers.putIfAbsent(
                    tree.name(),
                    code.number(taken.stream().min(Integer::compare).orElse(0)));
            add(tree.name(), names);
        }

        private void takeAll(List<Item> items) {
            items.forEach(item -> {
                take(item);
                takeAll(item.members());
            });
        }

        /** Leaves a struct as it is in the ABI and warns: where git am fails, no member is put into it. */
        private void conflict(String name) {
            if (conflicting.add(tree.name())) {
                warnings.add("struct " + tree.name() + " keeps the layout it has in the ABI of " + over.table()
                        + ": the patch removes " + name + ", which the struct does not have");
            }
            edited.remove(tree.name());
            added.remove(tree.name());
            numbers.remove(tree.name());
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

        /** Whether all of it is added: then it replaces the declaration of the same name. */
        private boolean isNew(Item item) {
            for (int i = item.first(); i <= item.last(); i++) {
                if (!code.added(i) && !code.isDirective(i) && !code.isBlank(i)) {
                    return false;
                }
            }
            return item.isWhole() && isAdded(item);
        }

        /** The only struct of the ABI with these adjacent members, for a hunk whose head names none. */
        private StructTree around(List<Item> items) {
            Set<String> names = new TreeSet<>();
            collect(items, names);
            List<StructTree> found = over.structs().stream()
                    .filter(struct -> !struct.name().contains("."))
                    .filter(struct -> struct.fields().stream()
                                    .filter(field -> names.contains(field.name().replaceFirst(".*\\.", "")))
                                    .count()
                            > 1)
                    .map(struct -> tree(struct.name()))
                    .filter(one ->
                            one != null && votes(one, items).values().stream().anyMatch(votes -> votes > 1))
                    .toList();
            return found.size() == 1 ? found.get(0) : null;
        }

        /** The struct with most of the listed members, if several have a name. */
        private Node holder(List<Item> items) {
            Map<Node, Integer> votes = votes(tree, items);
            if (votes.isEmpty() && items.stream().anyMatch(this::isEndOfStruct)) {
                return tree.root();
            }
            int most = votes.values().stream().max(Integer::compare).orElse(0);
            List<Node> holders = votes.entrySet().stream()
                    .filter(one -> one.getValue() == most)
                    .map(Map.Entry::getKey)
                    .toList();
            return holders.size() == 1 ? holders.get(0) : holders.contains(tree.root()) ? tree.root() : null;
        }

        /**
         * Whether an item is the end of a struct whose beginning the hunk does not show: its brace alone is not
         * indented.
         */
        private boolean isEndOfStruct(Item item) {
            return named
                    && item.name() == null
                    && !item.isLeaf()
                    && !item.isWhole()
                    && item.isEnded()
                    && code.texts().get(item.last()).startsWith("}");
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

        /**
         * False if a member can't be placed.
         *
         * @param last whether the last of the items is the last member of the holder
         */
        private boolean placed(List<Item> items, Node holder, boolean last, Set<String> names, Set<Node> touched) {
            touched.add(holder);
            Node before = null;
            List<Node> waiting = new ArrayList<>();
            for (Item item : items) {
                Node known = known(item, holder);
                if (known == holder) {
                    if (!placed(item.members(), holder, item.isEnded(), names, touched)) {
                        return false;
                    }
                    take(item);
                    continue;
                }
                if (known == null && isAdded(item)) {
                    Node node = Node.added(item.name(), item.text());
                    names.add(item.label());
                    collect(item.members(), wrapped.computeIfAbsent(holder, key -> new HashSet<>()));
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
                    names.add(item.label());
                    known = instead;
                    take(item);
                } else if (isAdded(item)) {
                    if (!placed(item.members(), known, item.isEnded(), names, touched)) {
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
            if (last && isAdded(items.get(items.size() - 1))) {
                waiting.forEach(holder::insertLast);
                return true;
            }
            Node pad = removed.stream()
                    .flatMap(name -> tree.named(name).stream())
                    .filter(node -> node.holder() == holder)
                    .findFirst()
                    .orElse(null);
            waiting.forEach(pad != null ? pad::insertBefore : holder::insertFirst);
            return pad != null || holder == tree.root();
        }

        /** The struct's own member that an item is; null for a new one, the holder itself where the item is its end. */
        private Node known(Item item, Node holder) {
            if (item.name() != null) {
                return tree.named(item.name()).stream()
                        .filter(node -> node.holder() == holder)
                        .findFirst()
                        .orElse(null);
            }
            if (holder == tree.root() && isEndOfStruct(item)) {
                return holder;
            }
            for (Map.Entry<Node, Integer> one : votes(tree, item.members()).entrySet()) {
                if (one.getKey() == holder && !item.isWhole()) {
                    return holder;
                }
                if (one.getKey().holder() == holder && (!one.getKey().isNamed() || !item.isEnded())) {
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
