package org.kvmsh.dsl.plan;

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

/** Guest memory and what is loaded into it. What a kernel would refuse of it the dry run refuses, by KVM's rules. */
final class GuestMemory implements Lowering {
    @Override
    public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        for (MemoryConfig memory : config.memory()) {
            MemoryKinds.check(memory, host);
            steps.add(new AddMemory(
                    memory, MemoryKinds.page(memory, host), memory.memfd() ? MemoryKinds.memfdFlags(host) : 0));
        }
        for (LoadConfig load : config.loads()) {
            checkInside(load, config.allMemory());
            steps.add(new Load(load, overwritten(load, config.loads())));
        }
    }

    /** The part of earlier loads that a load overwrites, in words; empty if it does not. */
    private static String overwritten(LoadConfig load, List<LoadConfig> all) {
        return all.stream()
                .takeWhile(earlier -> earlier != load)
                .filter(earlier -> earlier.space() == load.space()
                        && earlier.at() < load.at() + load.length()
                        && load.at() < earlier.at() + earlier.length())
                .map(earlier -> overwritten(load, earlier))
                .collect(Collectors.joining("; "));
    }

    private static String overwritten(LoadConfig load, LoadConfig earlier) {
        long first = Math.max(load.at(), earlier.at());
        long last = Math.min(load.at() + load.length(), earlier.at() + earlier.length()) - 1;
        return "this load overwrites " + Bits64.hex(first) + " to " + Bits64.hex(last) + " of the load at "
                + earlier.site();
    }

    private static void checkInside(LoadConfig load, List<MemoryConfig> all) {
        boolean inside = all.stream()
                .anyMatch(
                        m -> m.space() == load.space() && load.at() >= m.at() && load.at() <= m.end() - load.length());
        if (!inside) {
            List<MemoryConfig> own = all.stream()
                    .filter(memory -> memory.space() == load.space())
                    .toList();
            String there = own.isEmpty()
                    ? "none"
                    : String.join(", ", own.stream().map(GuestMemory::range).toList());
            throw new ScriptError(
                    load.site(),
                    load.length() + (load.length() == 1 ? " byte at " : " bytes at ") + Bits64.hex(load.at())
                            + (load.length() == 1 ? " is" : " are") + " not within a single memslot",
                    "guest memory" + (load.space() == 0 ? "" : " in address space " + load.space()) + ": " + there,
                    own.isEmpty()
                            ? "try: memory at: 0, size: 64.KB" + (load.space() == 0 ? "" : ", space: " + load.space())
                            : "");
        }
    }

    private static String range(MemoryConfig memory) {
        return Bits64.hex(memory.at()) + " to " + Bits64.hex(memory.end() - 1);
    }
}
