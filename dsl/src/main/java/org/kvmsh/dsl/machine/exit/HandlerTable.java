package org.kvmsh.dsl.machine.exit;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.bindings.kvm.UcallExit;
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
    private static final Placed[] NONE = {};

    private final Abi abi;
    /** Replaced as a whole, so that any thread may change the handlers while others run the guest. */
    private volatile Placed[][] byReason;

    private RunEnds ends;
    private volatile ExitRecorder recorder;

    /** A handler and the numbers whose exits are its own, in one object: an exit finds the caches cold. */
    private record Placed(long first, long last, Handler handler, Site site) {
        Placed(HandlerConfig config) {
            this(config.first(), config.last(), config.handler(), config.site());
        }

        boolean has(long place) {
            return Long.compareUnsigned(place, first) >= 0 && Long.compareUnsigned(place, last) <= 0;
        }

        boolean isOne() {
            return first == last;
        }
    }

    HandlerTable(List<HandlerConfig> all, Abi abi) {
        this.abi = abi;
        set(all);
    }

    /** The handlers from the next exit on. */
    void set(List<HandlerConfig> all) {
        List<Constant> reasons = ExitReasons.of(abi);
        // The last one has those of any reason, the one before it those of the calls of a guest in C.
        Placed[][] table = new Placed[(int) reasons.get(reasons.size() - 1).value() + 3][];
        table[table.length - 1] = NONE;
        all.stream().collect(Collectors.groupingBy(HandlerConfig::kind)).forEach((kind, configs) -> {
            Placed[] own = configs.stream()
                    .sorted(Comparator.comparing(HandlerConfig::places, ExitPlaces.NARROWEST_FIRST))
                    .map(Placed::new)
                    .toArray(Placed[]::new);
            if (kind == KeyedExit.EXIT) {
                table[table.length - 1] = own;
            } else if (kind == KeyedExit.UCALL) {
                table[table.length - 2] = own;
            }
            for (Constant reason : reasons) {
                if (kind.exits().contains(reason.name())) {
                    table[(int) reason.value()] = own;
                }
            }
        });
        byReason = table;
    }

    /** Passes each exit by a recorder from now on. */
    public void recording(ExitRecorder by) {
        recorder = by;
    }

    /** Runs the exit's handler and answers the guest; false if the guest does not continue. */
    public boolean handle(Exit exit) {
        ExitRecorder by = recorder;
        return by == null ? answer(exit) : by.handle(exit, this::answer);
    }

    private boolean answer(Exit exit) {
        Placed[][] table = byReason;
        int reason = exit.reason();
        Placed own = reason >= 0 && reason < table.length - 2 ? find(table[reason], exit.place()) : null;
        if (own != null) {
            Object result = own.handler.handle(exit);
            if (result instanceof RunEnds end) {
                ends = end;
                return false;
            }
            if (result instanceof UcallExit call) {
                answer(call, table);
            } else {
                ExitAnswer.ofHandler(exit, result, own.site);
            }
        } else {
            Placed any = find(table[table.length - 1], reason);
            if (any == null) {
                return false;
            }
            Object result = any.handler.handle(exit);
            if (result != null && any.isOne()) {
                // A handler of any exit cannot know each answer: it uses e.reply.
                ExitAnswer.ofHandler(exit, result, any.site);
            }
        }
        return !exit.isEnd();
    }

    /** Unlike another exit without a handler, a call without one is an error: only a script knows its meaning. */
    private static void answer(UcallExit call, Placed[][] table) {
        Placed own = find(table[table.length - 2], call.place());
        if (own == null) {
            throw call.unhandled();
        }
        ExitAnswer.ofHandler(call, own.handler.handle(call), own.site);
    }

    private static Placed find(Placed[] narrowestFirst, long place) {
        if (narrowestFirst != null) {
            for (Placed each : narrowestFirst) {
                if (each.has(place)) {
                    return each;
                }
            }
        }
        return null;
    }

    /** The value with which a device ended the run at the exit just handled; null if none did. */
    public RunEnds takeEnd() {
        RunEnds end = ends;
        ends = null;
        return end;
    }
}
