package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.MemoryKinds;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;

/**
 * Guest memory and what is loaded into it. What a kernel would answer with EINVAL or EEXIST is refused here, each rule by itself. Rules:
 * api.rst 4.35, 4.140; virt/kvm/kvm_main.c, kvm_set_memory_region and check_memory_region_flags.
 */
final class GuestMemory implements Lowering {
    private static final long PAGE = 0x1000;
    /** KVM_MEM_MAX_NR_PAGES of virt/kvm/kvm_main.c. */
    private static final long MOST = ((1L << 31) - 1) * PAGE;

    @Override public void check(VmConfig config, HostFacts host) {
        List<MemoryConfig> all = areas(config);
        for (MemoryConfig memory : config.memory()) {
            check(memory);
            all.stream().filter(other -> other.at() < memory.end() && memory.at() < other.end()).findFirst().ifPresent(other -> {
                throw new ScriptError(memory.site(), "memory " + range(memory) + " overlaps memory " + range(other), "the other is at " + other.site());
            });
            all.add(memory);
            if (all.size() > 1) {
                checkSlots(memory, all.size(), host.capability("KVM_CAP_NR_MEMSLOTS"));
            }
        }
    }

    /** What is guest memory besides what the script calls so. */
    private static List<MemoryConfig> areas(VmConfig config) {
        List<MemoryConfig> areas = new ArrayList<>();
        if (config.powerpc().rma() != null) {
            areas.add(new MemoryConfig(0, config.powerpc().rma().size(), config.powerpc().rma().site()));
        }
        return areas;
    }

    @Override public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        List<MemoryConfig> all = areas(config);
        for (MemoryConfig memory : config.memory()) {
            if (memory.size() <= 0) {
                check(memory);
            }
            MemoryKinds.check(memory, host);
            all.add(memory);
            steps.add(new AddMemory(memory, MemoryKinds.page(memory, host), memory.memfd() ? MemoryKinds.memfdFlags(host) : 0));
        }
        for (LoadConfig load : config.loads()) {
            checkInside(load, all);
            steps.add(new Load(load, overwritten(load, config.loads())));
        }
    }

    /** A kernel without the capability does not say how many it has. */
    private static void checkSlots(MemoryConfig memory, int count, int most) {
        if (most > 0 && count > most) {
            throw new ScriptError(memory.site(), "this board's VMs have " + most + " memory slots (KVM_CAP_NR_MEMSLOTS), and this is piece " + count);
        }
    }

    private static void check(MemoryConfig memory) {
        if (memory.size() <= 0 || memory.size() % PAGE != 0) {
            throw new ScriptError(memory.site(), "a size of guest memory is a multiple of 4 KiB and not 0, and " + Bits64.hex(memory.size()) + " is not",
                    memory.size() > 0 ? "try: size: " + Bits64.hex(memory.size() + PAGE - 1 & -PAGE) : "");
        }
        if (memory.at() % PAGE != 0 || memory.at() < 0 || memory.end() < 0) {
            throw new ScriptError(memory.site(), "guest memory begins at a multiple of 4 KiB below 2^63, and " + Bits64.hex(memory.at()) + " is not",
                    memory.at() > 0 && memory.end() > 0 ? "try: at: " + Bits64.hex(memory.at() & -PAGE) : "");
        }
        if (memory.size() > MOST) {
            throw new ScriptError(memory.site(), "a memory slot has at most 2^31 - 1 pages, and this one would have " + Long.toString(memory.size() / PAGE), "try: several pieces of memory, one behind the other");
        }
    }

    /** What of earlier loads a load overwrites, in words; empty where it does not. */
    private static String overwritten(LoadConfig load, List<LoadConfig> all) {
        return all.stream().takeWhile(earlier -> earlier != load).filter(earlier -> earlier.at() < load.at() + load.length() && load.at() < earlier.at() + earlier.length())
                .map(earlier -> overwritten(load, earlier)).collect(Collectors.joining("; "));
    }

    private static String overwritten(LoadConfig load, LoadConfig earlier) {
        long first = Math.max(load.at(), earlier.at());
        long last = Math.min(load.at() + load.length(), earlier.at() + earlier.length()) - 1;
        return "this load overwrites " + Bits64.hex(first) + " to " + Bits64.hex(last) + " of the load at " + earlier.site();
    }

    private static void checkInside(LoadConfig load, List<MemoryConfig> all) {
        boolean inside = all.stream().anyMatch(m -> load.at() >= m.at() && load.at() <= m.end() - load.length());
        if (!inside) {
            String there = all.isEmpty() ? "none" : String.join(", ", all.stream().map(GuestMemory::range).toList());
            throw new ScriptError(load.site(), load.length() + (load.length() == 1 ? " byte at " : " bytes at ") + Bits64.hex(load.at()) + " would not lie inside one piece of guest memory",
                    "guest memory: " + there, all.isEmpty() ? "try: memory at: 0, size: 64.KB" : "");
        }
    }

    private static String range(MemoryConfig memory) {
        return Bits64.hex(memory.at()) + " to " + Bits64.hex(memory.end() - 1);
    }
}
