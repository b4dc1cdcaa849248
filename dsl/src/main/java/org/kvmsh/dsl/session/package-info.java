/**
 * A board with the machines, tests and patches of the scripts on it: {@link Session}. Its parts are
 * {@link SessionTests} (a test's machines are closed with it, and its steps are shown only if it fails),
 * {@link SessionTrace} (the last calls), {@link SessionPatches} and {@link Inspection}. {@link Execution} is how it
 * performs a script's requests: {@link OnBoard}, or {@link OnPaper} for {@code kvmsh plan}, where VMs are planned,
 * shown and sealed.
 *
 * <p>{@link Needs} are a script's or a test's requirements; if the board does not meet them, {@link Skipped} ends it.
 * {@link UncheckedCalls} adds a note to the output and the test's result if the board's result for a call under
 * {@code unchecked { }} differs from the rules that it breaks. {@link LastLook} checks the board when its scripts are
 * over, or when a script closes a board that it has opened. After an oops {@code Session.replaceBoard} continues on the
 * restarted board.
 */
package org.kvmsh.dsl.session;
