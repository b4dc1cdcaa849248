package org.kvmsh.dsl.call;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Kvm;
import org.kvmsh.bindings.proposal.Asked;
import org.kvmsh.bindings.proposal.Proposal;

/**
 * A capability that is defined by a patch, enabled by KVM_ENABLE_CAP and implemented by a script.
 *
 * @param name the capability
 * @param number its number
 * @param body answers KVM_ENABLE_CAP of this capability
 */
public record ScriptedCapability(String name, long number, ScriptedProposal body) implements Proposal {
    /** The ioctl that enables capabilities. */
    public static final String IOCTL = "KVM_ENABLE_CAP";

    @Override
    public String ioctl() {
        return IOCTL;
    }

    @Override
    public Abi over(Abi below) {
        return body.over(below);
    }

    @Override
    public boolean isIn(Kvm below, Abi headers) {
        return below.capability(name) > 0;
    }

    @Override
    public boolean takes(Asked asked) {
        return asked.argument() != null && asked.get("cap") == number;
    }

    @Override
    public Integer capability(Abi headers, long asked) {
        return asked == number ? 1 : null;
    }

    @Override
    public boolean canBeTried() {
        return false;
    }

    @Override
    public int answer(Asked asked) {
        return body.answer(asked);
    }
}
