package org.kvmsh.dsl.word;

import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.Platform;
import org.kvmsh.dsl.spec.RmaSpec;

/** What a powerpc guest is to see. */
public interface PowerpcWords extends VmPart {
    @Word(value = "which paravirtualised interface a powerpc guest sees: NONE, KVM or SPAPR", example = "platform SPAPR")
    default void platform(Platform platform) {
        spec().platform(platform, here());
    }

    @Word(value = "the architecture level of a powerpc guest: 201 for 2.01, 206 for 2.06", example = "arch 206")
    default void arch(Number level) {
        spec().arch((int) Bits64.of(level, "arch", 0, 0xffff, here()), here());
    }

    @Word(value = "a real mode area of the kernel's pool at guest address 0; the size is what you expect it to be", example = "rma 128.MB")
    default void rma(Number size) {
        spec().rma(new RmaSpec(Bits64.of(size, "the size of the rma", 1, Long.MAX_VALUE, here()), here()));
    }
}
