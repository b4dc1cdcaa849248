package org.kvmsh.dsl.plan.step;

import org.kvmsh.dsl.register.Register;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/** A register that is none of the general ones, before the first run. */
public record SetRegister(int id, String name, Register register, long value, Site site) implements Step {
    @Override public String text() {
        return "set " + name + " of vCPU " + id + " to " + Bits64.hex(value);
    }

    @Override public String why() {
        return "the script gives it to the vCPU before the first run";
    }

    @Override public void perform(Bringup machine) {
        register.write(machine.vcpus().get(id), value);
    }
}
