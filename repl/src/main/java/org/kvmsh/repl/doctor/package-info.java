/**
 * {@code kvmsh doctor}: {@link HostChecks} look for what kvmsh uses on this host, and each {@link HostFinding} says how
 * to get what is missing.
 */
package org.kvmsh.repl.doctor;
