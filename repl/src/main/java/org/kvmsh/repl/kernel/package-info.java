/**
 * {@code kvmsh kernel}: builds, lists and removes kernels for emulated boards. {@link KernelProgram} has the commands.
 * {@link org.kvmsh.bindings.board.build.KernelBuild} of the bindings does the work.
 */
package org.kvmsh.repl.kernel;
