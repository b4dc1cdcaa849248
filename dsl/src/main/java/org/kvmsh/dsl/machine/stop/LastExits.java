package org.kvmsh.dsl.machine.stop;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.inspect.SeenExit;

/** The last exits of a vCPU before the end of its run, in a line; equal consecutive exits are listed once. */
final class LastExits {
    private static final int SHOWN = 8;

    private LastExits() {}

    /** {@code io 0x3f8 (12 times), hlt}; empty without exits. */
    static String text(int vcpu, List<SeenExit> exits) {
        List<String> kinds = new ArrayList<>();
        List<Integer> times = new ArrayList<>();
        for (SeenExit seen : exits) {
            if (seen.vcpu() != vcpu) {
                continue;
            }
            String kind = kind(seen.exit());
            int last = kinds.size() - 1;
            if (last >= 0 && kinds.get(last).equals(kind)) {
                times.set(last, times.get(last) + 1);
            } else {
                kinds.add(kind);
                times.add(1);
            }
        }
        List<String> shown = new ArrayList<>();
        for (int i = Math.max(0, kinds.size() - SHOWN); i < kinds.size(); i++) {
            shown.add(kinds.get(i) + (times.get(i) == 1 ? "" : " (" + times.get(i) + " times)"));
        }
        return String.join(", ", shown);
    }

    /** {@code io 0x3f8}. */
    static String kind(Exit exit) {
        String place = exit.placeInWords();
        return place.isEmpty() ? exit.name() : exit.name() + " " + place;
    }
}
