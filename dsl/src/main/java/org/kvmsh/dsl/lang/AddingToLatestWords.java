package org.kvmsh.dsl.lang;

import java.util.Map;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.VmWords;
import org.kvmsh.dsl.word.Word;

/** The words of {@code vm { }} at the top level: they add to the current machine. */
public interface AddingToLatestWords {
    Session session();

    Site here();

    /** The words of a {@code vm} block as the language has them, for what is added to a machine. */
    VmWords vmWords(VmConfig.Builder added);

    private VmWords adding() {
        return session().machine(here()).adding();
    }

    @Word(
            value = "add guest memory to the current machine, as in vm { }; move: OLD, at: NEW moves a memslot,"
                    + " remove: ADDRESS deletes one; also works while the guest is running",
            example = "memory at: 0x100000, size: 64.KB",
            named = {"at", "size", "readonly", "log", "huge", "file", "guestMemfd", "move", "remove"})
    default void memory(Map<String, ?> arguments) {
        session().machine(here()).memory(arguments);
    }

    @Word(
            value = "add a handler to the current machine, as in vm { }; it takes effect at the next exit",
            example = "on(io: 0x3f8) { e -> print e.text }",
            js = "on({io: 0x3f8}, e => " + "print(e.text))",
            keys = true,
            block = true)
    default void on(Map<String, ?> key, Handler handler) {
        adding().on(key, handler);
    }

    @Word(
            value = "remove handlers, consoles, answers or devices from the current machine, selected by port,"
                    + " address, number or a range of these; to select all, give the value any",
            example = "off io: " + "0x3f8",
            keys = true)
    default void off(Map<String, ?> key) {
        session().machine(here()).off(key);
    }

    @Word(
            value = "add a console to the current machine, as in vm { }",
            example = "console io: 0x3f8",
            named = {"io", "mmio", "hcall", "sbi", "value"})
    default void console(Map<String, ?> arguments) {
        adding().console(arguments);
    }

    @Word(
            value = "answer the current machine's hypercalls, or its reads of a port or an address, with a value, as"
                    + " in vm { }",
            example = "answer io: 0x3fd, value: " + "0x60",
            named = {"io", "mmio", "hcall", "value"})
    default void answer(Map<String, ?> arguments) {
        adding().answer(arguments);
    }

    @Word(
            value = "add a serial port to the current machine, as in vm { }",
            example = "serial io: 0x3f8",
            named = {"io", "mmio"})
    default void serial(Map<String, ?> place) {
        adding().serial(place);
    }

    @Word(
            value = "add a debug-exit port, as in vm { }: the current machine's guest ends the run by writing to it",
            example = "debugExit io: 0xf4",
            named = {"io", "mmio"})
    default void debugExit(Map<String, ?> place) {
        adding().debugExit(place);
    }

    @Word(value = "add a PL011 to the current machine, as in vm { }", example = "pl011 mmio: 0x9000000", named = "mmio")
    default void pl011(Map<String, ?> place) {
        adding().pl011(place);
    }

    @Word(value = "powerpc: add a virtual terminal to the current machine, as in vm { }", example = "vterm 0")
    default void vterm(Number unit) {
        adding().vterm(unit);
    }

    @Word(
            value = "create the in-kernel interrupt controllers (KVM_CREATE_IRQCHIP) for the current machine, as in vm"
                    + " { }; must come before its first vCPU",
            example = "irqchip()")
    default void irqchip() {
        adding().getIrqchip();
    }

    @Word(
            value = "add a vCPU to the current machine, as in vm { }; it starts with the next run",
            example = "vcpu(1) { real 0x1000; regs rax: 2 }",
            js = "vcpu(1, {real: " + "0x1000, regs: {rax: 2}})",
            block = true)
    default void vcpu(Object id, Block block) {
        adding().vcpu(id, block);
    }

    /** {@code vcpu { real 0x1000 }}: the next one. */
    default void vcpu(Block block) {
        adding().vcpu(block);
    }

    /** {@code vcpu 1}: a vCPU as reset leaves it. */
    default void vcpu(Object id) {
        adding().vcpu(id);
    }

    @Word(
            value = "add an in-kernel device to the current machine, as in vm { }",
            example = "device(KVM_DEV_TYPE_VFIO) { }",
            js = "device(KVM_DEV_TYPE_VFIO)",
            block = true)
    default void device(Object type, Block block) {
        adding().device(type, block);
    }

    /** {@code device KVM_DEV_TYPE_VFIO}. */
    default void device(Object type) {
        adding().device(type);
    }

    @Word(
            value = "apply a block with the words of vm { } to the current machine; it is planned as a whole: if a"
                    + " part is rejected, nothing is created",
            example = "more { memory at: 0x100000, size: 64.KB; vcpu(1) { real 0x1000 } }",
            js = "more({memory: {at: 0x100000, size: KB(64)}, console: {io: 0x3f8}})",
            block = true)
    default void more(Block block) {
        session().machine(here()).more(block, this::vmWords);
    }
}
