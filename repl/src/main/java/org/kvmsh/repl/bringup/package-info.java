/**
 * {@code kvmsh bringup}: the first hour of a new board. {@link BringupTests} has the tests of the conformance suite
 * that belong to that hour, in order, {@link FirstHour} prints what can be seen before the first VM and a line for each
 * script, and ends a run whose later tests would make no sense, and a {@link Reference} is the board whose values are
 * shown beside.
 */
package org.kvmsh.repl.bringup;
