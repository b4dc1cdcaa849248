package org.kvmsh.dsl.arch.arm64;

import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.SavedAttributes;

/**
 * The registers of a GICv2's distributor and CPU interfaces. Sources: devices/arm-vgic.rst;
 * arch/arm64/kvm/vgic/vgic-mmio-v2.c.
 */
final class GicV2State extends GicState {
    private static final long ICPENDR = 0x280;
    private static final long CPENDSGIR = 0xf10;
    private static final long SPENDSGIR = 0xf20;
    private static final long[] CPU_INTERFACE = {0, 0x4, 0x8, 0x1c, 0xd0, 0xd4, 0xd8, 0xdc};

    GicV2State(SavedAttributes saved, Abi abi) {
        super(saved, abi);
    }

    @Override
    void read(Map<Integer, Vcpu> vcpus) {
        long interrupts = interrupts();
        if (interrupts == 0) {
            return;
        }
        saved.keep("DIST_REGS", IIDR, WORD);
        vcpus.forEach((id, vcpu) -> {
            long of = (long) id << abi.constant("KVM_DEV_ARM_VGIC_CPUID_SHIFT");
            distributor(of, 0, PRIVATE);
            noteTimers("DIST_REGS", of | ISACTIVER, vcpu);
            for (long register : CPU_INTERFACE) {
                saved.keep("CPU_REGS", of | register, WORD);
            }
        });
        if (!vcpus.isEmpty()) {
            distributor(0, PRIVATE, interrupts);
        }
        saved.keep("DIST_REGS", CTLR, WORD);
        saved.lacks("the levels of the GICv2's interrupt lines: only a GICv3 has KVM_DEV_ARM_VGIC_GRP_LEVEL_INFO");
        saved.lacks(
                "the source of a GICv2's active SGI: KVM has no attribute for it (arch/arm64/kvm/vgic/vgic-mmio.c)");
    }

    private void distributor(long of, long from, long to) {
        clear("DIST_REGS", of | ICENABLER, from, to);
        clear("DIST_REGS", of | ICPENDR, from, to);
        clear("DIST_REGS", of | ICACTIVER, from, to);
        keepFields("DIST_REGS", of | IGROUPR, 1, from, to);
        keepFields("DIST_REGS", of | ICFGR, 2, from, to);
        keepFields("DIST_REGS", of | IPRIORITYR, Byte.SIZE, from, to);
        keepFields("DIST_REGS", of | ITARGETSR, Byte.SIZE, from, to);
        if (from == 0) {
            // ISPENDR would make the vCPU itself the source of an SGI.
            Long pending = saved.read("DIST_REGS", of | ISPENDR, WORD);
            saved.write("DIST_REGS", of | ISPENDR, WORD, pending == null ? 0 : pending >>> SGIS << SGIS);
            for (long at = 0; at < SGIS; at += WORD) {
                saved.write("DIST_REGS", of | CPENDSGIR + at, WORD, ALL);
                saved.keep("DIST_REGS", of | SPENDSGIR + at, WORD);
            }
        } else {
            keepFields("DIST_REGS", of | ISPENDR, 1, from, to);
        }
        keepFields("DIST_REGS", of | ISACTIVER, 1, from, to);
        keepFields("DIST_REGS", of | ISENABLER, 1, from, to);
    }
}
