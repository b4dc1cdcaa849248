package org.kvmsh.bindings.abi;

/**
 * The direction of an ioctl's data as seen from user space, from the API document; the number may encode another one.
 */
public enum Direction {
    NONE("none"),
    VALUE("value"),
    IN("in"),
    OUT("out"),
    IN_OUT("in/out");

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

    @Override
    public String toString() {
        return text;
    }
}
