/**
 * {@code kvmsh cache}: {@link CacheProgram} shows and empties what kvmsh keeps on disk to be quick, a {@link Cached}
 * each.
 */
package org.kvmsh.repl.cache;
