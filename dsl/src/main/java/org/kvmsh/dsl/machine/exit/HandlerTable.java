package org.kvmsh.dsl.machine.exit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.script.Site;

/**
 * Finds the handler of an exit by its reason and its port, address or number, without making an object: of several that
 * fit, the narrowest.
 */
public final class HandlerTable {
    private final Abi abi;
    /** Replaced as a whole, so that any thread may change the handlers while others run the guest. */
    private volatile Handlers[] byReason;

    private RunEnds ends;

    HandlerTable(List<HandlerConfig> all, Abi abi) {
        this.abi = abi;
        set(all);
    }

    /** The handlers from the next exit on. */
    void set(List<HandlerConfig> all) {
        List<Constant> reasons = ExitReasons.of(abi);
        // The last one has those of any reason.
        Handlers[] table = new Handlers[(int) reasons.get(reasons.size() - 1).value() + 2];
        table[table.length - 1] = Handlers.NONE;
        all.stream().collect(Collectors.groupingBy(HandlerConfig::kind)).forEach((kind, configs) -> {
            Handlers own = new Handlers(configs);
            if (kind == KeyedExit.EXIT) {
                table[table.length - 1] = own;
            }
            for (Constant reason : reasons) {
                if (kind.exits().contains(reason.name())) {
                    table[(int) reason.value()] = own;
                }
            }
        });
        byReason = table;
    }

    /** Runs the exit's handler and answers the guest; false if the guest does not continue. */
    public boolean handle(Exit exit) {
        Handlers[] table = byReason;
        int reason = exit.reason();
        Handlers own = reason >= 0 && reason < table.length - 1 ? table[reason] : null;
        int i = own == null ? -1 : own.find(exit.place());
        if (i >= 0) {
            Object result = own.handlers[i].handle(exit);
            if (result instanceof RunEnds end) {
                ends = end;
                return false;
            }
            ExitAnswer.ofHandler(exit, result, own.sites[i]);
        } else {
            Handlers any = table[table.length - 1];
            i = any.find(reason);
            if (i < 0) {
                return false;
            }
            Object result = any.handlers[i].handle(exit);
            if (result != null && any.first[i] == any.last[i]) {
                // A handler of any exit cannot know each answer: it uses e.reply.
                ExitAnswer.ofHandler(exit, result, any.sites[i]);
            }
        }
        return !exit.isEnd();
    }

    /** The value with which a device ended the run at the exit just handled; null if none did. */
    public RunEnds takeEnd() {
        RunEnds end = ends;
        ends = null;
        return end;
    }

    /** The handlers of one kind, the narrowest first. */
    private static final class Handlers {
        private static final Handlers NONE = new Handlers(List.of());

        private final long[] first;
        private final long[] last;
        private final Handler[] handlers;
        private final Site[] sites;

        Handlers(List<HandlerConfig> all) {
            List<HandlerConfig> own = new ArrayList<>(all);
            own.sort(Comparator.comparing(HandlerConfig::places, ExitPlaces.NARROWEST_FIRST));
            first = new long[own.size()];
            last = new long[own.size()];
            handlers = new Handler[own.size()];
            sites = new Site[own.size()];
            for (int i = 0; i < own.size(); i++) {
                first[i] = own.get(i).first();
                last[i] = own.get(i).last();
                handlers[i] = own.get(i).handler();
                sites[i] = own.get(i).site();
            }
        }

        int find(long place) {
            for (int i = 0; i < first.length; i++) {
                if (Long.compareUnsigned(place, first[i]) >= 0 && Long.compareUnsigned(place, last[i]) <= 0) {
                    return i;
                }
            }
            return -1;
        }
    }
}
