package org.kvmsh.dsl.machine.word;

import java.util.Map;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.Word;

/**
 * The words of {@code vm { }} that an existing machine accepts: they are planned, refused and shown as in {@code vm {
 * }}.
 */
public interface AddingWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    HasMachineParts actedOn();

    @Word(
            value = "add guest memory, as in vm { }; with move: OLD, at: NEW, move a memslot; with remove:"
                    + " ADDRESS, delete one. Also works while the guest is running",
            example = "m.memory " + "at: 0x100000, size: 64.KB",
            named = {"at", "size", "readonly", "log", "huge", "file", "guestMemfd", "move", "remove"})
    default void memory(Map<String, ?> arguments) {
        actedOn().machineParts().additions().memory(arguments);
    }

    @Word(
            value = "add a handler, as in vm { }; it takes effect at the next exit",
            example = "m.on(io: 0x3f8) { e -> print e.text }",
            js = "m.on({io: 0x3f8}, e => " + "print(e.text))",
            keys = true,
            block = true)
    default void on(Map<String, ?> key, Handler handler) {
        actedOn().machineParts().additions().words().on(key, handler);
    }

    @Word(
            value = "remove the handler, console, answer or device at a port, an address, a number or a range;"
                    + " `any` selects all. The exits then go to a handler for a wider range; without one, they"
                    + " end the run",
            example = "m.off io: 0x3f8",
            keys = true)
    default void off(Map<String, ?> key) {
        actedOn().machineParts().additions().off(key);
    }

    @Word(
            value = "answer the guest's hypercalls, or its reads of a port or an address, with a value, as in vm { }",
            example = "m.answer io: 0x3fd, value: " + "0x60",
            named = {"io", "mmio", "hcall", "value"})
    default void answer(Map<String, ?> arguments) {
        actedOn().machineParts().additions().words().answer(arguments);
    }

    @Word(
            value = "add a serial port, as in vm { }",
            example = "m.serial io: 0x3f8",
            named = {"io", "mmio"})
    default void serial(Map<String, ?> place) {
        actedOn().machineParts().additions().words().serial(place);
    }

    @Word(
            value = "add a debug-exit port, as in vm { }: the guest ends the run by writing to it",
            example = "m.debugExit io: 0xf4",
            named = {"io", "mmio"})
    default void debugExit(Map<String, ?> place) {
        actedOn().machineParts().additions().words().debugExit(place);
    }

    @Word(value = "add a PL011, as in vm { }", example = "m.pl011 mmio: 0x9000000", named = "mmio")
    default void pl011(Map<String, ?> place) {
        actedOn().machineParts().additions().words().pl011(place);
    }

    @Word(value = "add a virtual terminal (powerpc), as in vm { }", example = "m.vterm 0")
    default void vterm(Number unit) {
        actedOn().machineParts().additions().words().vterm(unit);
    }

    @Word(
            value = "create the in-kernel interrupt controllers (KVM_CREATE_IRQCHIP), as in vm { }; must come before"
                    + " the first vCPU",
            example = "m.irqchip()")
    default void irqchip() {
        actedOn().machineParts().additions().words().getIrqchip();
    }

    @Word(
            value = "add an in-kernel device, as in vm { }",
            example = "m.device(KVM_DEV_TYPE_VFIO) { }",
            js = "m.device(KVM_DEV_TYPE_VFIO, {})",
            block = true)
    default void device(Object type, Block block) {
        actedOn().machineParts().additions().words().device(type, block);
    }

    @Word(
            value = "add to the machine everything that a block of vm { } words describes; the block is"
                    + " planned as a whole: if any part is rejected, nothing is created",
            example = "m.more { memory at: " + "0x100000, size: 64.KB; vcpu(1) { real 0x1000 } }",
            js = "m.more({memory: {at: 0x100000, size: KB(64)}, console: {io: 0x3f8}})",
            block = true)
    default void more(Block block) {
        actedOn().machineParts().additions().more(block);
    }
}
