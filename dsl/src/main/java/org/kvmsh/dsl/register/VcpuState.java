package org.kvmsh.dsl.register;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.script.Bits64;

/**
 * All state of a vCPU that its board's KVM returns: structs, MSRs and one-regs, in the order in which they can be
 * restored.
 */
public final class VcpuState {
    private record Part(String set, byte[] bytes) {}

    private static final Map<String, String> STRUCTS = Map.of(
            "REGS",
            "kvm_regs",
            "XSAVE",
            "kvm_xsave",
            "XCRS",
            "kvm_xcrs",
            "SREGS",
            "kvm_sregs",
            "SREGS2",
            "kvm_sregs2",
            "DEBUGREGS",
            "kvm_debugregs",
            "LAPIC",
            "kvm_lapic_state",
            "MP_STATE",
            "kvm_mp_state",
            "VCPU_EVENTS",
            "kvm_vcpu_events");
    /**
     * The parts whose calls have an effect even if nothing differs, or that a kernel may refuse later: they are set
     * only if they differ.
     */
    private static final Set<String> SET_IF_DIFFERENT = Set.of("CPUID2", "SREGS2", "NESTED_STATE");

    private static final String MP_STATE = "MP_STATE";

    private final Abi abi;
    private final StateOrder order;
    private final Map<String, Part> structs = new LinkedHashMap<>();
    private final Map<Long, Long> msrs = new LinkedHashMap<>();
    private final Map<Long, byte[]> oneRegs = new LinkedHashMap<>();
    private final List<VcpuAttribute> attributes = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final ToIntFunction<String> capability;
    private long tscKhz;

    private VcpuState(Abi abi, StateOrder order, ToIntFunction<String> capability) {
        this.abi = abi;
        this.order = order;
        this.capability = capability;
    }

    /**
     * Reads the state.
     *
     * @param msrIndices what KVM_GET_MSR_INDEX_LIST lists; empty if no MSRs are kept
     * @param capability what the board's KVM_CHECK_EXTENSION returns
     */
    public static VcpuState of(Vcpu vcpu, StateOrder order, List<Long> msrIndices, ToIntFunction<String> capability) {
        VcpuState state = new VcpuState(vcpu.kernel().abi(), order, capability);
        // KVM_GET_MP_STATE first: it carries out an INIT that is latched (arch/x86/kvm/x86.c,
        // kvm_arch_vcpu_ioctl_get_mpstate).
        Set<String> parts = new LinkedHashSet<>(List.of(MP_STATE));
        parts.addAll(order.parts());
        for (String part : parts) {
            String announcing = StateOrder.announcing(part);
            if (announcing == null || capability.applyAsInt(announcing) > 0) {
                state.read(vcpu, part, msrIndices);
            }
        }
        return state;
    }

    private void read(Vcpu vcpu, String part, List<Long> msrIndices) {
        switch (part) {
            case StateOrder.MSRS -> readMsrs(vcpu, msrIndices);
            case StateOrder.LATE_MSRS -> {}
            case StateOrder.ONE_REGS -> readOneRegs(vcpu);
            case StateOrder.ATTRIBUTES -> attributes.addAll(VcpuAttribute.of(vcpu));
            case "TSC_KHZ" -> readTscKhz(vcpu);
            default -> readStruct(vcpu, part);
        }
    }

    private void readTscKhz(Vcpu vcpu) {
        IoctlResult<Integer> answer = vcpu.ioctl("KVM_GET_TSC_KHZ", 0);
        if (answer.ok()) {
            tscKhz = answer.get();
        } else {
            missing.add("KVM_GET_TSC_KHZ failed with " + Errno.name(answer.errno()));
        }
    }

    /** The parts of the state, a word each. */
    public List<String> held() {
        List<String> held = new ArrayList<>(structs.keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList());
        if (!msrs.isEmpty()) {
            held.add(msrs.size() + " MSRs");
        }
        if (!oneRegs.isEmpty()) {
            held.add(oneRegs.size() + " one-regs");
        }
        return held;
    }

    /** The parts that are missing, each with why. */
    public List<String> missing() {
        return missing;
    }

    /** An argument for the call that reads a part; its length where the struct has an array. */
    private Argument asking(Vcpu vcpu, String part) {
        return switch (part) {
            case "CPUID2" -> CpuidEntries.room(vcpu);
            case "NESTED_STATE" ->
                Argument.of(
                                vcpu.kernel(),
                                abi.struct("kvm_nested_state"),
                                capability.applyAsInt("KVM_CAP_NESTED_STATE"))
                        .set("size", capability.applyAsInt("KVM_CAP_NESTED_STATE"));
            case "XSAVE" ->
                Argument.of(
                        vcpu.kernel(),
                        abi.struct("kvm_xsave"),
                        Math.max(0, xsaveBytes() - abi.struct("kvm_xsave").size()));
            default -> Argument.of(vcpu.kernel(), abi.struct(STRUCTS.get(part)), 0);
        };
    }

    /** More than struct kvm_xsave has where a guest may have AMX (api.rst 4.134). */
    private int xsaveBytes() {
        return abi.hasConstant("KVM_CAP_XSAVE2") ? capability.applyAsInt("KVM_CAP_XSAVE2") : 0;
    }

    private String reading(String part) {
        return part.equals("XSAVE") && xsaveBytes() > abi.struct("kvm_xsave").size()
                ? "KVM_GET_XSAVE2"
                : "KVM_GET_" + part;
    }

    private IoctlResult<Integer> read(Vcpu vcpu, String part, Argument argument) {
        return part.equals("CPUID2") ? CpuidEntries.read(vcpu, argument) : vcpu.ioctl(reading(part), argument);
    }

    private static byte[] bytes(Argument argument) {
        return argument.region().bytes(0, (int) argument.region().size());
    }

    private byte[] bytes(Vcpu vcpu, String part) {
        try (Argument argument = asking(vcpu, part)) {
            return read(vcpu, part, argument).ok() ? bytes(argument) : null;
        }
    }

    private void readStruct(Vcpu vcpu, String part) {
        try (Argument argument = asking(vcpu, part)) {
            IoctlResult<Integer> answer = read(vcpu, part, argument);
            if (answer.ok()) {
                structs.put(part, new Part("KVM_SET_" + part, bytes(argument)));
            } else if (!(part.equals("LAPIC") && answer.errno() == Errno.EINVAL.number())) {
                // EINVAL of KVM_GET_LAPIC: the kernel has no local APIC for this VM, so nothing is missing
                // (arch/x86/kvm/x86.c).
                missing.add(reading(part) + " failed with " + Errno.name(answer.errno()));
            }
        }
    }

    private void readMsrs(Vcpu vcpu, List<Long> indices) {
        for (long index : indices) {
            try (Argument msr = msr(vcpu, index)) {
                IoctlResult<Integer> answer = vcpu.ioctl("KVM_GET_MSRS", msr);
                if (answer.ok() && answer.get() == 1) {
                    msrs.put(index, msr.get("entries[0].data"));
                }
            }
        }
        if (msrs.isEmpty()) {
            missing.add("MSRs: the kernel returned none");
        }
    }

    private Argument msr(KvmFile vcpu, long index) {
        return Argument.of(
                        vcpu.kernel(),
                        abi.struct("kvm_msrs"),
                        abi.struct("kvm_msr_entry").size())
                .set("nmsrs", 1)
                .set("entries[0].index", index);
    }

    private void readOneRegs(Vcpu vcpu) {
        List<Long> ids = ids(vcpu);
        for (long id : ids) {
            try (Argument value = Argument.of(vcpu.kernel(), Struct.scalar("u8"), OneRegisters.bytes(id, abi) - 1);
                    Argument one = oneReg(vcpu, id, value)) {
                if (vcpu.ioctl("KVM_GET_ONE_REG", one, value.region()).ok()) {
                    oneRegs.put(id, value.region().bytes(0, OneRegisters.bytes(id, abi)));
                }
            }
        }
        if (oneRegs.isEmpty()) {
            missing.add("one-regs: the kernel returned none");
        }
    }

    private static Argument oneReg(Vcpu vcpu, long id, Argument value) {
        return Argument.of(vcpu.kernel(), "kvm_one_reg")
                .set("id", id)
                .set("addr", value.region().address());
    }

    /** KVM_GET_REG_LIST (api.rst 4.84), and what is known beforehand where there is no such list. */
    private List<Long> ids(Vcpu vcpu) {
        try (Argument count = Argument.of(vcpu.kernel(), "kvm_reg_list")) {
            IoctlResult<Integer> asked = vcpu.ioctl("KVM_GET_REG_LIST", count);
            if (asked.errno() == Errno.E2BIG.number()) {
                long n = count.get("n");
                try (Argument list = Argument.of(vcpu.kernel(), abi.struct("kvm_reg_list"), n * Long.BYTES)
                        .set("n", n)) {
                    vcpu.ioctl("KVM_GET_REG_LIST", list).get();
                    List<Long> ids = new ArrayList<>();
                    for (int i = 0; i < n; i++) {
                        ids.add(list.get("reg[" + i + "]"));
                    }
                    return ids;
                }
            }
        }
        return order.unlisted();
    }

    /** The general registers in it. */
    public Map<String, Long> general(RegisterSet set) {
        Part regs = structs.get("REGS");
        return set.kept(abi, regs == null ? null : regs.bytes(), oneRegs);
    }

    /**
     * The parts of it that another board does not have: structs, and MSRs and one-regs that are not 0.
     *
     * @param msrIndices what that board's KVM_GET_MSR_INDEX_LIST lists
     * @param has what that board's KVM_CHECK_EXTENSION returns
     */
    public List<String> lacking(Vcpu vcpu, List<Long> msrIndices, ToIntFunction<String> has) {
        List<String> lacking = new ArrayList<>();
        structs.keySet().forEach(part -> {
            String announcing = StateOrder.announcing(part);
            if (announcing != null && has.applyAsInt(announcing) <= 0) {
                lacking.add("KVM_SET_" + part + ": " + announcing + " is 0");
            }
        });
        Set<Long> known = Set.copyOf(msrIndices);
        msrs.forEach((index, value) -> {
            if (value != 0 && !known.contains(index)) {
                lacking.add("MSR " + Bits64.hex(index));
            }
        });
        Set<Long> ids = oneRegs.isEmpty() ? Set.of() : Set.copyOf(ids(vcpu));
        oneRegs.forEach((id, bytes) -> {
            if (!ids.contains(id) && !Arrays.equals(bytes, new byte[bytes.length])) {
                lacking.add("one-reg " + Bits64.hex(id));
            }
        });
        return lacking;
    }

    /** Restores it; what the kernel refuses is reported. */
    public List<String> restore(Vcpu vcpu) {
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < order.parts().size(); i++) {
            String part = order.parts().get(i);
            restore(vcpu, part, order.parts().lastIndexOf(part) == i ? refused : new ArrayList<>());
        }
        return refused;
    }

    private void restore(Vcpu vcpu, String part, List<String> refused) {
        switch (part) {
            case StateOrder.MSRS -> msrs.forEach((index, value) -> restoreMsr(vcpu, index, value, refused));
            case StateOrder.LATE_MSRS ->
                order.lateMsrs().stream()
                        .filter(msrs::containsKey)
                        .forEach(index -> restoreMsr(vcpu, index, msrs.get(index), refused));
            case StateOrder.ONE_REGS -> oneRegs.forEach((id, bytes) -> restoreOneReg(vcpu, id, bytes, refused));
            case StateOrder.ATTRIBUTES -> attributes.forEach(attribute -> attribute.restore(vcpu, refused));
            case "TSC_KHZ" -> {
                if (tscKhz != 0 && vcpu.ioctl("KVM_GET_TSC_KHZ", 0).get() != tscKhz) {
                    note(vcpu.ioctl("KVM_SET_TSC_KHZ", tscKhz), "KVM_SET_TSC_KHZ", refused);
                }
            }
            default -> restoreStruct(vcpu, part, refused);
        }
    }

    private void restoreStruct(Vcpu vcpu, String part, List<String> refused) {
        Part held = structs.get(part);
        if (held != null && !(SET_IF_DIFFERENT.contains(part) && Arrays.equals(held.bytes(), bytes(vcpu, part)))) {
            try (Argument argument = asking(vcpu, part)) {
                argument.region().write(0, held.bytes());
                note(vcpu.ioctl(held.set(), argument), held.set(), refused);
            }
        }
    }

    /** One that holds the value still is left alone: some can only be read. */
    private void restoreMsr(Vcpu vcpu, long index, long value, List<String> refused) {
        try (Argument now = msr(vcpu, index);
                Argument msr = msr(vcpu, index).set("entries[0].data", value)) {
            vcpu.ioctl("KVM_GET_MSRS", now);
            if (now.get("entries[0].data") != value) {
                IoctlResult<Integer> answer = vcpu.ioctl("KVM_SET_MSRS", msr);
                if (!answer.ok() || answer.get() != 1) {
                    refused.add("MSR 0x" + Long.toHexString(index));
                }
            }
        }
    }

    private void restoreOneReg(Vcpu vcpu, long id, byte[] bytes, List<String> refused) {
        try (Argument value = Argument.of(vcpu.kernel(), Struct.scalar("u8"), bytes.length - 1L);
                Argument one = oneReg(vcpu, id, value)) {
            vcpu.ioctl("KVM_GET_ONE_REG", one, value.region());
            if (!Arrays.equals(value.region().bytes(0, bytes.length), bytes)) {
                value.region().write(0, bytes);
                note(vcpu.ioctl("KVM_SET_ONE_REG", one, value.region()), "one-reg 0x" + Long.toHexString(id), refused);
            }
        }
    }

    /** The names of what is not the same in a later state, with both values. */
    public Map<String, String> differences(VcpuState later) {
        Map<String, String> differences = new LinkedHashMap<>();
        structs.forEach((name, part) -> {
            Part other = later.structs.get(name);
            StructDifferences.of(
                    abi,
                    abi.ioctl("KVM_GET_" + name).struct(),
                    name.toLowerCase(Locale.ROOT),
                    part.bytes(),
                    other == null ? null : other.bytes(),
                    differences);
        });
        msrs.forEach((index, value) -> differ("MSR " + Bits64.hex(index), value, later.msrs.get(index), differences));
        oneRegs.forEach((id, bytes) ->
                StructDifferences.ofBytes("one-reg " + Bits64.hex(id), bytes, later.oneRegs.get(id), differences));
        for (int i = 0; i < attributes.size(); i++) {
            VcpuAttribute one = attributes.get(i);
            differ(
                    one.group() + " " + one.attribute(),
                    one.value(),
                    i < later.attributes.size() ? later.attributes.get(i).value() : null,
                    differences);
        }
        differ("TSC kHz", tscKhz, later.tscKhz, differences);
        return differences;
    }

    private static void differ(String what, Long before, Long after, Map<String, String> into) {
        if (!before.equals(after)) {
            into.put(what, Bits64.hex(before) + " -> " + (after == null ? "none" : Bits64.hex(after)));
        }
    }

    private static void note(IoctlResult<Integer> answer, String what, List<String> refused) {
        if (!answer.ok()) {
            refused.add(what + " failed with " + Errno.name(answer.errno()));
        }
    }
}
