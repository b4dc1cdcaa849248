/**
 * What can be seen of a board without its tests, for {@code kvmsh bringup} and {@code kvmsh doctor}: {@link FirstLook}
 * asks the board, {@link Configuration} checks its kernel's options, each result is a {@link Seen}, and {@link Beside}
 * has another board's values to show beside it.
 */
package org.kvmsh.repl.inspect;
