package org.kvmsh.dsl.lang;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.inspect.Loaded;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.StopCondition;
import org.kvmsh.dsl.machine.change.Snapshot;
import org.kvmsh.dsl.machine.change.Snapshots;
import org.kvmsh.dsl.machine.change.Undone;
import org.kvmsh.dsl.machine.interrupt.EventFd;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.word.Word;

/** Words at the top level that act on the current machine; as members of a machine they act on that one. */
public interface RunningWords {
    Session session();

    Site here();

    private Machine latest() {
        return session().machine(here());
    }

    @Word(
            value = "write guest memory of the current machine: hex:, bytes:, file: (a raw file), elf: (an ELF file's"
                    + " segments) or asm: (source text for GNU as, assembled for the first vCPU's current mode"
                    + " unless bits: selects another); inside vm { } it is a step of the plan",
            example = "load at: 0x1000, hex: 'b8 2a 00 f4'",
            named = {"at", "hex", "bytes", "file", "elf", "asm", "bits"})
    default Loaded load(Map<String, ?> what) {
        return latest().load(what);
    }

    @Word(value = "single-step the first vCPU of the current machine; the result shows the new pc", example = "step()")
    default Outcome step() {
        return latest().step();
    }

    @Word(
            value = "set a breakpoint in the current machine (at: ADDRESS) or remove one (remove: ADDRESS); software:"
                    + " true patches an instruction instead of using debug registers. A block, given the vCPU,"
                    + " makes it conditional; ignore: N does not stop the first N times",
            example = "breakpoint at: 0x1003",
            named = {"at", "remove", "software", "ignore"})
    default void breakpoint(Map<String, ?> arguments) {
        latest().breakpoint(arguments);
    }

    /** {@code breakpoint(at: 0x1003) { it.regs.rax > 3 }}. */
    default void breakpoint(Map<String, ?> arguments, StopCondition condition) {
        latest().breakpoint(arguments, condition);
    }

    @Word(
            value = "set a watchpoint in the current machine (at: ADDRESS) or remove one (remove: ADDRESS): a run ends"
                    + " after an access to SIZE bytes (default 4), by access: 'write' (default), 'read' or"
                    + " 'access', which is both. A block, given the vCPU, makes it conditional; ignore: N does not"
                    + " stop the first N times",
            example = "watchpoint at: 0x2000, size: 4",
            named = {"at", "size", "access", "remove", "ignore"})
    default void watchpoint(Map<String, ?> arguments) {
        latest().watchpoint(arguments);
    }

    /** {@code watchpoint(at: 0x2000) { it.regs.rax > 3 }}. */
    default void watchpoint(Map<String, ?> arguments, StopCondition condition) {
        latest().watchpoint(arguments, condition);
    }

    @Word(
            value = "read any register of the current machine's first vCPU by name; with a second argument, write it",
            example = "reg 'cr0'")
    default long reg(String name) {
        return latest().reg(name);
    }

    default void reg(String name, Number value) {
        latest().reg(name, value);
    }

    default void reg(Map<String, ?> values) {
        latest().reg(values);
    }

    @Word(value = "send a string to the current machine's devices as input", example = "type 'help\\n'")
    default void type(String text) {
        latest().type(text);
    }

    @Word(
            value = "connect the terminal to the console of the current machine's guest: each key goes to the guest,"
                    + " until Ctrl-]; in the shell, while the machine runs in the background",
            example = "attach()",
            shell = true)
    default void attach() {
        latest().attach();
    }

    @Word(
            value = "the addresses of the current machine's pages written since the previous call; the first call"
                    + " starts logging",
            example = "dirty()")
    default List<Long> dirty() {
        return latest().dirty();
    }

    @Word(
            value = "set an interrupt line of the current machine with KVM_IRQ_LINE: gsi: (on arm64 spi:, or ppi: with"
                    + " vcpu:) and level: (0 or 1, default 1)",
            example = "irq gsi: 4, level: 1",
            named = {"gsi", "spi", "ppi", "vcpu", "level"})
    default void irq(Map<String, ?> line) {
        latest().irq(line);
    }

    /** {@code irq 4, 1}. */
    default void irq(Number line, Object level) {
        latest().irq(line, level);
    }

    @Word(value = "send a non-maskable interrupt to the first vCPU of the current machine", example = "nmi()")
    default void nmi() {
        latest().nmi();
    }

    @Word(
            value = "send a message-signalled interrupt to the current machine",
            example = "msi address: 0xfee00000, data: 0x30",
            named = {"address", "data", "devid"})
    default void msi(Map<String, ?> message) {
        latest().msi(message);
    }

    @Word(
            value = "an eventfd that counts the current machine's writes to a port or an address",
            example = "def kicks = ioeventfd io: 0x60, length: 1",
            named = {"io", "mmio", "length", "value"})
    default EventFd ioeventfd(Map<String, ?> place) {
        return latest().ioeventfd(place);
    }

    @Word(
            value = "an eventfd whose signal raises an interrupt in the current machine",
            example = "def line = irqfd gsi: 4",
            named = "gsi")
    default EventFd irqfd(Map<String, ?> interrupt) {
        return latest().irqfd(interrupt);
    }

    @Word(
            value = "save the state of the current machine's vCPUs and memory for restore, under a name if one is"
                    + " given",
            example = "def before = snapshot()")
    default Snapshot snapshot() {
        return latest().snapshot();
    }

    /** {@code snapshot 'before'}. */
    default Snapshot snapshot(String name) {
        return latest().snapshot(name);
    }

    @Word(value = "the named snapshots of the current machine", example = "snapshots")
    default Snapshots getSnapshots() {
        return latest().getSnapshots();
    }

    @Word(
            value = "undo the last COUNT writes (default 1) of the current machine's registers and memory by regs,"
                    + " reg, mem and load, in the shell; a run of the guest ends the list",
            example = "undo 3",
            shell = true)
    default Undone undo(int count) {
        return latest().undo(count);
    }

    default Undone undo() {
        return latest().undo();
    }

    /** {@code restore 'before'}. */
    default void restore(String name) {
        latest().restore(name);
    }

    @Word(
            value = "restore the current machine's vCPUs and memory from a snapshot, by its name or as a value"
                    + " (default: the last one)",
            example = "restore 'before'")
    default void restore(Snapshot snapshot) {
        latest().restore(snapshot);
    }

    default void restore() {
        latest().restore();
    }
}
