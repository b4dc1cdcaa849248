package org.kvmsh.bindings.kvm.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.Region;

/**
 * The calls that created a VM's parts and set them up, in the order in which they can be made again on another VM. What
 * is read back as state, such as registers, is not among them.
 */
public final class SetUpCalls {
    /** The target of a call on the VM's own descriptor. */
    public static final int VM = -1;

    /** The largest value that a pointer of a call leads to and that is kept. */
    private static final int MOST = 0x10000;

    /** State that other calls return. */
    private static final Set<String> STATE = Set.of(
            "KVM_SET_REGS",
            "KVM_SET_SREGS",
            "KVM_SET_SREGS2",
            "KVM_SET_FPU",
            "KVM_SET_MSRS",
            "KVM_SET_LAPIC",
            "KVM_SET_XSAVE",
            "KVM_SET_XCRS",
            "KVM_SET_VCPU_EVENTS",
            "KVM_SET_DEBUGREGS",
            "KVM_SET_MP_STATE",
            "KVM_SET_NESTED_STATE",
            "KVM_SET_ONE_REG",
            "KVM_SET_IRQCHIP",
            "KVM_SET_PIT",
            "KVM_SET_PIT2",
            "KVM_SET_CLOCK");
    /** Calls that act once: their effect is state, or is over. */
    private static final Set<String> ACTS = Set.of(
            "KVM_RUN",
            "KVM_CHECK_EXTENSION",
            "KVM_INTERRUPT",
            "KVM_NMI",
            "KVM_SMI",
            "KVM_IRQ_LINE",
            "KVM_IRQ_LINE_STATUS",
            "KVM_SIGNAL_MSI",
            "KVM_TRANSLATE",
            "KVM_KVMCLOCK_CTRL",
            "KVM_RESET_DIRTY_RINGS",
            "KVM_CLEAR_DIRTY_LOG",
            "KVM_PRE_FAULT_MEMORY",
            "KVM_DIRTY_TLB",
            "KVM_X86_SET_MCE",
            "KVM_ARM_MTE_COPY_TAGS",
            "KVM_CREATE_GUEST_MEMFD");
    /** Calls of which only the last one counts on each descriptor. */
    private static final Set<String> REPLACED = Set.of(
            "KVM_SET_CPUID",
            "KVM_SET_CPUID2",
            "KVM_SET_GUEST_DEBUG",
            "KVM_SET_SIGNAL_MASK",
            "KVM_SET_GSI_ROUTING",
            "KVM_SET_TSC_KHZ",
            "KVM_SET_BOOT_CPU_ID",
            "KVM_SET_TSS_ADDR",
            "KVM_SET_IDENTITY_MAP_ADDR",
            "KVM_SET_PMU_EVENT_FILTER",
            "KVM_X86_SET_MSR_FILTER",
            "KVM_REINJECT_CONTROL",
            "KVM_ARM_VCPU_INIT");
    /**
     * The groups of attributes that are a device's state (devices/arm-vgic.rst, arm-vgic-v3.rst, arm-vgic-its.rst;
     * arch/riscv/kvm/aia_device.c).
     */
    private static final List<String> STATE_GROUPS = List.of("REGS", "_LEVEL_INFO", "_APLIC", "_IMSIC");

    /**
     * The target of a pointer in a call's struct.
     *
     * @param offset of the pointer, in bytes
     * @param bytes of the target
     */
    public record Pointed(int offset, ByteBuffer bytes) {}

    /**
     * A call.
     *
     * @param target the number of the call that created its descriptor; {@link #VM} for the VM's
     * @param name such as KVM_CREATE_VCPU
     * @param number of the call itself, from 0 on, if it created a vCPU or device; otherwise -1
     * @param value the plain argument, 64 bits; 0 with a struct
     * @param struct the layout of its struct
     * @param bytes the struct's; null if it takes a plain value
     * @param pointed the targets of the struct's pointers
     */
    public record SetUpCall(
            String name, int target, int number, long value, Struct struct, ByteBuffer bytes, List<Pointed> pointed) {
        /**
         * Reads a field of its struct as an unsigned number.
         *
         * @param name dotted if it is nested: pit.flags
         * @param abi of the board
         */
        public long field(String name, Abi abi) {
            Field field = struct.field(name);
            return new HeapRegion(bytes.array(), abi.order()).get(field.offset(), field.bytes());
        }
    }

    private final Map<List<Object>, SetUpCall> calls = new LinkedHashMap<>();
    /** The numbers of the calls that created the open descriptors. */
    private final Map<Integer, Integer> creators = new HashMap<>();

    /** By the types of devices: a restore sets hundreds of attributes. */
    private final Map<Long, Map<String, Long>> stateGroups = new HashMap<>();

    private int created;

    /** The calls, in order. */
    public synchronized List<SetUpCall> all() {
        return List.copyOf(calls.values());
    }

    /** Whether KVM_GET_DIRTY_LOG leaves a log as it is (api.rst 7.18). */
    public boolean isManualLog(Abi abi) {
        return all().stream()
                .anyMatch(call -> call.name().equals("KVM_ENABLE_CAP")
                        && call.field("cap", abi) == abi.constant("KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2")
                        && call.field("args[0]", abi) != 0);
    }

    /** The open descriptors of vCPUs and devices, by the numbers of the calls that created them. */
    public synchronized Map<Integer, Integer> descriptors() {
        Map<Integer, Integer> byNumber = new HashMap<>();
        creators.forEach((fd, number) -> byNumber.put(number, fd));
        return byNumber;
    }

    /** A descriptor of a vCPU or device was closed. */
    synchronized void closed(int fd) {
        creators.remove(fd);
    }

    /** A call that the kernel took. */
    synchronized void took(CallRequest asked, int fd, int answer, VmMember part) {
        String name = asked.call();
        boolean isVm = asked.on() == FdKind.VM;
        if (STATE.contains(name) && !isEarly(asked)
                || ACTS.contains(name)
                || name.contains("_GET_")
                || name.contains("_HAS_")
                || asked.abi().hasIoctl(name) && asked.abi().ioctl(name).data() == Direction.OUT
                || !isVm && !creators.containsKey(fd)
                || part instanceof CreatedDevice device && isState(asked, device)) {
            return;
        }
        boolean memory = name.startsWith("KVM_SET_USER_MEMORY_REGION");
        int number = -1;
        if (name.equals("KVM_CREATE_VCPU")) {
            number = created++;
            creators.put(answer, number);
        } else if (name.equals("KVM_CREATE_DEVICE")) {
            if (asked.flagged(asked.field("flags"), "KVM_CREATE_DEVICE_TEST")) {
                return;
            }
            number = created++;
            creators.put((int) asked.field("fd"), number);
        }
        SetUpCall call = call(asked, isVm ? VM : creators.get(fd), number);
        List<Object> key = key(call, asked);
        if (memory && asked.field("memory_size") == 0) {
            calls.remove(key);
        } else {
            if (!memory && !REPLACED.contains(name) && !name.equals("KVM_SET_DEVICE_ATTR")) {
                calls.remove(key);
            }
            calls.put(key, call);
        }
    }

    /** The one-reg that must be written before KVM_ARM_VCPU_FINALIZE (api.rst 4.82, KVM_ARM_VCPU_SVE). */
    private static boolean isEarly(CallRequest asked) {
        return asked.call().equals("KVM_SET_ONE_REG")
                && asked.bits("KVM_REG_ARM64_SVE_VLS") != 0
                && asked.field("id") == asked.bits("KVM_REG_ARM64_SVE_VLS");
    }

    /** Whether an attribute is part of what a snapshot reads, or acts once: it is not set up. */
    private boolean isState(CallRequest asked, CreatedDevice device) {
        if (!asked.call().equals("KVM_SET_DEVICE_ATTR")) {
            return false;
        }
        Map<String, Long> groups = stateGroups.computeIfAbsent(device.type(), type -> groups(asked.abi(), type));
        long group = asked.field("group");
        return groups.entrySet().stream()
                .filter(known -> known.getValue() == group)
                .anyMatch(known -> STATE_GROUPS.stream().anyMatch(known.getKey()::endsWith)
                        || known.getKey().endsWith("_GRP_CTRL") && asked.field("attr") != 0);
    }

    /** The groups of attributes of a device's type, by their constants; none for a type without state in them. */
    private static Map<String, Long> groups(Abi abi, long type) {
        return abi.constants("KVM_DEV_TYPE_ARM_VGIC_").containsValue(type)
                ? abi.constants("KVM_DEV_ARM_VGIC_GRP_")
                : abi.constants("KVM_DEV_TYPE_RISCV_AIA").containsValue(type)
                        ? abi.constants("KVM_DEV_RISCV_AIA_GRP_")
                        : Map.of();
    }

    private static SetUpCall call(CallRequest asked, int target, int number) {
        if (asked.region() == null) {
            return new SetUpCall(asked.call(), target, number, asked.value(), null, null, List.of());
        }
        byte[] bytes = asked.region().bytes(0, Math.toIntExact(asked.region().size()));
        List<Pointed> pointed = new ArrayList<>();
        for (int at = 0; at + Long.BYTES <= bytes.length; at += Integer.BYTES) {
            long address = asked.region().getLong(at);
            Region memory = address == 0 ? null : asked.memory().holding(address, 1);
            if (memory != null && memory.size() <= MOST) {
                int from = (int) (address - memory.address());
                pointed.add(new Pointed(at, ByteBuffer.wrap(memory.bytes(from, (int) memory.size() - from))));
            }
        }
        return new SetUpCall(
                asked.call(), target, number, 0, asked.struct(), ByteBuffer.wrap(bytes), List.copyOf(pointed));
    }

    private static List<Object> key(SetUpCall call, CallRequest asked) {
        String name = call.name();
        if (name.startsWith("KVM_SET_USER_MEMORY_REGION")) {
            return List.of("KVM_SET_USER_MEMORY_REGION", asked.field("slot"));
        } else if (call.number() >= 0) {
            return List.of(name, call.number());
        } else if (name.equals("KVM_SET_DEVICE_ATTR")) {
            return List.of(name, call.target(), asked.field("group"), asked.field("attr"));
        } else if (REPLACED.contains(name)) {
            return List.of(name, call.target());
        }
        return Arrays.asList(name, call.target(), call.value(), withoutPointers(call), call.pointed());
    }

    /** The struct, whose pointers differ from call to call. */
    private static ByteBuffer withoutPointers(SetUpCall call) {
        if (call.bytes() == null || call.pointed().isEmpty()) {
            return call.bytes();
        }
        ByteBuffer copy = ByteBuffer.wrap(call.bytes().array().clone());
        call.pointed().forEach(each -> copy.putLong(each.offset(), 0));
        return copy;
    }
}
