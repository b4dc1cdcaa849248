/**
 * A powerpc board of 2011: {@link Ppc64Model}. {@link Ppc64ModelKernel} is the kernel's configuration and its
 * processor; {@link Ppc64Hypercalls} has the hypercalls that the kernel answers itself. {@link Ppc64Processor} executes
 * the groups of instructions ({@link Ppc64FixedPoint}, {@link Ppc64Rotate}, {@link Ppc64Branch},
 * {@link Ppc64LoadStore}, {@link Ppc64System}, each instruction with its section of the Power ISA) and reports any
 * other as not implemented.
 */
package org.kvmsh.bindings.model.ppc64;
