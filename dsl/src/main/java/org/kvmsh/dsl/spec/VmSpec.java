package org.kvmsh.dsl.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a script asked a VM to be: no kernel was touched for it. A part that the script does not name is null or empty.
 */
public record VmSpec(PlatformSpec platform, RmaSpec rma, VgicSpec vgic, List<MemorySpec> memory, List<LoadSpec> loads,
                     List<CallSpec> calls, List<VcpuSpec> vcpus, List<HandlerSpec> handlers, List<AnswerSpec> answers, Site site) {
    public VmSpec {
        memory = List.copyOf(memory);
        loads = List.copyOf(loads);
        calls = List.copyOf(calls);
        vcpus = List.copyOf(vcpus);
        handlers = List.copyOf(handlers);
        answers = List.copyOf(answers);
    }

    /** The same with what a board made of its images: their bytes counted, and where vCPUs begin. */
    public VmSpec with(List<MemorySpec> sized, List<LoadSpec> placed, List<VcpuSpec> started) {
        return new VmSpec(platform, rma, vgic, sized, placed, calls, started, handlers, answers, site);
    }

    /** Gathers a spec word by word; what contradicts itself is refused at the word that does. */
    public static final class Builder {
        private final Site site;
        private Platform platform;
        private Site platformSite;
        private int arch;
        private Site archSite;
        private RmaSpec rma;
        private VgicSpec vgic;
        private final List<MemorySpec> memory = new ArrayList<>();
        private final List<LoadSpec> loads = new ArrayList<>();
        private final List<CallSpec> calls = new ArrayList<>();
        private final List<VcpuSpec> vcpus = new ArrayList<>();
        private final List<HandlerSpec> handlers = new ArrayList<>();
        private final List<AnswerSpec> answers = new ArrayList<>();

        public Builder(Site site) {
            this.site = site;
        }

        public void platform(Platform named, Site at) {
            once(platform, "platform", at);
            platform = named;
            platformSite = at;
        }

        public void arch(int level, Site at) {
            once(archSite, "arch", at);
            arch = level;
            archSite = at;
        }

        public void rma(RmaSpec asked) {
            once(rma, "rma", asked.site());
            rma = asked;
        }

        public void vgic(VgicSpec asked) {
            once(vgic, "vgic", asked.site());
            vgic = asked;
        }

        public void memory(MemorySpec asked) {
            memory.add(asked);
        }

        public void load(LoadSpec asked) {
            loads.add(asked);
        }

        public void call(CallSpec asked) {
            calls.add(asked);
        }

        public void vcpu(VcpuSpec asked) {
            if (vcpus.stream().anyMatch(v -> v.id() == asked.id())) {
                throw new ScriptError(asked.site(), "there are two vCPUs " + asked.id());
            }
            vcpus.add(asked);
        }

        public void handler(HandlerSpec asked) {
            alone(asked.kind(), asked.first(), asked.last(), "handlers", asked.site());
            handlers.add(asked);
        }

        public void answer(AnswerSpec asked) {
            alone(asked.kind(), asked.first(), asked.last(), "answers", asked.site());
            answers.add(asked);
        }

        /** An exit has one handler or one answer. */
        private void alone(HandlerSpec.Kind kind, long first, long last, String what, Site at) {
            for (HandlerSpec other : handlers) {
                if (other.kind() == kind && other.first() <= last && first <= other.last()) {
                    throw twice(kind, Math.max(other.first(), first), what, at, other.site());
                }
            }
            for (AnswerSpec other : answers) {
                if (other.kind() == kind && other.first() <= last && first <= other.last()) {
                    throw twice(kind, Math.max(other.first(), first), what, at, other.site());
                }
            }
        }

        private static ScriptError twice(HandlerSpec.Kind kind, long place, String what, Site at, Site other) {
            return new ScriptError(at, "two " + what + " for " + kind.name().toLowerCase(Locale.ROOT) + " " + Bits64.hex(place), "the other is at " + other);
        }

        private static void once(Object before, String word, Site at) {
            if (before != null) {
                throw new ScriptError(at, word + " is said twice");
            }
        }

        public VmSpec build() {
            if (platform == null && archSite != null) {
                throw new ScriptError(archSite, "arch says which platform's guest this is, and there is no platform",
                        "try: platform SPAPR; arch " + arch);
            }
            PlatformSpec asked = platform == null ? null : new PlatformSpec(platform, arch, platformSite);
            return new VmSpec(asked, rma, vgic, memory, loads, calls, vcpus, handlers, answers, site);
        }
    }
}
