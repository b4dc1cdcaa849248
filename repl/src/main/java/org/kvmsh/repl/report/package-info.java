/**
 * {@code kvmsh report}: {@link ReportProgram}. {@link ResultsFiles} is the option for files of results, which
 * {@code kvmsh test} has too. {@link KernelMatrix} is the page that tells what KVM does by kernel and architecture;
 * {@code kernel-differences.tsv} has the known reasons for failures in it.
 */
package org.kvmsh.repl.report;
