package org.kvmsh.dsl.arch.riscv64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.ExceptionVectors;
import org.kvmsh.dsl.arch.FreeMemory;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The one vector of stvec's direct mode. It saves a7 in sscratch and makes an SBI call of an experimental extension,
 * which KVM leaves to user space (arch/riscv/kvm/vcpu_sbi.c, sbi_ext), so that it needs no stack and no address.
 */
final class Riscv64Vectors {
    /** The experimental extension 0x086b766d; its last bytes are kvm. */
    private static final long EXTENSION = 0x086b766dL;
    /** {@code csrw sscratch, a7; lui a7, 0x86b7; addi a7, a7, 0x66d; ecall; sret}. */
    private static final int[] CODE = {0x14089073, 0x086b78b7, 0x66d88893, 0x00000073, 0x10200073};

    private Riscv64Vectors() {}

    static ExceptionVectors place(VmConfig config, Site site) {
        long at = new FreeMemory(config)
                .choose(
                        0x1000,
                        Long.MAX_VALUE,
                        () -> new ScriptError(
                                site,
                                "no free guest memory for exception vectors: they need 4 KiB",
                                "try: memory at: 0x80000000, size: 64.KB"));
        ByteBuffer code = ByteBuffer.allocate(CODE.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : CODE) {
            code.putInt(word);
        }
        return new ExceptionVectors(
                at,
                code.array(),
                ExitPlaces.one(KeyedExit.SBI, EXTENSION),
                (vcpu, exit, memory) -> Riscv64Exceptions.of(vcpu, memory, interrupted(vcpu)),
                "RISC-V Privileged Architecture, Supervisor Trap Vector Base Address",
                site);
    }

    /** a7 is in sscratch; the SBI call's return value will be in a0 and a1. */
    private static Map<String, Long> interrupted(Vcpu vcpu) {
        RegisterNames names = Architecture.registersOf(vcpu.kernel().abi());
        Map<String, Long> registers = new HashMap<>(Architecture.of(Arch.RISCV64)
                .generalRegisters(vcpu.kernel().abi())
                .read(vcpu, List.of("a0", "a1")));
        registers.put("a7", names.read(vcpu, "sscratch"));
        return registers;
    }
}
