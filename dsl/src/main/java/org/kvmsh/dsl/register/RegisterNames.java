package org.kvmsh.dsl.register;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.word.Nearest;

/** Every register of a board's vCPUs by its name: general ones, system registers, MSRs, and each one-reg that the headers name. */
public final class RegisterNames {
    private final Arch arch;
    private final RegisterSet general;
    private final Map<String, Register> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private RegisterNames(Abi abi) {
        arch = abi.arch();
        OneRegisters.of(abi, all);
        switch (arch) {
            case X86_64 -> {
                StructMembers.of(abi, "kvm_sregs", "KVM_GET_SREGS", "KVM_SET_SREGS", all);
                Msrs.of(all);
            }
            case ARM64 -> Arm64SystemRegisters.of(abi, all);
            case PPC64 -> StructMembers.of(abi, "kvm_sregs", "KVM_GET_SREGS", "KVM_SET_SREGS", all);
            default -> { }
        }
        general = RegisterSet.of(abi);
        general.names().forEach(name -> all.put(name, new General(general, name)));
    }

    public static RegisterNames of(Abi abi) {
        return new RegisterNames(abi);
    }

    /** The register of a name; null where there is none. {@code msr 0x174} is an MSR by its number. */
    public Register find(String name) {
        Register known = all.get(name);
        return known != null || arch != Arch.X86_64 ? known : Msrs.numbered(name);
    }

    /** The register of a name; an unknown one is refused. */
    public Register get(String name, Site site) {
        Register found = find(name);
        if (found == null) {
            throw new ScriptError(site, "no " + arch + " vCPU has a register " + name, Nearest.note(name, all.keySet()),
                    "general registers: " + String.join(" ", general.names()), "others: " + switch (arch) {
                        case X86_64 -> "the fields of struct kvm_sregs such as cs.base, cr4 and efer, and MSRs such as lstar and 'msr 0x174'";
                        case ARM64 -> "system registers such as sctlr_el1, and the constants KVM_REG_ARM_…";
                        default -> "the constants KVM_REG_…, with their prefix or without";
                    });
        }
        return found;
    }

    private record General(RegisterSet set, String name) implements Register {
        @Override public String call() {
            return set.call();
        }

        @Override public long read(Vcpu vcpu) {
            return set.read(vcpu, List.of(name)).get(name);
        }

        @Override public void write(Vcpu vcpu, long value) {
            set.write(vcpu, Map.of(name, value));
        }
    }
}
