/**
 * The tests that are known to fail, and the known reports of kernels. A {@link KnownFile} is a file of them in TOML;
 * {@link KnownFailures} excuses a failure that an entry names, and nothing else.
 */
package org.kvmsh.repl.known;
