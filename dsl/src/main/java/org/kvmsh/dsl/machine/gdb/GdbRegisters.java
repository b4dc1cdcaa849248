package org.kvmsh.dsl.machine.gdb;

import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.register.RegisterSet;
import org.kvmsh.dsl.register.TargetDescription;
import org.kvmsh.dsl.register.TargetDescription.Described;

/** The registers of a vCPU as gdb has them: hex bytes in the board's byte order, {@code xx} for a byte not known. */
final class GdbRegisters {
    private static final int BYTES = 8;

    private final TargetDescription target;
    private final RegisterSet general;
    private final boolean big;

    GdbRegisters(Abi abi, TargetDescription target) {
        this.target = target;
        this.general = Architecture.of(abi).generalRegisters(abi);
        this.big = abi.order() == ByteOrder.BIG_ENDIAN;
    }

    /** All of them, in the order of their numbers. */
    String all(VcpuEngine vcpu) {
        List<String> names = target.registers().stream()
                .map(Described::source)
                .filter(general::has)
                .distinct()
                .toList();
        Map<String, Long> values = vcpu.touch(() -> general.read(vcpu.vcpu(), names));
        StringBuilder text = new StringBuilder();
        target.registers().forEach(register -> text.append(hex(register, value(vcpu, register, values))));
        return text.toString();
    }

    /** One by its number; null if there is none. */
    String one(VcpuEngine vcpu, int number) {
        return has(number) ? hex(register(number), value(vcpu, register(number), Map.of())) : null;
    }

    /** Whether a number is one of a register. */
    boolean has(int number) {
        return number >= 0 && number < target.registers().size();
    }

    /** Sets one by its number; false if kvmsh does not write it. */
    boolean set(VcpuEngine vcpu, int number, String hex) {
        if (!has(number)
                || register(number).source().isEmpty()
                || hex.length() != register(number).size() * 2) {
            return false;
        }
        vcpu.write(Map.of(register(number).source(), written(vcpu, register(number), hex)));
        return true;
    }

    /** Sets all that differ from what gdb has. */
    void setAll(VcpuEngine vcpu, String hex) {
        String now = all(vcpu);
        Map<String, Long> changed = new LinkedHashMap<>();
        int at = 0;
        for (Described register : target.registers()) {
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

    private Described register(int number) {
        return target.registers().get(number);
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
        long value = 0;
        for (int i = 0; i < register.size() && i < BYTES; i++) {
            int at = (big ? register.size() - 1 - i : i) * 2;
            value |= Long.parseLong(hex, at, at + 2, 16) << i * Byte.SIZE;
        }
        return register.name().equals(target.pc())
                ? value - (vcpu.touch(vcpu::address) - vcpu.register(register.source()))
                : value;
    }

    private String hex(Described register, Long value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < register.size(); i++) {
            int shift = (big ? register.size() - 1 - i : i) * Byte.SIZE;
            text.append(value == null ? "xx" : String.format("%02x", shift < Long.SIZE ? value >>> shift & 0xff : 0));
        }
        return text.toString();
    }
}
