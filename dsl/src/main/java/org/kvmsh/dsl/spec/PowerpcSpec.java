package org.kvmsh.dsl.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a VM is powerpc's; null is what the script does not name.
 *
 * @param compat     the logical processor's PVR
 * @param pvr        the processor's own PVR
 * @param htab       the order of the hashed page table: 24 for 16 MiB
 * @param smt        threads of a virtual core
 * @param controller the type of device that is the interrupt controller
 */
public record PowerpcSpec(PlatformSpec platform, Said<VmType> type, Said<Long> compat, Said<Long> pvr, RmaSpec rma, Said<Mmu> mmu, Said<Integer> htab, Said<Integer> smt,
                          Said<String> controller, List<HcallSpec> hcalls) {
    public PowerpcSpec {
        hcalls = List.copyOf(hcalls);
    }

    /** Gathers it word by word. */
    public static final class Builder {
        private Said<Platform> platform;
        private Api api;
        private Said<Integer> arch;
        private Said<PlatformFlag> flags;
        private Said<VmType> type;
        private Said<Long> compat;
        private Said<Long> pvr;
        private RmaSpec rma;
        private Said<Mmu> mmu;
        private Said<Integer> htab;
        private Said<Integer> smt;
        private Said<String> controller;
        private final List<HcallSpec> hcalls = new ArrayList<>();

        public void platform(Platform asked, Api how, Site at) {
            platform = Said.once(platform, "platform", asked, at);
            api = how;
        }

        public void arch(int level, Site at) {
            arch = Said.once(arch, "arch", level, at);
        }

        public void flags(PlatformFlag asked, Site at) {
            flags = Said.once(flags, "flags", asked, at);
        }

        public void type(VmType asked, Site at) {
            type = Said.once(type, "type", asked, at);
        }

        public void compat(long logical, Site at) {
            compat = Said.once(compat, "compat", logical, at);
        }

        public void pvr(long version, Site at) {
            pvr = Said.once(pvr, "pvr", version, at);
        }

        public void rma(RmaSpec asked) {
            VmSpec.once(rma, "rma", asked.site());
            rma = asked;
        }

        public void mmu(Mmu asked, Site at) {
            mmu = Said.once(mmu, "mmu", asked, at);
        }

        public void htab(int order, Site at) {
            htab = Said.once(htab, "htab", order, at);
        }

        public void smt(int threads, Site at) {
            smt = Said.once(smt, "smt", threads, at);
        }

        /** @param deviceType {@code KVM_DEV_TYPE_XICS} or {@code KVM_DEV_TYPE_XIVE} */
        public void controller(String deviceType, Site at) {
            if (controller != null) {
                throw new ScriptError(at, "a guest has one interrupt controller, and this is the second", "the other is at " + controller.site());
            }
            controller = new Said<>(deviceType, at);
        }

        public void hcall(HcallSpec asked) {
            hcalls.add(asked);
        }

        PowerpcSpec build() {
            if (platform == null && arch != null) {
                throw new ScriptError(arch.site(), "arch says which platform's guest this is, and there is no platform", "try: platform SPAPR; arch " + arch.value());
            }
            if (platform == null && flags != null) {
                throw new ScriptError(flags.site(), "flags are a platform's, and there is no platform", "try: platform KVM; flags " + flags.value());
            }
            if (arch != null && compat != null) {
                throw new ScriptError(compat.site(), "arch and compat both say which logical processor this is", "arch is at " + arch.site());
            }
            PlatformSpec asked = platform == null ? null
                    : new PlatformSpec(platform.value(), arch == null ? 0 : arch.value(), flags == null ? null : flags.value(), api, platform.site());
            return new PowerpcSpec(asked, type, compat, pvr, rma, mmu, htab, smt, controller, hcalls);
        }
    }
}
