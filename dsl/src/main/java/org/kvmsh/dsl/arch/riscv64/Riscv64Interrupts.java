package org.kvmsh.dsl.arch.riscv64;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.arch.InterruptTerms;
import org.kvmsh.dsl.word.NamedArguments;

/**
 * An interrupt line is one of the APLIC, from 1; KVM_SIGNAL_MSI returns 0 for a message that was delivered too
 * (arch/riscv/kvm/aia_imsic.c).
 */
final class Riscv64Interrupts implements InterruptTerms {
    @Override
    public List<String> keys() {
        return GSI.keys();
    }

    @Override
    public String example() {
        return GSI.example();
    }

    @Override
    public long line(NamedArguments said, Abi abi) {
        return GSI.line(said, abi);
    }

    @Override
    public String name(long number, Abi abi) {
        return GSI.name(number, abi);
    }

    @Override
    public boolean isBlockedTold() {
        return false;
    }
}
