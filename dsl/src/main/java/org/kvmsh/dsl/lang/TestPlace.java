package org.kvmsh.dsl.lang;

/**
 * A {@code test} in the text of a script.
 *
 * @param name null if it is known only when the script runs
 * @param line from 1
 */
public record TestPlace(String name, int line) { }
