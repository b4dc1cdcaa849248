package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.Hypercalls;
import org.kvmsh.dsl.spec.Bits64;

/** A vCPU's last exits, kept without making an object: the reason, and the port, address or number of each. */
final class LastExits {
    private static final int KEPT = 8;

    private final int[] reasons = new int[KEPT];
    private final long[] places = new long[KEPT];
    private final long[] times = new long[KEPT];
    private int last = -1;
    private int count;

    /** An exit like the one before it is counted. */
    void add(Exit exit) {
        int reason = exit.reason();
        long place = exit.place();
        if (last >= 0 && reasons[last] == reason && places[last] == place) {
            times[last]++;
            return;
        }
        last = (last + 1) % KEPT;
        reasons[last] = reason;
        places[last] = place;
        times[last] = 1;
        count = Math.min(count + 1, KEPT);
    }

    /** {@code io 0x3f8 (12 times), hlt}; empty where there was none. */
    String text(Abi abi) {
        List<String> shown = new ArrayList<>();
        for (int i = count - 1; i >= 0; i--) {
            int at = Math.floorMod(last - i, KEPT);
            shown.add(name(abi, reasons[at]) + place(abi, reasons[at], places[at]) + (times[at] == 1 ? "" : " (" + times[at] + " times)"));
        }
        return String.join(", ", shown);
    }

    private static String name(Abi abi, int reason) {
        Constant constant = ExitReasons.numbered(abi, reason);
        return constant == null ? "exit " + reason : ExitReasons.shortName(constant);
    }

    private static String place(Abi abi, int reason, long place) {
        return place == reason ? "" : " " + (reason == abi.constant("KVM_EXIT_PAPR_HCALL") ? Hypercalls.name(place) : Bits64.hex(place));
    }
}
