/**
 * The state of a VM after its calls so far, which the rules need. {@link VmState} holds its memslots, vCPUs
 * ({@link CreatedVcpu}) and devices ({@link CreatedDevice}) and changes only when a call succeeds. {@link VmStates}
 * finds it by descriptor. A {@link CallRequest} is an ioctl with its argument.
 */
package org.kvmsh.bindings.kvm.state;
