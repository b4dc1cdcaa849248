package org.kvmsh.dsl.word;

import java.util.List;
import org.kvmsh.dsl.config.DeviceConfig;
import org.kvmsh.dsl.script.Bits64;

/** The words for in-kernel devices and huge pages, on any architecture. */
public interface DeviceWords extends VmPart {
    @Word(
            value = "the interrupt controllers that KVM_CREATE_IRQCHIP creates: on x86, local APICs, an I/O APIC and a"
                    + " PIC; on arm64, a GICv2 with no addresses set",
            example = "irqchip",
            js = "v.irqchip()")
    default boolean getIrqchip() {
        config().irqchip(here());
        return true;
    }

    @Word(
            value = "create an in-kernel device by its type and set its attributes",
            example = "device(KVM_DEV_TYPE_VFIO) { }",
            js = "v.device(KVM_DEV_TYPE_VFIO)",
            block = true)
    default void device(Object type, Block block) {
        AttributeWords words = new AttributeWords(type, this::here);
        block.with(words);
        config().device(words.config());
    }

    /** {@code device KVM_DEV_TYPE_VFIO}. */
    default void device(Object type) {
        config().device(new DeviceConfig(type, List.of(), here()));
    }

    @Word(value = "back guest memory with huge pages of this size by default", example = "hugepages 16.MB")
    default void hugepages(Number size) {
        config().hugepages(Bits64.of(size, "the size of hugepages", 1, Long.MAX_VALUE, here()), here());
    }
}
