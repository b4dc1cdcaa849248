package org.kvmsh.dsl.config;

import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/** A handler of the exits of one key at the ports, addresses or numbers from first to last, which are unsigned. */
public record HandlerConfig(KeyedExit kind, long first, long last, Handler handler, Site site) {
    /** The last place of a handler of any. */
    public static final long LAST = -1;

    /** Whether it takes what no other handler of its key takes. */
    public boolean isOfAny() {
        return first == 0 && last == LAST;
    }

    /** Its places as a script says them. */
    public String place() {
        return place(kind, first, last);
    }

    /** Places as a script says them: {@code io: 0x10..0x1f}. */
    public static String place(KeyedExit kind, long first, long last) {
        return kind.key() + ": " + (first == 0 && last == LAST ? "any" : Bits64.hex(first) + (first == last ? "" : ".." + Bits64.hex(last)));
    }
}
