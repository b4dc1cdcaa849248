/**
 * Kernels built from source for emulated boards. {@link KernelBuild} configures and builds a {@link KernelSource} with
 * the kernel's {@link Make}, unless a kernel of the same source is kept; {@link KernelStore} keeps a
 * {@link BuiltKernel} in the user's cache directory.
 *
 * <p>A {@link KernelSource} is the user's tree, or a {@link TreeCopy} with patches: the tree itself is not changed, and
 * {@link Git} takes no lock in it. {@link KernelSymbols} adds file and line to the functions in the kernel's reports,
 * as scripts/decode_stacktrace.sh does.
 */
package org.kvmsh.bindings.board.build;
