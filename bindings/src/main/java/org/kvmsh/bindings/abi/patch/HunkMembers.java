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
import org.kvmsh.bindings.abi.patch.MemberList.Item;
import org.kvmsh.bindings.abi.patch.StructTree.Node;

/** Puts what one hunk shows of a struct's members into the struct. */
final class HunkMembers {
    private final GrownStructs grown;
    private final Abi over;
    private final Code code;
    private final RemovedMembers removedMembers;
    private final Set<Integer> taken;
    private StructTree tree;
    private Set<String> removed = Set.of();
    /** Whether the hunk's head or the struct's own first line names it. */
    private boolean named;
    /** The members of structs and unions that a struct gets: a member that the hunk removes may be among them. */
    private final Map<Node, Set<String>> wrapped = new HashMap<>();
    /** A member that the patch adds, and the struct has already; null for none. */
    private String twice;

    private boolean doubtful;

    HunkMembers(GrownStructs grown, Abi over, Code code, List<Line> hunk, Set<Integer> taken) {
        this.grown = grown;
        this.over = over;
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
        twice = null;
        doubtful = false;
        named = !struct.isEmpty();
        tree = named ? grown.tree(struct) : around(items);
        Node holder = tree == null ? null : atTop ? tree.root() : holder(items);
        if (holder == null) {
            return;
        }
        String other = removedMembers.ofOtherLength(tree, removed, items);
        if (other != null) {
            lacks(other);
            takeAll(items);
            return;
        }
        Set<Node> touched = new HashSet<>();
        Set<String> names = new LinkedHashSet<>();
        boolean placed = placed(items, holder, false, names, touched);
        if (twice != null) {
            grown.conflict(tree.name(), "the patch adds " + twice + ", which the struct already has");
            takeAll(items);
            return;
        }
        if (!placed) {
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
                lacks(name);
                return;
            }
            gone.forEach(Node::remove);
        }
        if (!grown.isConflicting(tree.name())) {
            int first = code.number(taken.stream().min(Integer::compare).orElse(0));
            grown.edited(tree, first, names, removed, doubtful);
        }
    }

    private void takeAll(List<Item> items) {
        items.forEach(item -> {
            take(item);
            takeAll(item.members());
        });
    }

    private void lacks(String name) {
        grown.conflict(tree.name(), "the patch removes " + name + ", which the struct does not have");
    }

    private void collect(List<Item> items, Set<String> into) {
        items.forEach(item -> {
            into.add(String.valueOf(item.name()));
            collect(item.members(), into);
        });
    }

    boolean isAdded(Item item) {
        for (int i = item.first(); i <= Math.max(item.first(), item.last()); i++) {
            if (code.added(i) && !code.isDirective(i) && !code.isBlank(i)) {
                return true;
            }
        }
        return !item.isWhole() && item.members().stream().anyMatch(this::isAdded);
    }

    /** Whether all of it is added: then it replaces the declaration of the same name. */
    boolean isNew(Item item) {
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
                .map(struct -> grown.tree(struct.name()))
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
     * Whether an item is the end of a struct whose beginning the hunk does not show: its brace alone is not indented.
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
        boolean fresh = false;
        boolean any = false;
        boolean again = false;
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
                twice = twice == null ? inScope(item, holder) : twice;
                fresh = true;
                any = true;
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
            doubtful |= fresh && before != null && isUnseen(before, known);
            fresh = false;
            if (isNew(item)) {
                twice = twice == null && item.name() == null ? shared(item, known) : twice;
                again |= !removed.contains(String.valueOf(item.name()));
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
        doubtful |= again && any && !holder.isUnion() || fresh && last && before != null && isUnseen(before, null);
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

    /** Whether the struct has members between two, or up to its end, that the hunk neither shows nor takes out. */
    private boolean isUnseen(Node from, Node to) {
        return !from.holder().isUnion()
                && from.until(to).stream().anyMatch(node -> node.isNamed() && !removed.contains(node.name()));
    }

    /** A name in a new item that C would find twice: the struct has it where no name lies between; null for none. */
    private String inScope(Item item, Node holder) {
        return names(item).stream()
                .filter(name -> !removed.contains(name)
                        && tree.named(name).stream().anyMatch(node -> node.scope() == holder.inner()))
                .findFirst()
                .orElse(null);
    }

    /** A member of a group without a name that is in a new one too, if the group has others that would be lost. */
    private String shared(Item item, Node known) {
        Set<String> names = names(item);
        List<String> own = known.names();
        return own.stream().allMatch(name -> names.contains(name) || removed.contains(name))
                ? null
                : own.stream().filter(names::contains).findFirst().orElse(null);
    }

    /** The names that an item brings into the struct that it is in. */
    private static Set<String> names(Item item) {
        Set<String> names = new LinkedHashSet<>();
        if (item.name() != null) {
            names.add(item.name());
        } else {
            item.members().forEach(member -> names.addAll(names(member)));
        }
        return names;
    }

    /** The struct's own member that an item is; null for a new one, the holder itself where the item is its end. */
    private Node known(Item item, Node holder) {
        if (item.name() != null) {
            return tree.named(item.name()).stream()
                    .filter(node -> node.holder() == holder)
                    .findFirst()
                    .orElse(null);
        }
        Map<Node, Integer> votes = votes(tree, item.members());
        int most = votes.values().stream().max(Integer::compare).orElse(0);
        if (holder == tree.root() && isEndOfStruct(item) && votes.getOrDefault(holder, 0) == most) {
            return holder;
        }
        for (Map.Entry<Node, Integer> one : votes.entrySet()) {
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
