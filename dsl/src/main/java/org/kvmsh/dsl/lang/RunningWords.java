package org.kvmsh.dsl.lang;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.inspect.Loaded;
import org.kvmsh.dsl.machine.EventFd;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.Outcome;
import org.kvmsh.dsl.machine.Snapshot;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.word.Word;

/** Words at the top level that drive the machine that was made last; as members of a machine they are about that one. */
public interface RunningWords {
    Session session();

    Site here();

    private Machine latest() {
        return session().machine(here());
    }

    @Word(value = "write memory of the current machine from hex:, bytes:, a raw file:, an elf: file's segments, or asm: a text for GNU as, in the mode that the first vCPU is in now or that of bits:;"
            + " inside vm { } what is in guest memory before the first run",
            example = "load at: 0x1000, hex: 'b8 2a 00 f4'", named = {"at", "hex", "bytes", "file", "elf", "asm", "bits"})
    default Loaded load(Map<String, ?> what) {
        return latest().load(what);
    }

    @Word(value = "one instruction of the first vCPU of the machine that was made last; the answer says where it is then", example = "step()")
    default Outcome step() {
        return latest().step();
    }

    @Word(value = "end the runs of the machine that was made last where a vCPU comes to an instruction: at: an address, remove: the same to give it up, software: whether as an instruction",
            example = "breakpoint at: 0x1003", named = {"at", "remove", "software"})
    default void breakpoint(Map<String, ?> arguments) {
        latest().breakpoint(arguments);
    }

    @Word(value = "any register of the first vCPU of the machine that was made last, by its name; with a second value it is set", example = "reg 'cr0'")
    default long reg(String name) {
        return latest().reg(name);
    }

    default void reg(String name, Number value) {
        latest().reg(name, value);
    }

    default void reg(Map<String, ?> values) {
        latest().reg(values);
    }

    @Word(value = "type a text to the ready devices of the machine that was made last", example = "type 'help\\n'")
    default void type(String text) {
        latest().type(text);
    }

    @Word(value = "the addresses of the pages that were written since this was last asked, of the machine that was made last; the first time logging begins", example = "dirty()")
    default List<Long> dirty() {
        return latest().dirty();
    }

    @Word(value = "set the level of an interrupt line of the current machine by KVM_IRQ_LINE: gsi:, or on arm64 spi: or ppi: with vcpu:, and level: 0 or 1, which is 1 if it is not named", example = "irq gsi: 4, level: 1",
            named = {"gsi", "spi", "ppi", "vcpu", "level"})
    default void irq(Map<String, ?> line) {
        latest().irq(line);
    }

    /** {@code irq 4, 1}. */
    default void irq(Number line, Object level) {
        latest().irq(line, level);
    }

    @Word(value = "a non-maskable interrupt for the first vCPU of the machine that was made last", example = "nmi()")
    default void nmi() {
        latest().nmi();
    }

    @Word(value = "a message-signalled interrupt for the machine that was made last", example = "msi address: 0xfee00000, data: 0x30", named = {"address", "data", "devid"})
    default void msi(Map<String, ?> message) {
        latest().msi(message);
    }

    @Word(value = "an eventfd that counts the writes of the machine that was made last to a port or an address", example = "def kicks = ioeventfd io: 0x60, length: 1",
            named = {"io", "mmio", "length", "value"})
    default EventFd ioeventfd(Map<String, ?> place) {
        return latest().ioeventfd(place);
    }

    @Word(value = "an eventfd whose signal is an interrupt of the machine that was made last", example = "def line = irqfd gsi: 4", named = "gsi")
    default EventFd irqfd(Map<String, ?> interrupt) {
        return latest().irqfd(interrupt);
    }

    @Word(value = "what the vCPUs and the memory of the machine that was made last hold now, for restore", example = "def before = snapshot()")
    default Snapshot snapshot() {
        return latest().snapshot();
    }

    @Word(value = "give a machine's vCPUs and memory back what they held at a snapshot, the last one where none is named", example = "restore before")
    default void restore(Snapshot snapshot) {
        latest().restore(snapshot);
    }

    default void restore() {
        latest().restore();
    }
}
