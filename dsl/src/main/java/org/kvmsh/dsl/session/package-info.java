/**
 * A board with the machines, tests and patches of the scripts on it: {@link Session}. Its parts are packages that do
 * not know it: {@code test} (a test's machines are closed with it, and its steps are shown only if it fails),
 * {@code call} (the last calls and their places), {@code patch} and {@code need}. {@link Execution} is how a session
 * performs a script's requests: {@link OnBoard}, or {@link OnPaper} for {@code kvmsh plan}, where VMs are planned,
 * shown and sealed.
 *
 * <p>{@link OpenedBoards} are the boards that a script opens beside its own, each with a session. After an oops
 * {@code Session.replaceBoard} continues on the restarted board.
 */
package org.kvmsh.dsl.session;
