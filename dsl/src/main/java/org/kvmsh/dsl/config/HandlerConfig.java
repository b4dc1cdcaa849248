package org.kvmsh.dsl.config;

import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.script.Site;

/** A handler of the exits of some places. */
public record HandlerConfig(ExitPlaces places, Handler handler, Site site) {
    /** The key of its exits. */
    public KeyedExit kind() {
        return places.kind();
    }

    /** The first of its places. */
    public long first() {
        return places.first();
    }

    /** The last of its places. */
    public long last() {
        return places.last();
    }
}
