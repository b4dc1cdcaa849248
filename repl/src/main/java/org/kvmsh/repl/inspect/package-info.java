/**
 * Inspects a board without running tests, for {@code kvmsh bringup} and {@code kvmsh doctor}: {@link FirstLook} queries
 * the board, {@link Configuration} checks its kernel's options, each result is a {@link Seen}, and {@link Beside} holds
 * another board's values, which are shown beside it.
 */
package org.kvmsh.repl.inspect;
