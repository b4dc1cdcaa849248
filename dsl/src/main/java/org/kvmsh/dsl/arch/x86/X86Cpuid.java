package org.kvmsh.dsl.arch.x86;

import java.util.List;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.dsl.config.X86Config;
import org.kvmsh.dsl.config.X86Config.CpuidConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/** The CPUID of a vCPU: what the board supports, with the entries that a script sets otherwise (api.rst 4.46, 4.20). */
record X86Cpuid(int id, List<CpuidConfig> entries, String why, Site site) implements Step {
    private static final int FIRST_ROOM = 128;
    private static final int MOST_ROOM = 4096;

    /** The step that the script's cpuid requests. */
    static X86Cpuid requested(int id, X86Config x86) {
        return new X86Cpuid(
                id,
                x86.entries(),
                "cpuid: without it, CPUID in the guest returns only zeros"
                        + (x86.entries().isEmpty()
                                ? ""
                                : "; the script's entries replace the board's, or are added after them"),
                x86.cpuid());
    }

    /**
     * The step that KVM_SET_SREGS needs in order to accept long mode. Planned on every kernel: the check is Linux
     * 7.2's, and its patch ("KVM: x86: Check EFER validity on KVM_SET_SREGS*") is also meant for older stable kernels,
     * so that no version tells whether a kernel has it.
     */
    static X86Cpuid longMode(int id, Site site) {
        return new X86Cpuid(
                id,
                List.of(),
                "long64: since Linux 7.2, KVM_SET_SREGS refuses EFER.LME unless the vCPU's CPUID has long mode"
                        + " (arch/x86/kvm/regs.c)",
                site);
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder("KVM_SET_CPUID2 of vCPU ")
                .append(id)
                .append(": what KVM_GET_SUPPORTED_CPUID returns");
        entries.forEach(entry ->
                text.append(", function ").append(Bits64.hex(entry.fields().get("function"))));
        return text.toString();
    }

    @Override
    public Set<String> answered() {
        return Set.of("nent");
    }

    @Override
    public void perform(Bringup machine) {
        Abi abi = machine.kernel().abi();
        int bytes = abi.struct("kvm_cpuid_entry2").size();
        for (int room = FIRST_ROOM; ; room *= 2) {
            try (Argument list =
                    Argument.of(machine.kernel(), abi.struct("kvm_cpuid2"), (long) (room + entries.size()) * bytes)) {
                IoctlResult<Integer> supported = machine.kvm().ioctl("KVM_GET_SUPPORTED_CPUID", list.set("nent", room));
                if (supported.errno() == Errno.E2BIG.number() && room < MOST_ROOM) {
                    continue;
                }
                supported.get();
                entries.forEach(entry -> put(entry, list));
                machine.vcpus().get(id).ioctl("KVM_SET_CPUID2", list).get();
                return;
            }
        }
    }

    /** The script's entry replaces one of the same function, and of the same index if it has one. */
    private static void put(CpuidConfig asked, Argument list) {
        long count = list.get("nent");
        long function = asked.fields().get("function");
        Long index = asked.fields().get("index");
        long place = 0;
        while (place < count
                && (list.get(at(place, "function")) != function
                        || index != null && list.get(at(place, "index")) != index)) {
            place++;
        }
        if (place == count) {
            list.set("nent", count + 1);
            if (index != null) {
                list.set(at(place, "flags"), list.kernel().abi().constant("KVM_CPUID_FLAG_SIGNIFCANT_INDEX"));
            }
        }
        for (String field : asked.fields().keySet()) {
            list.set(at(place, field), asked.fields().get(field));
        }
    }

    private static String at(long place, String field) {
        return "entries[" + place + "]." + field;
    }
}
