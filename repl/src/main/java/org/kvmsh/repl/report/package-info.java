/**
 * {@code kvmsh report}: {@link ReportProgram}. {@link ResultsFiles} are the options for files of results, which
 * {@code kvmsh test} has too.
 */
package org.kvmsh.repl.report;
