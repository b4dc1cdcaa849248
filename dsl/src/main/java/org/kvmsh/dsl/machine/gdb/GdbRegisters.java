package org.kvmsh.dsl.machine.gdb;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.register.RegisterSet;
import org.kvmsh.dsl.register.TargetDescription;
import org.kvmsh.dsl.register.TargetDescription.Described;
import org.kvmsh.dsl.register.WideRegister;

/** The registers of a vCPU as gdb has them: hex bytes in the board's byte order, {@code xx} for a byte not known. */
final class GdbRegisters {
    private final TargetDescription target;
    private final RegisterSet general;
    private final ByteOrder order;
    /** In the order of their numbers; null for one of up to 64 bits that scripts name. */
    private final List<WideRegister> wide = new ArrayList<>();

    GdbRegisters(Abi abi, TargetDescription target) {
        this.target = target;
        this.general = Architecture.of(abi).generalRegisters(abi);
        this.order = abi.order();
        target.registers().forEach(register -> wide.add(Architecture.of(abi).wideRegister(register.source(), abi)));
    }

    /** Those that each stop needs, in the order of their numbers: gdb asks for the others one by one. */
    String usual(VcpuEngine vcpu) {
        List<String> names = usual().stream()
                .map(Described::source)
                .filter(general::has)
                .distinct()
                .toList();
        Map<String, Long> values = vcpu.touch(() -> general.read(vcpu.vcpu(), names));
        StringBuilder text = new StringBuilder();
        for (Described register : usual()) {
            text.append(hex(register, number(register, value(vcpu, register, values))));
        }
        return text.toString();
    }

    /** One by its number; null if there is none. */
    String one(VcpuEngine vcpu, int number) {
        return has(number) ? hex(register(number), bytes(vcpu, number)) : null;
    }

    /** Whether a number is one of a register. */
    boolean has(int number) {
        return number >= 0 && number < target.registers().size();
    }

    /** Sets one by its number; false if kvmsh does not write it. */
    boolean set(VcpuEngine vcpu, int number, String hex) {
        if (!has(number)
                || !register(number).isWritable()
                || hex.length() != register(number).size() * 2) {
            return false;
        }
        Described register = register(number);
        if (wide.get(number) == null) {
            vcpu.write(Map.of(register.source(), written(vcpu, register, hex)));
        } else {
            vcpu.touch(() -> {
                byte[] held = wide.get(number).read(vcpu.vcpu());
                byte[] given = HexFormat.of().parseHex(hex);
                int count = count(register, held);
                System.arraycopy(
                        given,
                        place(given.length - count, count, given),
                        held,
                        place(register.from(), count, held),
                        count);
                wide.get(number).write(vcpu.vcpu(), held);
                return null;
            });
        }
        return true;
    }

    /** Sets those that {@link #usual} has and that differ from what gdb has. */
    void setUsual(VcpuEngine vcpu, String hex) {
        String now = usual(vcpu);
        Map<String, Long> changed = new LinkedHashMap<>();
        int at = 0;
        for (Described register : usual()) {
            int end = Math.min(hex.length(), at + register.size() * 2);
            String given = hex.substring(Math.min(at, end), end);
            if (given.length() == register.size() * 2
                    && !given.startsWith("x")
                    && register.isWritable()
                    && !given.equals(now.substring(at, end))) {
                changed.put(register.source(), written(vcpu, register, given));
            }
            at += register.size() * 2;
        }
        vcpu.write(changed);
    }

    /** The first feature's, up to the first that is wide. */
    private List<Described> usual() {
        String core = register(0).feature();
        int count = 0;
        while (has(count)
                && wide.get(count) == null
                && register(count).feature().equals(core)) {
            count++;
        }
        return target.registers().subList(0, count);
    }

    private Described register(int number) {
        return target.registers().get(number);
    }

    /** Null for a register that the kernel does not have on this vCPU. */
    private byte[] bytes(VcpuEngine vcpu, int number) {
        Described register = register(number);
        try {
            if (wide.get(number) == null) {
                return number(register, value(vcpu, register, Map.of()));
            }
            byte[] held = vcpu.touch(() -> wide.get(number).read(vcpu.vcpu()));
            byte[] bytes = new byte[register.size()];
            int count = count(register, held);
            System.arraycopy(
                    held, place(register.from(), count, held), bytes, place(bytes.length - count, count, bytes), count);
            return bytes;
        } catch (KvmException e) {
            return null;
        }
    }

    /** Where some bytes begin, of which the most significant one is known. */
    private int place(int from, int count, byte... all) {
        return order == ByteOrder.BIG_ENDIAN ? from : all.length - from - count;
    }

    private static int count(Described register, byte... held) {
        return Math.min(register.size(), held.length - register.from());
    }

    private Long value(VcpuEngine vcpu, Described register, Map<String, Long> known) {
        if (register.source().isEmpty()) {
            return null;
        }
        if (register.isConstant()) {
            return Long.decode(register.source());
        }
        if (register.name().equals(target.pc())) {
            return vcpu.touch(vcpu::address);
        }
        Long value = known.get(register.source());
        return value == null ? vcpu.register(register.source()) : value;
    }

    /** gdb's pc is the address of breakpoints, which on x86 is relative to the base of CS. */
    private long written(VcpuEngine vcpu, Described register, String hex) {
        long value = new HeapRegion(HexFormat.of().parseHex(hex), order).get(0, register.size());
        return register.name().equals(target.pc())
                ? value - (vcpu.touch(vcpu::address) - vcpu.register(register.source()))
                : value;
    }

    private byte[] number(Described register, Long value) {
        if (value == null) {
            return null;
        }
        byte[] bytes = new byte[register.size()];
        new HeapRegion(bytes, order).put(0, register.size(), value);
        return bytes;
    }

    private static String hex(Described register, byte... value) {
        return value == null ? "xx".repeat(register.size()) : HexFormat.of().formatHex(value);
    }
}
