/**
 * {@code kvmsh boards}: {@link BoardsProgram}, with a class for each of its commands, such as {@link SetupCommand},
 * {@link FactsCommand}, {@link BundleCommand} and {@link PowerCommand}. {@link KernelMatrix} is the page that tells
 * what KVM does by kernel and architecture, from results of {@code kvmsh test}; {@code kernel-differences.tsv} has the
 * known reasons for failures in it.
 */
package org.kvmsh.repl.boards;
