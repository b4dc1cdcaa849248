/**
 * The report of a stop. {@link Stops} creates a {@link StopReport}; {@link CodeAtPc}, {@link Backtrace},
 * {@link StackTop} and {@link WhyItStopped} are its parts. {@link WatchList} has the values that each stop shows.
 */
package org.kvmsh.dsl.machine.stop;
