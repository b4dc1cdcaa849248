/**
 * {@code kvmsh dev}, for work on kvmsh itself. {@link AbiMakeCommand} generates the tables of the ABI from kernel
 * headers (docs/developers/abi.md). {@link MutantsCommand} shows which faults of a board tests notice. Only this
 * package is compiled against the header reader ({@link org.kvmsh.bindings.abi.header.HeaderReader}).
 */
package org.kvmsh.repl.dev;
