/**
 * The kernel of this host, through JNA's direct mapping: {@link LinuxKernel}. {@link StructPages} are reused pages for
 * the structs of ioctls. {@link VcpuThread} stops a KVM_RUN from another thread: it sets immediate_exit, then signals
 * the thread inside KVM_RUN, which may not leave while it is being signaled. Only {@code board} and its subpackages use
 * this package.
 */
package org.kvmsh.bindings.linux;
