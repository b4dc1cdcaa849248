package org.kvmsh.dsl.complete;

/**
 * A text that may be typed at the caret.
 *
 * @param text what replaces the name that was begun
 * @param about what it is, in one sentence; may be empty
 */
public record Completion(String text, Group group, String about) {
    /** The group that it belongs to, in the order in which a list shows them. */
    public enum Group {
        ARGUMENT("arguments"),
        VALUE("values"),
        MEMBER("members"),
        OWN("your names"),
        WORD("words"),
        KERNEL("kernel names"),
        LANGUAGE("language"),
        FILE("files");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        /** The heading of the group. */
        public String title() {
            return title;
        }
    }

    /** Whether a space follows: not after a member, which may get a dot, a bracket or an argument. */
    public boolean spaced() {
        return group == Group.ARGUMENT || group == Group.WORD;
    }
}
