package org.kvmsh.bindings.kvm.rule;

import java.util.ArrayList;
import java.util.List;

/** KVM_SET_SREGS of x86. Sources: arch/x86/kvm/x86.c, kvm_is_valid_sregs; the bits are Intel SDM volume 3's, 2.5 and 2.2.1. */
final class SregsRules implements CallRules {
    private static final String SOURCE = " (arch/x86/kvm/x86.c)";
    private static final long CR0_PE = 1;
    private static final long CR0_NW = 1L << 29;
    private static final long CR0_CD = 1L << 30;
    private static final long CR0_PG = 1L << 31;
    private static final long CR4_PAE = 1L << 5;
    private static final long EFER_LME = 1L << 8;
    private static final long EFER_LMA = 1L << 10;

    @Override public List<String> broken(Refused refused) {
        List<String> broken = new ArrayList<>();
        if (refused.argument() == null || !refused.isX86() || !refused.is("EINVAL")) {
            return broken;
        }
        long cr0 = refused.field("cr0");
        long efer = refused.field("efer");
        if (cr0 >>> Integer.SIZE != 0) {
            broken.add("cr0 " + Words.hex(cr0) + " has bits above 31" + SOURCE);
        }
        if ((cr0 & CR0_PG) != 0 && (cr0 & CR0_PE) == 0) {
            broken.add("cr0 has PG, paging, without PE, protected mode" + SOURCE);
        }
        if ((cr0 & CR0_NW) != 0 && (cr0 & CR0_CD) == 0) {
            broken.add("cr0 has NW without CD" + SOURCE);
        }
        if ((efer & EFER_LME) != 0 && (cr0 & CR0_PG) != 0) {
            if ((refused.field("cr4") & CR4_PAE) == 0) {
                broken.add("efer has LME and cr0 PG, so the vCPU is in long mode, and cr4 lacks PAE" + SOURCE);
            }
            if ((efer & EFER_LMA) == 0) {
                broken.add("efer has LME and cr0 PG, so the vCPU is in long mode, and efer lacks LMA" + SOURCE);
            }
        } else {
            if ((efer & EFER_LMA) != 0) {
                broken.add("efer has LMA, and long mode needs LME in efer and PG in cr0" + SOURCE);
            }
            if (refused.field("cs.l") != 0) {
                broken.add("cs.l is 1, 64-bit code, and long mode needs LME in efer and PG in cr0" + SOURCE);
            }
        }
        return broken;
    }
}
