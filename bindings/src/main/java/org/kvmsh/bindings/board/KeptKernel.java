package org.kvmsh.bindings.board;

/**
 * A kernel that was built for emulated boards.
 *
 * @param table the architecture of the boards that boot it
 * @param name what it is kept as, for ?kernel=
 * @param version its release
 * @param from what it was built from, in a phrase
 * @param bytes what it takes on the disk
 */
public record KeptKernel(String table, String name, String version, String from, long bytes) {}
