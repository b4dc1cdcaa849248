/**
 * The directory of a test run: what is kept of it and read back. {@link RunRecord} keeps the results line by line while
 * the run goes on, with the files of failed tests ({@link FailureFiles}, from a session's
 * {@link org.kvmsh.dsl.session.test.TestEvidence}); {@link RecordedRun} reads them. {@link RunFolders} finds the newest
 * runs. A run is of one kernel ({@link BoardsKernel}) and one text of each script ({@link RunTexts}).
 */
package org.kvmsh.repl.results.record;
