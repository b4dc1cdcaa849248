package org.kvmsh.repl.known;

import java.util.List;

/**
 * The board of tests that may be known to fail.
 *
 * @param names by which an entry may name it
 * @param release its kernel's; null if it tells none
 */
public record KnownBoard(List<String> names, String release) {}
