/**
 * The results of test runs, without a session. {@link RanBoard}, {@link RanScript} and {@link RanTest} are values;
 * {@link JUnitText}, {@link KtapText}, {@link JsonText} and other formats are written from them. {@link RunRecord}
 * keeps them line by line while the run goes on, with the files of failed tests ({@link FailureFiles}, from a session's
 * {@link org.kvmsh.dsl.session.test.TestEvidence}). {@link RecordedRun} reads them back for {@code kvmsh report}, whose
 * page is {@link RunPage} and whose report for KCIDB is {@link KcidbText}.
 *
 * <p>{@link RunComparison} compares two runs test by test. {@link Tries} merges the rounds of a script that ran several
 * times. {@link RunFolders} finds the newest runs.
 */
package org.kvmsh.repl.results;
