/**
 * The tests that are known to fail. A {@link KnownFile} is a file of them in TOML; {@link KnownFailures} excuses a
 * failure that an entry names, and nothing else.
 */
package org.kvmsh.repl.known;
