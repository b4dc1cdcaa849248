/**
 * The stream of system calls, which the echo, saved traces and comparisons read. {@link TracingKernel} is in front of
 * any kernel, reports every call and keeps the last ones in a {@link CallRing} with their bytes, KVM_RUNs only if
 * requested. A {@link TracedCall} is formatted only when it is read. {@link TraceFile} writes and reads the file that
 * docs/trace.md describes. Lines that the board's kernel logs during a call, including KVM_RUN, are a
 * {@link KernelLog}.
 */
package org.kvmsh.bindings.trace;
