/**
 * The tests that are known to fail, and the known reports and answers of kernels. A {@link KnownFile} is a file of them
 * in TOML; {@link KnownFailures} excuses a failure that an entry names, {@link KnownAnswers} a difference of
 * {@code kvmsh check}, and nothing else.
 */
package org.kvmsh.repl.known;
