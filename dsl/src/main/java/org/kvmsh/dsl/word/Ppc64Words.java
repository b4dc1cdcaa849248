package org.kvmsh.dsl.word;

import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.config.Api;
import org.kvmsh.dsl.config.HcallConfig;
import org.kvmsh.dsl.config.Mmu;
import org.kvmsh.dsl.config.Platform;
import org.kvmsh.dsl.config.PlatformFlag;
import org.kvmsh.dsl.config.RmaConfig;
import org.kvmsh.dsl.config.VmType;
import org.kvmsh.dsl.script.Bits64;

/** The words for what a powerpc guest sees. */
public interface Ppc64Words extends VmPart {
    @Word(
            value = "powerpc: the paravirtualized interface that the guest sees (NONE, KVM or SPAPR). api:"
                    + " selects the interface that sets it: 'rfc2011' (KVM_PPC_SET_PLATFORM) or 'merged' (the"
                    + " mainline Linux interfaces)",
            example = "platform SPAPR",
            named = "api",
            arch = Arch.PPC64)
    default void platform(Map<String, ?> how, Platform platform) {
        own("platform", "platform " + platform).powerpc().platform(platform, api("platform", how), here());
    }

    /** {@code platform SPAPR}. */
    default void platform(Platform platform) {
        platform(Map.of(), platform);
    }

    @Word(
            value = "powerpc: the guest's architecture level: 201 for 2.01, 206 for 2.06",
            example = "arch 206",
            arch = Arch.PPC64)
    default void arch(Number level) {
        own("arch").powerpc().arch((int) Bits64.of(level, "arch", 0, 0xffff, here()), here());
    }

    @Word(
            value = "powerpc: platform flags: CROSS_ARCH if the guest's architecture differs so much from the host's"
                    + " that the guest must run in problem state",
            example = "flags " + "CROSS_ARCH",
            arch = Arch.PPC64)
    default void flags(PlatformFlag flag) {
        own("flags").powerpc().flags(flag, here());
    }

    @Word(
            value = "powerpc: the VM type: HV for hypervisor mode, PR for problem state; by default the plan chooses"
                    + " the type and shows it",
            example = "type HV",
            arch = Arch.PPC64)
    default void type(VmType type) {
        own("type").powerpc().type(type, here());
    }

    @Word(
            value = "powerpc: the logical PVR (PAPR) that an HV guest sees; for common values, use arch",
            example = "compat 0x0f000003",
            arch = Arch.PPC64)
    default void compat(Number logical) {
        own("compat").powerpc().compat(Bits64.of(logical, "compat", 0, 0xffffffffL, here()), here());
    }

    @Word(
            value = "powerpc: the processor version (PVR) that the guest sees; for an HV guest the kernel accepts only"
                    + " the board's own",
            example = "pvr 0x3f0201",
            arch = Arch.PPC64)
    default void pvr(Number version) {
        own("pvr").powerpc().pvr(Bits64.of(version, "pvr", 0, 0xffffffffL, here()), here());
    }

    @Word(
            value = "powerpc: a real mode area (RMA) of the given size at guest address 0: an area of exactly this"
                    + " size from the kernel's pool, or ordinary memory if the board needs no RMA; api: 'rfc2011'"
                    + " always uses the pool",
            example = "rma 128.MB",
            named = "api",
            arch = Arch.PPC64)
    default void rma(Map<String, ?> how, Number size) {
        own("rma")
                .powerpc()
                .rma(new RmaConfig(
                        Bits64.of(size, "the size of the RMA", 1, Long.MAX_VALUE, here()), api("rma", how), here()));
    }

    /** {@code rma 128.MB}. */
    default void rma(Number size) {
        rma(Map.of(), size);
    }

    @Word(
            value = "powerpc: the guest's MMU: HASH for a hashed page table, RADIX for a radix tree",
            example = "mmu RADIX",
            arch = Arch.PPC64)
    default void mmu(Mmu kind) {
        own("mmu").powerpc().mmu(kind, here());
    }

    @Word(
            value = "powerpc: the guest's hashed page table, 2^order bytes",
            example = "htab order: 24",
            named = "order",
            arch = Arch.PPC64)
    default void htab(Map<String, ?> arguments) {
        Object order = named("htab", arguments).get("order");
        own("htab").powerpc().htab((int) Bits64.of(order, "order:", 0, Long.SIZE - 1, here()), here());
    }

    @Word(value = "powerpc: threads per virtual core: 1, 2, 4 or 8", example = "smt 2", arch = Arch.PPC64)
    default void smt(Number threads) {
        own("smt").powerpc().smt((int) Bits64.of(threads, "smt", 1, Integer.MAX_VALUE, here()), here());
    }

    @Word(
            value = "powerpc: an in-kernel XICS interrupt controller, connected to each vCPU",
            example = "xics",
            js = "v.xics()",
            arch = Arch.PPC64)
    default boolean getXics() {
        own("xics").powerpc().controller("KVM_DEV_TYPE_XICS", here());
        return true;
    }

    @Word(
            value = "powerpc: an in-kernel XIVE interrupt controller, connected to each vCPU",
            example = "xive",
            js = "v.xive()",
            arch = Arch.PPC64)
    default boolean getXive() {
        own("xive").powerpc().controller("KVM_DEV_TYPE_XIVE", here());
        return true;
    }

    @Word(
            value = "powerpc: let the kernel handle a hypercall itself, if it can; on: false leaves it to"
                    + " the script's handlers (H_CEDE: only before POWER9)",
            example = "enableHcall H_CEDE",
            named = "on",
            arch = Arch.PPC64)
    default void enableHcall(Map<String, ?> how, Number number) {
        Object on = named("enableHcall", how).get("on");
        own("enableHcall")
                .powerpc()
                .hcall(new HcallConfig(
                        Bits64.of(number, "a hypercall's number", 0, 0xffffffffL, here()),
                        !Boolean.FALSE.equals(on),
                        here()));
    }

    /** {@code enableHcall H_CEDE}. */
    default void enableHcall(Number number) {
        enableHcall(Map.of(), number);
    }

    private Api api(String word, Map<String, ?> how) {
        Object named = named(word, how).get("api");
        return named == null ? null : Api.of(named, here());
    }
}
