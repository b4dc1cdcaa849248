package org.kvmsh.dsl.arch.arm64;

import org.kvmsh.dsl.arch.SavedAttributes;

/**
 * An ITS: its registers, and its tables, which it saves into guest memory. Source of the order:
 * devices/arm-vgic-its.rst, "ITS Restore Sequence".
 */
final class ItsState {
    private static final long CTLR = 0;
    private static final long IIDR = 0x4;
    private static final long CBASER = 0x80;
    private static final long CWRITER = 0x88;
    private static final long CREADR = 0x90;
    private static final long BASER = 0x100;
    private static final int BASERS = 8;

    private ItsState() {}

    static void read(SavedAttributes saved) {
        saved.actNow("CTRL", "KVM_DEV_ARM_ITS_SAVE_TABLES");
        // What is mapped now would be there twice.
        saved.act("CTRL", "KVM_DEV_ARM_ITS_CTRL_RESET");
        saved.keep("ITS_REGS", IIDR, Long.BYTES);
        saved.keep("ITS_REGS", CBASER, Long.BYTES);
        saved.keep("ITS_REGS", CREADR, Long.BYTES);
        saved.keep("ITS_REGS", CWRITER, Long.BYTES);
        for (long table = 0; table < BASERS; table++) {
            saved.keep("ITS_REGS", BASER + table * Long.BYTES, Long.BYTES);
        }
        saved.act("CTRL", "KVM_DEV_ARM_ITS_RESTORE_TABLES");
        saved.keep("ITS_REGS", CTLR, Long.BYTES);
    }
}
