package org.kvmsh.dsl.config;

import java.util.List;
import java.util.Locale;
import org.kvmsh.dsl.script.Site;

/** A handler of the exits of one kind at the ports, addresses or numbers from first to last. */
public record HandlerConfig(Kind kind, long first, long last, Handler handler, Site site) {
    /** What a handler is for, and the exits that it gets. */
    public enum Kind {
        IO("a port", "KVM_EXIT_IO"),
        MMIO("an address", "KVM_EXIT_MMIO"),
        HCALL("a hypercall's number", "KVM_EXIT_PAPR_HCALL", "KVM_EXIT_HYPERCALL"),
        MSR("an MSR's number", "KVM_EXIT_X86_RDMSR", "KVM_EXIT_X86_WRMSR"),
        DEBUG("an instruction's address", "KVM_EXIT_DEBUG"),
        SYSTEM("a system event's type", "KVM_EXIT_SYSTEM_EVENT"),
        /** Of any reason, where no handler of the exit's own kind is there. */
        EXIT("an exit's reason");

        private final String place;
        private final List<String> exits;

        Kind(String place, String... exits) {
            this.place = place;
            this.exits = List.of(exits);
        }

        /** What a handler's number is, in words. */
        public String place() {
            return place;
        }

        /** The exit reasons, by the kernel's names. */
        public List<String> exits() {
            return exits;
        }

        /** The key that a script says. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
