/**
 * Boards by name: {@link Boards} maps a name to a kernel with KVM, and {@link Board} is one that was opened. There is a
 * {@link BoardSource} for each kind: this host, the models, QEMU, and boards at the end of a link; {@code boards.toml}
 * gives names to them. {@code rfc:BOARD} is any of them with proposals in front, shown beside its kind as the board's
 * caveat. A source lists boards without starting anything; what it starts ends with the {@link Board}.
 * {@link BoardFacts} holds the facts of a board.
 *
 * <p>Sources outside of this package, such as the models, are loaded with ServiceLoader ({@link BoardSourceProvider}).
 * Only {@code board} and its subpackages use the TOML reader and the archive library, and nothing else knows that the
 * local kernel is Linux.
 */
package org.kvmsh.bindings.board;
