package org.kvmsh.bindings.abi;

/** Which way an ioctl's data goes, seen from user space, as the API document says; its number may encode another one. */
public enum Direction {
    NONE("none"), VALUE("value"), IN("in"), OUT("out"), IN_OUT("in/out");

    private final String text;

    Direction(String text) {
        this.text = text;
    }

    static Direction of(String text) {
        for (Direction direction : values()) {
            if (direction.text.equals(text)) {
                return direction;
            }
        }
        throw new IllegalArgumentException("no direction " + text);
    }

    @Override public String toString() {
        return text;
    }
}
