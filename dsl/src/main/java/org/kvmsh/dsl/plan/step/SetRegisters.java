package org.kvmsh.dsl.plan.step;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kvmsh.dsl.register.Register;
import org.kvmsh.dsl.register.RegisterCall;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/** Registers before the first run that one call sets; the others keep the kernel's values. */
public record SetRegisters(int id, RegisterCall call, Map<String, Long> values, RegisterNames names, Site site)
        implements Step {
    @Override
    public String text() {
        StringBuilder text =
                new StringBuilder(call.name()).append(" of vCPU ").append(id).append(':');
        values.forEach(
                (name, value) -> text.append(' ').append(name).append(' ').append(Bits64.hex(value)));
        return text.toString();
    }

    @Override
    public String why() {
        return "sets the start address and the registers that the script gives (api.rst 4.12, 4.14, 4.19, 4.68)";
    }

    @Override
    public void perform(Bringup machine) {
        Map<Register, Long> registers = new LinkedHashMap<>();
        values.forEach((name, value) -> registers.put(names.get(name, site), value));
        call.write(machine.vcpus().get(id), registers);
        machine.written(id).wrote(values, names);
    }
}
