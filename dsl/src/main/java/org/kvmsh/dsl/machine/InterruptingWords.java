package org.kvmsh.dsl.machine;

import java.util.Map;
import org.kvmsh.dsl.word.Word;

/** The words of a machine that interrupt its guest, or have the kernel signal it. */
public interface InterruptingWords {
    /** Creates them; refused if the machine is closed. */
    Interrupts interrupts();

    @Word(value = "set an interrupt line with KVM_IRQ_LINE: gsi: (on arm64 spi:, or ppi: with vcpu:) and level: (0 or 1, default 1), or KVM_IRQ_LINE's irq number and a level",
            example = "m.irq gsi: 4, level: 1", named = {"gsi", "spi", "ppi", "vcpu", "level"})
    default void irq(Map<String, ?> line) {
        interrupts().irq(line);
    }

    /** {@code m.irq 4, 1}. */
    default void irq(Number line, Object level) {
        interrupts().irq(line, level);
    }

    @Word(value = "send a message-signalled interrupt", example = "m.msi address: 0xfee00000, data: 0x30", named = {"address", "data", "devid"})
    default void msi(Map<String, ?> message) {
        interrupts().msi(message);
    }

    @Word(value = "an eventfd that counts the guest's writes to a port or an address, without an exit; length: and value: select the writes to count",
            example = "def kicks = m.ioeventfd io: 0x60, length: 1", named = {"io", "mmio", "length", "value"})
    default EventFd ioeventfd(Map<String, ?> place) {
        return interrupts().ioeventfd(place);
    }

    @Word(value = "an eventfd that raises a guest interrupt when signalled", example = "def line = m.irqfd gsi: 4", named = "gsi")
    default EventFd irqfd(Map<String, ?> interrupt) {
        return interrupts().irqfd(interrupt);
    }
}
