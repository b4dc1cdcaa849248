package org.kvmsh.bindings.abi.patch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The declarations that a hunk shows of a header as it is after the patch; of the first and the last it may show a part
 * alone.
 */
final class MemberList {
    private static final Pattern HUNK = Pattern.compile("@@.*@@ (?:typedef )?(?:struct|union) (\\w+)\\b.*");
    private static final Pattern HEAD = Pattern.compile("\\s*(struct|union|enum)\\b\\s*(\\w+)?\\s*");
    private static final Pattern NAME = Pattern.compile(
            "(\\w+)\\s*(?:\\[[^\\]]*\\]\\s*)*(?::[^;]*)?(?:__packed\\s*|__(?:aligned|counted_by)\\([^)]*\\)\\s*|__attribute__\\s*\\(\\(.*\\)\\)\\s*)*$");
    private static final Pattern CALL = Pattern.compile("\\s*__DECLARE_FLEX_ARRAY\\(.*,\\s*(\\w+)\\s*\\)\\s*");

    private final Code code;
    private final Deque<Item> open = new ArrayDeque<>();
    private StringBuilder text;
    private int first;
    private boolean closing;

    private MemberList(Code code) {
        this.code = code;
        open.push(new Item("", -1));
    }

    /** The struct that a hunk's head names; empty if it names none. */
    static String structOf(List<Line> hunk) {
        Matcher head = HUNK.matcher(
                hunk.get(0).mark() == '@' && hunk.get(0).text().length() < 400
                        ? hunk.get(0).text()
                        : "");
        return head.matches() ? head.group(1) : "";
    }

    static Item of(Code code) {
        MemberList list = new MemberList(code);
        for (int i = 0; i < code.size(); i++) {
            for (int at = 0; !code.isDirective(i) && at < code.texts().get(i).length(); at++) {
                list.character(i, code.texts().get(i).charAt(at));
            }
            if (list.text != null) {
                list.text.append(' ');
            }
        }
        while (list.open.size() > 1) {
            list.open.pop().ended = false;
        }
        return list.open.peek();
    }

    private void character(int line, char c) {
        if (c == '{') {
            Item group = new Item(text == null ? "" : text.toString(), text == null ? line : first);
            open.peek().members.add(group);
            open.push(group);
            text = null;
            // After a } of code such as "} else {", which a hunk in the middle of a function shows.
            closing = false;
        } else if (c == '}') {
            close(line);
        } else if (c == ';' && closing) {
            Item group = closed();
            group.tail = text.toString().strip();
            group.name = group.tail.isEmpty() || group.tail.startsWith("__") ? null : name(group.tail);
            group.last = line;
            text = null;
            closing = false;
        } else if (c == ';' && text != null) {
            Item member = new Item(text.toString(), first);
            member.leaf = true;
            member.name = name(member.head);
            member.last = line;
            open.peek().members.add(member);
            text = null;
        } else if (text != null || !Character.isWhitespace(c)) {
            if (text == null) {
                text = new StringBuilder();
                first = line;
            }
            text.append(c);
        }
    }

    private void close(int line) {
        if (open.size() == 1) {
            // It began before the hunk, and so did all that it holds.
            Item before = new Item("", 0);
            before.begun = false;
            Item root = open.peek();
            before.members.addAll(root.members);
            root.members.clear();
            root.members.add(before);
        } else {
            open.pop();
        }
        closed().last = line;
        text = new StringBuilder();
        closing = true;
    }

    private Item closed() {
        List<Item> members = open.peek().members;
        return members.get(members.size() - 1);
    }

    private static String name(String declaration) {
        String one = declaration.strip();
        Matcher call = CALL.matcher(one);
        Matcher name = NAME.matcher(one.length() > 400 ? "" : one);
        return call.matches() ? call.group(1) : name.find() ? name.group(1) : null;
    }

    /** A member, or a struct or union with what the hunk shows of its members. */
    static final class Item {
        private final String head;
        private final int first;
        private final List<Item> members = new ArrayList<>();
        private String name;
        private String tail = "";
        private int last;
        private boolean leaf;
        private boolean begun = true;
        private boolean ended = true;

        private Item(String head, int first) {
            this.head = head;
            this.first = first;
        }

        /** Null if there is none. */
        String name() {
            return name;
        }

        /** The item's name in a summary of the patch. */
        String label() {
            return name == null ? "a " + text().split("\\W", 2)[0] : name;
        }

        /** Whether it is an array of that name and length, or holds one. */
        boolean declares(String array, String length) {
            return array.equals(name) && text().contains(array + length)
                    || members.stream().anyMatch(member -> member.declares(array, length));
        }

        List<Item> members() {
            return members;
        }

        boolean isLeaf() {
            return leaf;
        }

        /** Whether the hunk shows its beginning and its end. */
        boolean isWhole() {
            return begun && ended;
        }

        /** Whether the hunk shows its end, where a member's name is. */
        boolean isEnded() {
            return ended;
        }

        /** A struct's or union's tag, or null if it has none or the hunk does not show it. */
        String tag() {
            Matcher matcher = HEAD.matcher(head);
            return !leaf && matcher.matches() ? matcher.group(2) : null;
        }

        boolean isEnum() {
            return head.stripLeading().startsWith("enum");
        }

        /** A separate declaration in a header, not a member. */
        boolean isDeclaration() {
            return leaf
                    ? head.stripLeading().matches("(?s)(?:typedef|extern|static)\\b.*")
                            || head.strip().matches("(?:struct|union|enum)\\s+\\w+")
                    : tag() != null || head.contains("(");
        }

        int first() {
            return first;
        }

        int last() {
            return last;
        }

        /** The declaration as C writes it, on one line. */
        String text() {
            if (leaf) {
                return head.strip() + ";";
            }
            StringBuilder text = new StringBuilder(head.strip()).append(" { ");
            members.forEach(member -> text.append(member.text()).append(' '));
            return text.append("} ").append(tail).append(';').toString();
        }
    }
}
