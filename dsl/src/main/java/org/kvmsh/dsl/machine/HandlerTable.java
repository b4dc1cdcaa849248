package org.kvmsh.dsl.machine;

import java.util.List;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.Handler;
import org.kvmsh.dsl.spec.HandlerSpec;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;

/** Finds the handler of an exit by its port or address, without making an object. */
final class HandlerTable {
    private final Handlers io;
    private final Handlers mmio;

    HandlerTable(List<HandlerSpec> all) {
        io = new Handlers(all, HandlerSpec.Kind.IO);
        mmio = new Handlers(all, HandlerSpec.Kind.MMIO);
    }

    /** Runs the exit's handler and gives an input its reply; false where the exit has none. */
    boolean handle(Exit exit) {
        if (exit instanceof Exit.Io e) {
            int i = io.find(e.port());
            if (i < 0) {
                return false;
            }
            Object result = io.handlers[i].handle(e);
            if (!e.out()) {
                e.reply(reply(result, e, io.sites[i]));
            }
            return true;
        }
        if (exit instanceof Exit.Mmio e) {
            int i = mmio.find(e.address());
            if (i < 0) {
                return false;
            }
            Object result = mmio.handlers[i].handle(e);
            if (!e.write()) {
                e.reply(reply(result, e, mmio.sites[i]));
            }
            return true;
        }
        return false;
    }

    private static long reply(Object result, Exit exit, Site site) {
        if (!(result instanceof Number)) {
            throw new ScriptError(site, "the handler of " + exit + " must answer with a number, and answered "
                    + (result == null ? "nothing" : "'" + result + "'"));
        }
        return Bits64.of(result, "the answer to " + exit, site);
    }

    /** The handlers of one kind. */
    private static final class Handlers {
        private final long[] first;
        private final long[] last;
        private final Handler[] handlers;
        private final Site[] sites;

        Handlers(List<HandlerSpec> all, HandlerSpec.Kind kind) {
            List<HandlerSpec> own = all.stream().filter(h -> h.kind() == kind).toList();
            first = own.stream().mapToLong(HandlerSpec::first).toArray();
            last = own.stream().mapToLong(HandlerSpec::last).toArray();
            handlers = own.stream().map(HandlerSpec::handler).toArray(Handler[]::new);
            sites = own.stream().map(HandlerSpec::site).toArray(Site[]::new);
        }

        int find(long place) {
            for (int i = 0; i < first.length; i++) {
                if (place >= first[i] && place <= last[i]) {
                    return i;
                }
            }
            return -1;
        }
    }
}
