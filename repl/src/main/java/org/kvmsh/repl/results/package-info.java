/**
 * The results of test runs, as values: a {@link RanBoard} has {@link RanScript}s, these have {@link RanTest}s.
 * {@link Tries} merges the rounds of a script that ran several times; {@link RunComparison} compares two runs test by
 * test. Of the packages below, {@code record} uses only this one, and {@code format} and {@code page} use these two.
 */
package org.kvmsh.repl.results;
