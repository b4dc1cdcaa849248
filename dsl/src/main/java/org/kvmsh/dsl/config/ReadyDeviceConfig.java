package org.kvmsh.dsl.config;

import java.nio.ByteOrder;
import java.util.List;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.script.Site;

/**
 * A predefined device of kvmsh, in user space.
 *
 * @param kind what identifies it: a port, an address, or the hypercalls' first argument for a virtual terminal
 * @param guest whose calls it takes; null for another device
 */
public record ReadyDeviceConfig(Model model, KeyedExit kind, long at, Guest guest, Site site) {
    public ReadyDeviceConfig(Model model, KeyedExit kind, long at, Site site) {
        this(model, kind, at, null, site);
    }

    /**
     * A guest in C.
     *
     * @param text its C source; null for a file
     * @param line that its calls give for the first line of the text
     * @param base its lowest address, where its stacks are
     * @param empty the bytes from address 0 on that hold nothing of the guest
     * @param order of its numbers in memory
     * @param args the script's values for guest_arg
     */
    public record Guest(String text, int line, long base, long empty, ByteOrder order, List<Long> args) {
        public Guest {
            args = List.copyOf(args);
        }
    }

    /** The predefined devices. */
    public enum Model {
        SERIAL("serial"),
        DEBUG_EXIT("debugExit"),
        PL011("pl011"),
        VTERM("vterm"),
        SBI_CONSOLE("console"),
        VGIC("vgic"),
        GUEST("guest");

        private final String word;

        Model(String word) {
            this.word = word;
        }

        /** The word that adds it. */
        public String word() {
            return word;
        }

        /** Whether it passes what is typed on to the guest. */
        public boolean isConsole() {
            return this != DEBUG_EXIT && this != VGIC && this != GUEST;
        }
    }

    /** Its port or address in the script. */
    public ExitPlaces place() {
        return ExitPlaces.one(kind, at);
    }
}
