package org.kvmsh.dsl.machine.word;

import java.util.Map;
import org.kvmsh.dsl.machine.interrupt.EventFd;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.Word;

/** The words of a machine that interrupt its guest, or have the kernel signal it. */
public interface InterruptingWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    HasMachineParts actedOn();

    @Word(
            value = "set an interrupt line with KVM_IRQ_LINE: gsi: (on arm64 spi:, or ppi: with vcpu:) and level: (0"
                    + " or 1, default 1)",
            example = "m.irq gsi: 4, level: 1",
            named = {"gsi", "spi", "ppi", "vcpu", "level"})
    default void irq(Map<String, ?> line) {
        actedOn().machineParts().interrupts().irq(line);
    }

    /**
     * A former form, {@code m.irq 4, 1}, which is rejected: the number's meaning depends on the architecture.
     *
     * @deprecated name the line
     */
    @Deprecated
    default void irq(Number line, Object level) {
        throw actedOn().machineParts().interrupts().unnamed(line, level);
    }

    @Word(
            value = "send a message-signaled interrupt",
            example = "m.msi address: 0xfee00000, data: 0x30",
            named = {"address", "data", "devid"})
    default void msi(Map<String, ?> message) {
        actedOn().machineParts().interrupts().msi(message);
    }

    @Word(
            value = "an eventfd that counts the guest's writes to a port or an address, without an exit; length: and"
                    + " value: select the writes to count",
            example = "def kicks = m.ioeventfd io: 0x60, length: 1",
            named = {"io", "mmio", "length", "value"})
    default EventFd ioeventfd(Map<String, ?> place) {
        return actedOn().machineParts().interrupts().ioeventfd(place);
    }

    @Word(
            value = "an eventfd that raises a guest interrupt when signaled",
            example = "def line = m.irqfd gsi: 4",
            named = "gsi")
    default EventFd irqfd(Map<String, ?> interrupt) {
        return actedOn().machineParts().interrupts().irqfd(interrupt);
    }
}
