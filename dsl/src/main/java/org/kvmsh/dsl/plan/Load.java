package org.kvmsh.dsl.plan;

import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.LoadSpec;
import org.kvmsh.dsl.spec.Site;

/** Bytes into guest memory; no system call on this machine's own KVM. */
record Load(LoadSpec load) implements Step {
    @Override public String text() {
        return "load " + load.length() + (load.length() == 1 ? " byte at " : " bytes at ") + Bits64.hex(load.at());
    }

    @Override public Site site() {
        return load.site();
    }

    @Override public String why() {
        return "what the guest is to find there";
    }

    @Override public void perform(Bringup machine) {
        machine.write(load.at(), load.bytes());
    }
}
