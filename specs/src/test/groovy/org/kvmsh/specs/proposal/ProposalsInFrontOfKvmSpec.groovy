package org.kvmsh.specs.proposal

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.kernel.Kernel
import org.kvmsh.bindings.linux.LinuxKernel
import org.kvmsh.specs.kit.Needs

/** In front of this host's KVM. */
@Needs('kvm:x86_64')
class ProposalsInFrontOfKvmSpec extends ProposalsInFront {
    @Override
    Kernel below() {
        new LinuxKernel(Abi.of('x86_64'))
    }
}
