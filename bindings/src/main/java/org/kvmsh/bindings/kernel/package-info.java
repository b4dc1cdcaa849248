/**
 * The interface to all kernels, which the packages {@code linux}, {@code remote}, {@code dryrun} and {@code model}
 * implement. {@link Kernel} has system calls that return a value or a negated errno. {@link Region} is memory that the
 * board's kernel can access, bounds-checked, in the board's byte order; it never exposes a buffer or pointer, because
 * the memory may be on another machine. A {@link ForwardingKernel} is in front of another kernel, as in {@code trace}
 * and {@code proposal}.
 */
package org.kvmsh.bindings.kernel;
