package org.kvmsh.dsl.machine;

import java.util.List;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.Hypercalls;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.Handler;
import org.kvmsh.dsl.spec.HandlerSpec;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;

/** Finds the handler of an exit by its port, address or number, without making an object. */
final class HandlerTable {
    private final Handlers io;
    private final Handlers mmio;
    private final Handlers hcall;
    private final Handlers system;
    private final Handlers other;

    HandlerTable(List<HandlerSpec> all) {
        io = new Handlers(all, HandlerSpec.Kind.IO);
        mmio = new Handlers(all, HandlerSpec.Kind.MMIO);
        hcall = new Handlers(all, HandlerSpec.Kind.HCALL);
        system = new Handlers(all, HandlerSpec.Kind.SYSTEM);
        other = new Handlers(all, HandlerSpec.Kind.EXIT);
    }

    /** Runs the exit's handler and gives an input or a hypercall its reply; false where the guest does not go on. */
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
        if (exit instanceof Exit.PaprHcall e) {
            return handle(e);
        }
        if (exit instanceof Exit.SystemEvent e) {
            int i = system.find(e.type());
            if (i >= 0) {
                system.handlers[i].handle(e);
            }
            // The kernel has stopped the vCPUs (arch/arm64/kvm/psci.c, kvm_prepare_system_event), so the run ends here in any case.
            return false;
        }
        if (exit instanceof Exit.Named e) {
            int i = other.find(e.reason());
            if (i >= 0) {
                other.handlers[i].handle(e);
            }
            return i >= 0;
        }
        return false;
    }

    /** A handler that answers no number has done what it was asked; a guest that goes on from a call nobody took hears so. */
    private boolean handle(Exit.PaprHcall e) {
        int i = hcall.find(e.nr());
        if (i < 0) {
            e.reply(Answers.H_FUNCTION);
            return false;
        }
        Object result = hcall.handlers[i].handle(e);
        e.reply(result instanceof Number ? Bits64.of(result, "the answer to " + e.getCall(), hcall.sites[i]) : Answers.H_SUCCESS);
        return true;
    }

    /** Read when the first hypercall comes. */
    private static final class Answers {
        private static final long H_SUCCESS = Hypercalls.number("H_SUCCESS");
        private static final long H_FUNCTION = Hypercalls.number("H_FUNCTION");
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
