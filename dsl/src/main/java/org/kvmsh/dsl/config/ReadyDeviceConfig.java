package org.kvmsh.dsl.config;

import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.script.Site;

/**
 * A predefined device of kvmsh, in user space.
 *
 * @param kind what its place is: a port, an address, or of a virtual terminal the hypercalls' first argument
 */
public record ReadyDeviceConfig(Model model, KeyedExit kind, long at, Site site) {
    /** Which devices there are. */
    public enum Model { SERIAL, DEBUG_EXIT, PL011, VTERM }

    /** The place that a script names it by. */
    public ExitPlaces place() {
        return ExitPlaces.one(kind, at);
    }
}
