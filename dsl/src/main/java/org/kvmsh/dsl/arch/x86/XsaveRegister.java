package org.kvmsh.dsl.arch.x86;

import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.bits.BitLayout;
import org.kvmsh.dsl.register.WideRegister;

/** A register of the FPU or of vectors, in the area of KVM_GET_XSAVE and KVM_SET_XSAVE (api.rst 4.42, 4.43). */
record XsaveRegister(BitLayout layout) implements WideRegister {
    private static final String XSTATE_BV = "xstate_bv";
    /** Behind struct kvm_xsave: more than AMX's tiles need (api.rst 4.134). */
    private static final int TAIL = 16 << 10;

    private static final long X87 = 1;
    private static final long SSE = 2;
    private static final long AVX = 4;

    /** The register of a name; null if the area has none. */
    static XsaveRegister of(String name) {
        return X86Hardware.xsave(name).map(XsaveRegister::new).orElse(null);
    }

    @Override
    public byte[] read(Vcpu vcpu) {
        try (Argument area = area(vcpu)) {
            return in(area);
        }
    }

    /** Its value in an area that was read. */
    byte[] in(Argument area) {
        return area.region().bytes(layout.at(), layout.bits() / Byte.SIZE);
    }

    @Override
    public void write(Vcpu vcpu, byte... value) {
        try (Argument area = area(vcpu)) {
            area.region().write(layout.at(), value);
            int at = X86Hardware.xsave(XSTATE_BV).orElseThrow().at();
            area.region().putLong(at, area.region().getLong(at) | component());
            vcpu.ioctl("KVM_SET_XSAVE", area).get();
        }
    }

    /** The bit without which the processor takes the register's initial value (Intel SDM volume 1, "XSAVE Header"). */
    private long component() {
        return switch (layout.register().replaceFirst("\\d+$", "")) {
            case "xmm", "mxcsr" -> SSE;
            case "ymm_high" -> AVX;
            default -> X87;
        };
    }

    /** KVM_GET_XSAVE leaves out what struct kvm_xsave has no room for, which KVM_SET_XSAVE would then clear. */
    static Argument area(Vcpu vcpu) {
        Argument area = Argument.of(vcpu.kernel(), vcpu.kernel().abi().struct("kvm_xsave"), TAIL);
        try {
            IoctlResult<Integer> whole = vcpu.ioctl("KVM_GET_XSAVE2", area);
            if (!whole.ok()) {
                vcpu.ioctl("KVM_GET_XSAVE", area).get();
            }
            return area;
        } catch (RuntimeException e) {
            area.close();
            throw e;
        }
    }
}
