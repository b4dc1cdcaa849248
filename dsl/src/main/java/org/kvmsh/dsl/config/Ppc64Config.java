package org.kvmsh.dsl.config;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The powerpc part of a VM's config; null for what the script does not set.
 *
 * @param compat the logical processor's PVR
 * @param pvr the processor's own PVR
 * @param htab the order of the hashed page table: 24 for 16 MiB
 * @param smt threads of a virtual core
 * @param controller the type of device that is the interrupt controller
 */
public record Ppc64Config(
        PlatformConfig platform,
        Located<VmType> type,
        Located<Long> compat,
        Located<Long> pvr,
        RmaConfig rma,
        Located<Mmu> mmu,
        Located<Integer> htab,
        Located<Integer> smt,
        Located<String> controller,
        List<HcallConfig> hcalls) {
    public Ppc64Config {
        hcalls = List.copyOf(hcalls);
    }

    /** The same with a platform, unless the script says what the guest runs on. */
    public Ppc64Config orPlatform(Platform usual, Site site) {
        return platform != null || type != null ? this : with(new PlatformConfig(usual, 0, null, null, site), mmu);
    }

    /** The same with a radix tree, unless the script says how the guest translates addresses. */
    public Ppc64Config orRadix(Site site) {
        return mmu != null || htab != null ? this : with(platform, new Located<>(Mmu.RADIX, site));
    }

    private Ppc64Config with(PlatformConfig newPlatform, Located<Mmu> newMmu) {
        return new Ppc64Config(newPlatform, type, compat, pvr, rma, newMmu, htab, smt, controller, hcalls);
    }

    /** Gathers it word by word. */
    public static final class Builder {
        private Located<Platform> platform;
        private Api api;
        private Located<Integer> arch;
        private Located<PlatformFlag> flags;
        private Located<VmType> type;
        private Located<Long> compat;
        private Located<Long> pvr;
        private RmaConfig rma;
        private Located<Mmu> mmu;
        private Located<Integer> htab;
        private Located<Integer> smt;
        private Located<String> controller;
        private final List<HcallConfig> hcalls = new ArrayList<>();

        public void platform(Platform asked, Api how, Site at) {
            platform = Located.once(platform, "platform", asked, at);
            api = how;
        }

        public void arch(int level, Site at) {
            arch = Located.once(arch, "arch", level, at);
        }

        public void flags(PlatformFlag asked, Site at) {
            flags = Located.once(flags, "flags", asked, at);
        }

        public void type(VmType asked, Site at) {
            type = Located.once(type, "type", asked, at);
        }

        public void compat(long logical, Site at) {
            compat = Located.once(compat, "compat", logical, at);
        }

        public void pvr(long version, Site at) {
            pvr = Located.once(pvr, "pvr", version, at);
        }

        public void rma(RmaConfig asked) {
            VmConfig.once(rma, "rma", asked.site());
            rma = asked;
        }

        public void mmu(Mmu asked, Site at) {
            mmu = Located.once(mmu, "mmu", asked, at);
        }

        public void htab(int order, Site at) {
            htab = Located.once(htab, "htab", order, at);
        }

        public void smt(int threads, Site at) {
            smt = Located.once(smt, "smt", threads, at);
        }

        /** @param deviceType {@code KVM_DEV_TYPE_XICS} or {@code KVM_DEV_TYPE_XIVE} */
        public void controller(String deviceType, Site at) {
            if (controller != null) {
                throw new ScriptError(
                        at,
                        "a guest can have only one interrupt controller; this is the second",
                        "the other is at " + controller.site());
            }
            controller = new Located<>(deviceType, at);
        }

        public void hcall(HcallConfig asked) {
            hcalls.add(asked);
        }

        Ppc64Config build() {
            if (platform == null && arch != null) {
                throw new ScriptError(
                        arch.site(),
                        "arch can be used only together with the word platform",
                        "try: platform SPAPR; arch " + arch.value());
            }
            if (platform == null && flags != null) {
                throw new ScriptError(
                        flags.site(), "flags needs platform", "try: platform KVM; flags " + flags.value());
            }
            if (arch != null && compat != null) {
                throw new ScriptError(
                        compat.site(),
                        "arch and compat both set the logical PVR: use only one of them",
                        "arch is set at " + arch.site());
            }
            PlatformConfig asked = platform == null
                    ? null
                    : new PlatformConfig(
                            platform.value(),
                            arch == null ? 0 : arch.value(),
                            flags == null ? null : flags.value(),
                            api,
                            platform.site());
            return new Ppc64Config(asked, type, compat, pvr, rma, mmu, htab, smt, controller, hcalls);
        }
    }
}
