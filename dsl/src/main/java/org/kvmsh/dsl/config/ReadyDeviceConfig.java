package org.kvmsh.dsl.config;

import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.script.Site;

/**
 * A predefined device of kvmsh, in user space.
 *
 * @param kind what identifies it: a port, an address, or the hypercalls' first argument for a virtual terminal
 * @param text of a guest in C whose calls it takes; null for another device, and for a guest in a file
 */
public record ReadyDeviceConfig(Model model, KeyedExit kind, long at, String text, Site site) {
    public ReadyDeviceConfig(Model model, KeyedExit kind, long at, Site site) {
        this(model, kind, at, null, site);
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
