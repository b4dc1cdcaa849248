package org.kvmsh.dsl.word;

import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.config.Riscv64Config;

/** The words for what a RISC-V guest sees. */
public interface Riscv64Words extends VmPart {
    @Word(
            value = "riscv64: the interrupt controller, an AIA; imsic: address of the first vCPU's IMSIC;"
                    + " aplic: address of the APLIC; sources: number of APLIC interrupt sources; ids: highest"
                    + " interrupt number; mode: 'EMUL', 'HWACCEL' or 'AUTO'",
            example = "aia imsic: 0x28000000, aplic: 0xc000000, sources: 31",
            named = {"imsic", "aplic", "sources", "ids", "mode"},
            arch = Arch.RISCV64)
    default void aia(Map<String, ?> places) {
        NamedArguments named = named("aia", places);
        Object mode = named.get("mode");
        own("aia")
                .riscv()
                .aia(new Riscv64Config.AiaConfig(
                        named.required("imsic"),
                        named.longOrNull("aplic"),
                        named.longOrNull("sources"),
                        named.longOrNull("ids"),
                        mode == null ? null : mode.toString(),
                        here()));
    }
}
