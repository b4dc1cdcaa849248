/**
 * {@code kvmsh doctor}: {@link HostChecks} look for what kvmsh uses on this host, and each {@link HostFinding} says how
 * to get what is missing. {@link BoardChecks} check a board that is named: its link, its kernel's configuration, its
 * KVM.
 */
package org.kvmsh.repl.doctor;
