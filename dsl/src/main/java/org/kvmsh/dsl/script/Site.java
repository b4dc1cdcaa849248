package org.kvmsh.dsl.script;

/**
 * A source location in a script. It does not take part in equality: all sites are equal.
 *
 * @param source the script's name
 * @param line from 1; 0 if it is not known
 * @param column from 1; 0 if it is not known
 */
public record Site(String source, int line, int column) {
    public static final Site UNKNOWN = new Site("", 0, 0);

    @Override
    public boolean equals(Object other) {
        return other instanceof Site;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return source + (line == 0 ? "" : ":" + line) + (column == 0 ? "" : ":" + column);
    }
}
