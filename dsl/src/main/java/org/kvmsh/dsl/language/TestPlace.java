package org.kvmsh.dsl.language;

/**
 * A {@code test} in the text of a script.
 *
 * @param name null where it is known only when the script runs
 * @param line from 1
 */
public record TestPlace(String name, int line) { }
