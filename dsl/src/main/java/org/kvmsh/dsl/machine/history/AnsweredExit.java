package org.kvmsh.dsl.machine.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.step.MemorySlots;

/** An exit that its handler has answered: its fields in kvm_run, and what else the handler has written. */
final class AnsweredExit {
    /** Bytes, and where they are. */
    private record Bytes(long at, byte[] bytes) {}

    private final String exit;
    private final boolean isHalt;
    private final List<Bytes> answer = new ArrayList<>();
    private final List<Bytes> memory = new ArrayList<>();
    private final Map<String, Long> registers = new LinkedHashMap<>();
    private boolean goesOn;

    /** One that has no answer yet. */
    AnsweredExit(Exit exit) {
        this.exit = exit.toString();
        this.isHalt = exit instanceof Exit.Hlt;
    }

    /** Its handler writes memory. */
    void writes(long at, long length) {
        memory.add(new Bytes(at, new byte[(int) length]));
    }

    /** Its handler writes registers. */
    void writes(Map<String, Long> values) {
        registers.putAll(values);
    }

    /**
     * Its handler has returned.
     *
     * @param layout of kvm_run
     */
    void answered(Exit answered, Region run, Struct layout, MemorySlots slots, boolean continues) {
        goesOn = continues;
        long fields = layout.offset("hw");
        answer.add(bytes(run, fields, layout.offset("kvm_valid_regs") - fields));
        if (answered instanceof Exit.Io io) {
            answer.add(bytes(run, run.getLong(layout.offset("io.data_offset")), (long) io.size() * io.count()));
        }
        memory.replaceAll(written -> new Bytes(written.at(), slots.bytes(written.at(), written.bytes().length)));
    }

    private static Bytes bytes(Region run, long at, long length) {
        return new Bytes(at, run.bytes(at, (int) length));
    }

    /** Whether another exit is the same as it came. */
    boolean is(Exit other) {
        return exit.equals(other.toString());
    }

    /** Whether the guest has halted. */
    boolean isHalt() {
        return isHalt;
    }

    /** Does what its handler did; returns whether the guest continues. */
    boolean repeat(VcpuEngine vcpu, MemorySlots slots) {
        answer.forEach(each -> vcpu.vcpu().kvmRun().write(each.at(), each.bytes()));
        memory.forEach(each -> slots.write(each.at(), each.bytes()));
        if (!registers.isEmpty()) {
            vcpu.writeBack(registers);
        }
        return goesOn;
    }

    @Override
    public String toString() {
        return exit;
    }
}
