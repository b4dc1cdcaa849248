package org.kvmsh.dsl.config;

import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.script.Site;

/**
 * A predefined device of kvmsh, in user space.
 *
 * @param kind what identifies it: a port, an address, or the hypercalls' first argument for a virtual terminal
 */
public record ReadyDeviceConfig(Model model, KeyedExit kind, long at, Site site) {
    /** Which devices there are. */
    public enum Model { SERIAL, DEBUG_EXIT, PL011, VTERM, SBI_CONSOLE, VGIC }

    /** Its port or address in the script. */
    public ExitPlaces place() {
        return ExitPlaces.one(kind, at);
    }
}
