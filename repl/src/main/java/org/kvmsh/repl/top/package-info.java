/**
 * {@code kvmsh top}: {@link TopProgram} runs a script on one or more boards, {@link MeasuredScript} measures what its
 * guest does on one of them, and {@link SideBySide} is their table.
 */
package org.kvmsh.repl.top;
