package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;

/**
 * A struct of the ABI as C declares it, so that members can be put into it and the whole be laid out again. A table has
 * offsets and no unions without a name: members that overlap are one here, and what follows within such a member is a
 * struct without a name.
 */
final class StructTree {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("u8", "__u8"),
            Map.entry("u16", "__u16"),
            Map.entry("u32", "__u32"),
            Map.entry("u64", "__u64"),
            Map.entry("s8", "__s8"),
            Map.entry("s16", "__s16"),
            Map.entry("s32", "__s32"),
            Map.entry("s64", "__s64"),
            Map.entry("u128", "__uint128_t"),
            Map.entry("char", "char"),
            Map.entry("f32", "float"),
            Map.entry("f64", "double"));

    private final Struct struct;
    private final Abi abi;
    private final Node root;

    StructTree(Struct struct, Abi abi) {
        this.struct = struct;
        this.abi = abi;
        this.root = group(struct, null, "");
    }

    String name() {
        return struct.name();
    }

    /** A member: one line of C, or a nested struct or union. */
    static final class Node {
        private final String name;
        private final String text;
        private final String keyword;
        private final String array;
        private final List<Node> members = new ArrayList<>();
        private Node holder;

        /** @param text its declaration; null if it has members */
        private Node(String name, String text, String keyword, String array) {
            this.name = name;
            this.text = text;
            this.keyword = keyword;
            this.array = array;
        }

        /** A member as a patch declares it. */
        static Node added(String name, String text) {
            return new Node(name, text, "", "");
        }

        private static Node group(String name, boolean union, String array) {
            return new Node(name, null, union ? "union" : "struct", array);
        }

        private void add(Node member) {
            member.holder = this;
            members.add(member);
        }

        /** An array's length, as [16]; empty if it is not an array. */
        String length() {
            String declared = text == null ? array : text;
            int at = declared.indexOf('[');
            return at < 0 ? "" : declared.substring(at, declared.lastIndexOf(']') + 1);
        }

        /** The node that holds this one; null for the struct itself. */
        Node holder() {
            return holder;
        }

        boolean isNamed() {
            return name != null;
        }

        /** Null if it has none. */
        String name() {
            return name;
        }

        boolean isUnion() {
            return keyword.equals("union");
        }

        /** The struct or union with a name that a member's name is in; the struct itself if there is none. */
        Node scope() {
            return holder.inner();
        }

        /** This one, or where it has no name, the one with a name that holds it. */
        Node inner() {
            return name != null || holder == null ? this : holder.inner();
        }

        /** The names in it that belong to the struct around it: those of its groups without a name are among them. */
        List<String> names() {
            List<String> names = new ArrayList<>();
            for (Node member : members) {
                names.addAll(member.name != null ? List.of(member.name) : member.names());
            }
            return names;
        }

        /** The members behind this one, up to another, or to the last if there is no other. */
        List<Node> until(Node other) {
            int from = holder.members.indexOf(this) + 1;
            int to = other == null ? holder.members.size() : holder.members.indexOf(other);
            return from < to ? holder.members.subList(from, to) : List.of();
        }

        void insertAfter(Node added) {
            added.holder = holder;
            holder.members.add(holder.members.indexOf(this) + 1, added);
        }

        void insertBefore(Node added) {
            added.holder = holder;
            holder.members.add(holder.members.indexOf(this), added);
        }

        void insertLast(Node added) {
            add(added);
        }

        void insertFirst(Node added) {
            added.holder = this;
            members.add(0, added);
        }

        void remove() {
            holder.members.remove(this);
        }

        private void write(StringBuilder into) {
            if (text != null) {
                into.append(text).append(' ');
                return;
            }
            into.append(keyword).append(" { ");
            members.forEach(member -> member.write(into));
            into.append("} ").append(name == null ? "" : name + array).append("; ");
        }
    }

    Node root() {
        return root;
    }

    /** Its members of a name, at any depth. */
    List<Node> named(String name) {
        List<Node> found = new ArrayList<>();
        collect(root, name, found);
        return found;
    }

    private static void collect(Node node, String name, List<Node> into) {
        for (Node member : node.members) {
            if (name.equals(member.name)) {
                into.add(member);
            }
            collect(member, name, into);
        }
    }

    /** Its declaration, on one line. */
    String text() {
        StringBuilder text = new StringBuilder(struct.isUnion() ? "union " : "struct ")
                .append(struct.name())
                .append(" { ");
        root.members.forEach(member -> member.write(text));
        return text.append("};").toString();
    }

    private Node group(Struct of, String name, String array) {
        Node group = Node.group(name, of.isUnion(), array);
        (of.isUnion() ? alternatives(of.members(), 0) : sequence(of.members())).forEach(group::add);
        return group;
    }

    private List<Node> sequence(List<Field> fields) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < fields.size(); ) {
            int end = end(fields.get(i));
            int next = i + 1;
            int last = lastBeside(fields, i);
            while (next < fields.size()
                    && (next <= last
                            || fields.get(next).offset() < end && !isNextBit(fields.get(next - 1), fields.get(next)))) {
                end = Math.max(end, end(fields.get(next++)));
            }
            if (next == i + 1) {
                nodes.add(member(fields.get(i)));
            } else {
                Node union = Node.group(null, true, "");
                alternatives(fields.subList(i, next), fields.get(i).offset()).forEach(union::add);
                nodes.add(union);
            }
            i = next;
        }
        return nodes;
    }

    /** The last field that begins where this one does, in a union whose first member may be a struct of several. */
    private static int lastBeside(List<Field> fields, int first) {
        int last = first;
        for (int i = first + 1; i < fields.size(); i++) {
            Field field = fields.get(i);
            boolean bits = field.width() > 0 && fields.get(first).width() > 0;
            last = field.offset() <= fields.get(first).offset() && field.bytes() * field.count() > 0 && !bits
                    ? i
                    : last;
        }
        return last;
    }

    private List<Node> alternatives(List<Field> fields, int start) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < fields.size(); ) {
            int next = i + 1;
            while (next < fields.size()
                    && (fields.get(next).offset() > start || isNextBit(fields.get(next - 1), fields.get(next)))) {
                next++;
            }
            if (next == i + 1) {
                nodes.add(member(fields.get(i)));
            } else {
                Node inner = Node.group(null, false, "");
                sequence(fields.subList(i, next)).forEach(inner::add);
                nodes.add(inner);
            }
            i = next;
        }
        return nodes;
    }

    private static int end(Field field) {
        return field.offset() + field.bytes() * field.count();
    }

    private static boolean isNextBit(Field before, Field field) {
        return before.width() > 0
                && field.width() > 0
                && before.offset() == field.offset()
                && before.bit() != field.bit();
    }

    private Node member(Field field) {
        String array = field.count() == 1 ? "" : field.count() == 0 ? "[]" : "[" + field.count() + "]";
        if (field.type().equals("ptr")) {
            return new Node(field.name(), "void *" + field.name() + array + ";", "", "");
        }
        if (field.isScalar()) {
            return new Node(
                    field.name(),
                    TYPES.getOrDefault(field.type(), field.type()) + " " + field.name()
                            + (field.width() > 0 ? ":" + field.width() : array) + ";",
                    "",
                    "");
        }
        Struct of = abi.struct(field.type());
        // An unnamed struct is named after the member's path.
        return of.name().contains(".")
                ? group(of, field.name(), array)
                : new Node(
                        field.name(),
                        (of.isUnion() ? "union " : "struct ") + of.name() + " " + field.name() + array + ";",
                        "",
                        "");
    }
}
