package org.kvmsh.dsl.arch.ppc64;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.bindings.kvm.rules.LargePageRules;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.config.Api;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.config.RmaConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.MemoryKinds;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The real mode area of a powerpc guest. KVM_CAP_PPC_RMA is 2 if the processor needs one of the kernel's pool, 1 if it
 * can use one, and 0 on every kernel since the pool was removed: then any memory at guest address 0 works. Source:
 * aa04b4cc5be6.
 */
final class RealModeArea implements Lowering {
    private static final int NEEDED = 2;
    private static final String ALLOCATE = "KVM_ALLOCATE_RMA";

    /** The unit that guest memory is a multiple of. */
    static long memoryPage(Facts facts) {
        return LargePageRules.holdOn(facts) ? LargePageRules.PAGE : Planning.LEAST_PAGE;
    }

    @Override
    public void check(VmConfig config, HostFacts host) {
        if (LargePageRules.holdOn(host)) {
            // What is not a multiple of such a page, or lies too high, breaks a rule of its own.
            config.memory().stream()
                    .filter(memory -> memory.huge() == null
                            && Long.compareUnsigned(memory.end(), LargePageRules.MOST) <= 0
                            && (memory.at() | memory.size()) % LargePageRules.PAGE == 0)
                    .findFirst()
                    .ifPresent(memory -> {
                        throw new ScriptError(
                                memory.site(),
                                "guest memory on board " + host.boardName()
                                        + " must be backed by 16 MiB huge pages, except for an RMA",
                                "aa04b4cc5be6, arch/powerpc/kvm/book3s_hv.c",
                                "try: memory at: " + Bits64.hex(memory.at() & -LargePageRules.PAGE) + ", size: "
                                        + Bits64.hex(Math.max(
                                                        1,
                                                        (memory.size() + LargePageRules.PAGE - 1) / LargePageRules.PAGE)
                                                * LargePageRules.PAGE)
                                        + ", huge: true");
                    });
        }
        RmaConfig asked = config.powerpc().rma();
        if (asked != null && usesPool(asked, host) && host.abi().hasIoctl(ALLOCATE)) {
            int said = host.capability("KVM_CAP_PPC_RMA");
            Integer answer = said == 0 ? host.answer(Ppc64Planning.type(config, host), ALLOCATE, Map.of()) : null;
            if (answer != null && answer < 0) {
                throw new ScriptError(
                        asked.site(),
                        "board " + host.boardName() + " has no pool of real mode areas: KVM_CAP_PPC_RMA is 0",
                        "try: rma " + (asked.size() >> 20) + ".MB");
            }
            Long size = host.told(ALLOCATE, "rma_size");
            if (size != null && size != asked.size()) {
                throw otherSize(size, asked);
            }
        }
    }

    /** Refuses a guest in C, whose calls to kvmsh are MMIO in real mode, where it reaches the area alone. */
    static void checkGuest(HostFacts host, Site site) {
        if (LargePageRules.holdOn(host)) {
            throw new ScriptError(
                    site,
                    "a guest in C cannot run on board " + host.boardName()
                            + ": it calls kvmsh by MMIO, but in real mode a guest of this KVM reaches only its RMA",
                    "aa04b4cc5be6, arch/powerpc/kvm/book3s_hv.c",
                    "use a guest in assembly: load at: 0x1000, asm: 'li 3, 42; sc 1'");
        }
    }

    private static boolean usesPool(RmaConfig asked, HostFacts host) {
        return asked.api() == null ? host.capability("KVM_CAP_PPC_RMA") != 0 : asked.api() == Api.RFC2011;
    }

    private static ScriptError otherSize(long size, RmaConfig asked) {
        return new ScriptError(
                asked.site(),
                "the kernel's real mode areas are " + Bits64.size(size) + " each, not " + Bits64.size(asked.size()),
                "the size of real mode areas is fixed at boot: kvm_rma_size=",
                "try: rma " + (size >> 20) + ".MB");
    }

    @Override
    public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        RmaConfig asked = config.powerpc().rma();
        if (asked == null) {
            return;
        }
        int said = host.capability("KVM_CAP_PPC_RMA");
        boolean pool = usesPool(asked, host);
        if (!pool && said == NEEDED) {
            throw new ScriptError(
                    asked.site(),
                    "board " + host.boardName() + " needs an RMA from the kernel's pool: KVM_CAP_PPC_RMA is 2",
                    "try: rma " + (asked.size() >> 20) + ".MB");
        }
        if (pool) {
            Refusals.needsIoctl("rma", ALLOCATE, host, asked.site());
            steps.add(new AllocateRma(
                    asked,
                    said == NEEDED
                            ? "KVM_CAP_PPC_RMA is 2: the processor needs an RMA"
                            : said == 0
                                    ? "the script asks for api: rfc2011, although " + "KVM_CAP_PPC_RMA is 0"
                                    : "KVM_CAP_PPC_RMA is " + said + ": the processor can use an RMA"));
        } else {
            MemoryConfig memory = new MemoryConfig(
                    0,
                    asked.size(),
                    config.hugepages() == null ? null : config.hugepages().value(),
                    asked.site());
            MemoryKinds.check(memory, host);
            steps.add(new OrdinaryMemory(memory, MemoryKinds.page(memory, host), said));
        }
    }

    /** The area is the guest's memory at address 0, where real mode addresses lie. */
    private record AllocateRma(RmaConfig asked, String because) implements Step {
        @Override
        public String text() {
            return "KVM_ALLOCATE_RMA, expected to allocate " + Bits64.size(asked.size());
        }

        @Override
        public Site site() {
            return asked.site();
        }

        @Override
        public String why() {
            return "rma: real mode addresses are physical, so this memory must be contiguous; " + because
                    + " (aa04b4cc5be6)";
        }

        @Override
        public List<String> capabilities() {
            return List.of("KVM_CAP_PPC_RMA");
        }

        @Override
        public Map<String, Long> expected() {
            return Map.of("rma_size", asked.size());
        }

        @Override
        public void perform(Bringup machine) {
            long size;
            int fd;
            try (Argument argument = Argument.of(machine.kernel(), "kvm_allocate_rma")) {
                fd = machine.vm().ioctl(ALLOCATE, argument).get();
                machine.madeDescriptor(fd);
                size = argument.get("rma_size");
            }
            if (size != asked.size()) {
                throw otherSize(size, asked);
            }
            Region area = machine.map(fd, size);
            machine.addMemory(new MemoryConfig(0, size, site()), area);
        }
    }

    /** @param page bytes of the huge pages that it is in; 0 for ordinary ones */
    private record OrdinaryMemory(MemoryConfig memory, long page, int said) implements Step {
        @Override
        public String text() {
            return "KVM_SET_USER_MEMORY_REGION at 0x0, " + Bits64.size(memory.size())
                    + (page == 0 ? "" : ", in pages of " + Bits64.size(page));
        }

        @Override
        public Site site() {
            return memory.site();
        }

        @Override
        public String why() {
            return "rma: KVM_CAP_PPC_RMA is " + said
                    + ", so real mode needs ordinary memory at guest address 0 (api.rst 4.35)";
        }

        @Override
        public void perform(Bringup machine) {
            machine.addMemory(
                    memory, page == 0 ? machine.allocate(memory.size()) : machine.allocate(memory.size(), page));
        }
    }
}
