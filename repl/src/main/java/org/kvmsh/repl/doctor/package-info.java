/**
 * {@code kvmsh doctor}: {@link HostChecks} looks for what kvmsh uses on this host, and each {@link HostFinding} says
 * how to get what is missing. {@link BoardChecks} checks the board that is named: its link, its kernel's configuration
 * and its KVM.
 */
package org.kvmsh.repl.doctor;
