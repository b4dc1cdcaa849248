package org.kvmsh.dsl.plan.step;

import java.util.Map;
import org.kvmsh.dsl.register.RegisterSet;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/** General registers before the first run; those that are not named keep what the kernel gave them. */
public record SetRegisters(int id, Map<String, Long> values, RegisterSet set, Site site) implements Step {
    @Override public String text() {
        StringBuilder text = new StringBuilder(set.call()).append(" of vCPU ").append(id).append(':');
        values.forEach((name, value) -> text.append(' ').append(name).append(' ').append(Bits64.hex(value)));
        return text.toString();
    }

    @Override public String why() {
        return "where the vCPU starts and what the script gives its registers (api.rst 4.12, 4.68)";
    }

    @Override public void perform(Bringup machine) {
        set.write(machine.vcpus().get(id), values);
    }
}
