/** The page of a run in HTML: {@link RunPage}, with {@link FailureDetails} for each test that failed. */
package org.kvmsh.repl.results.page;
