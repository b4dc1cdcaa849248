/**
 * The differences between processor architectures. {@link Architecture} has registers, the program counter, modes of
 * code, the order of a snapshot and the meaning of exits; {@link Planning} is its part of a plan. Each architecture has
 * a subpackage that implements them, which {@link Rooms} loads with ServiceLoader.
 *
 * <p>No code outside tests which architecture it is ({@code ArchitecturesAreRoomsSpec}); docs/developers/extending.md
 * describes how to add one. A word that exists only on some architectures lists them in its
 * {@link org.kvmsh.dsl.word.Word} annotation, and the planner refuses it elsewhere. Facts about an architecture, as
 * opposed to behavior, are columns of {@link org.kvmsh.bindings.abi.Arch}.
 */
package org.kvmsh.dsl.arch;
