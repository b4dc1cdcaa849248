package org.kvmsh.dsl.machine.exit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeptExit;
import org.kvmsh.bindings.kvm.Vcpu;

/** A run's exits by reason and place. It allocates nothing at an exit whose row it has. */
final class ExitTally {
    /** The most places that have a row; a guest that scans addresses has more, which share one for each reason. */
    private static final int MOST = 64;
    /** A power of two, twice the rows and more, so that a free entry is near. */
    private static final int ENTRIES = 256;

    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final int MIXED = Long.SIZE - 8;

    private final Row[] entries = new Row[ENTRIES];
    private final List<Row> rows = new ArrayList<>();
    private final Map<Integer, Row> others = new TreeMap<>();
    private Row last;

    /** The exits of one reason and place, or those of one reason at places without a row. */
    static final class Row {
        private final int reason;
        private final long place;
        private final KeptExit first;
        private long count;
        private long inKvmRun;
        private long handling;

        private Row(int reason, long place, KeptExit first) {
            this.reason = reason;
            this.place = place;
            this.first = first;
        }

        int reason() {
            return reason;
        }

        /** The first one; null if the row is of many places. */
        KeptExit first() {
            return first;
        }

        long count() {
            return count;
        }

        long inKvmRun() {
            return inKvmRun;
        }

        long handling() {
            return handling;
        }

        void ran(long nanos) {
            inKvmRun += nanos;
        }

        void handled(long nanos) {
            handling += nanos;
        }
    }

    void clear() {
        Arrays.fill(entries, null);
        rows.clear();
        others.clear();
        last = null;
    }

    /** Counts an exit. */
    Row take(Vcpu own, Exit exit) {
        int reason = exit.reason();
        long place = exit.place();
        if (last == null || last.place != place || last.reason != reason || last.first == null) {
            last = row(own, exit, reason, place);
        }
        last.count++;
        return last;
    }

    private Row row(Vcpu own, Exit exit, int reason, long place) {
        int at = (int) ((place * MIX + reason) * MIX >>> MIXED);
        for (Row row = entries[at]; row != null; row = entries[at]) {
            if (row.place == place && row.reason == reason) {
                return row;
            }
            at = at + 1 & ENTRIES - 1;
        }
        if (rows.size() == MOST) {
            return others.computeIfAbsent(reason, key -> new Row(reason, place, null));
        }
        KeptExit first = new KeptExit();
        own.keep(exit, first);
        Row row = new Row(reason, place, first);
        entries[at] = row;
        rows.add(row);
        return row;
    }

    /** All rows, in the order of their first exits. */
    List<Row> rows() {
        List<Row> all = new ArrayList<>(rows);
        all.addAll(others.values());
        return all;
    }
}
