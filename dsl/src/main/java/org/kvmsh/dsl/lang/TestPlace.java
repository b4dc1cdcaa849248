package org.kvmsh.dsl.lang;

import java.util.List;

/**
 * A {@code test} in the text of a script.
 *
 * @param name null if it is known only when the script runs
 * @param tags null if they are known only when the script runs
 * @param bringup its place in the order in which a new board is asked; 0 for none, and if it is known only when the
 *     script runs
 * @param line from 1
 */
public record TestPlace(String name, List<String> tags, int bringup, int line) {}
