/**
 * {@code kvmsh report}: {@link ReportProgram}. {@link ResultsFiles} is the option for files of results, which
 * {@code kvmsh test} has too.
 */
package org.kvmsh.repl.report;
