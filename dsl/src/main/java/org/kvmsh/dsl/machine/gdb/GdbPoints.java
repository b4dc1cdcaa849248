package org.kvmsh.dsl.machine.gdb;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.kvmsh.dsl.machine.debug.DebugHit;
import org.kvmsh.dsl.machine.debug.DebugPoint;
import org.kvmsh.dsl.machine.live.MachineParts;

/**
 * The breakpoints and watchpoints that gdb has set. gdb removes all of them at each stop and sets them again before it
 * continues, so that one is removed only when the guest continues without it.
 */
final class GdbPoints {
    /**
     * A point.
     *
     * @param type the number behind Z: 0 a software and 1 a hardware breakpoint; 2 a write, 3 a read, 4 an access
     * @param size the watched bytes; a breakpoint's kind, which kvmsh does not need
     */
    private record Point(int type, long address, long size) {
        boolean isBreakpoint() {
            return type <= HARDWARE;
        }
    }

    private static final int HARDWARE = 1;
    private static final String[] ACCESS = {"write", "read", "access"};
    private static final String[] STOPS = {"swbreak", "hwbreak", "watch", "rwatch", "awatch"};

    private final MachineParts machine;
    private final Map<Point, Boolean> wanted = new LinkedHashMap<>();
    /** Addresses of the script's own breakpoints, which stay. */
    private final Set<Long> others = new HashSet<>();

    GdbPoints(MachineParts machine) {
        this.machine = machine;
        machine.breakpoints().all().stream().map(DebugPoint::address).forEach(others::add);
    }

    /** Sets one; false for a type that there is not. */
    boolean set(int type, long address, long size) {
        if (type < 0 || type >= STOPS.length) {
            return false;
        }
        Point point = new Point(type, address, size);
        if (!wanted.containsKey(point) && !others.contains(address)) {
            if (point.isBreakpoint()) {
                machine.breakpoint(Map.of("at", address, "software", type != HARDWARE), null);
            } else {
                machine.watchpoint(Map.of("at", address, "size", size, "access", ACCESS[type - HARDWARE - 1]), null);
            }
        }
        wanted.put(point, true);
        return true;
    }

    /** One is not wanted any more; false if it was not set. */
    boolean remove(int type, long address, long size) {
        return wanted.replace(new Point(type, address, size), false) != null;
    }

    /** Removes what is not wanted, before the guest continues. */
    void settle() {
        for (Point point : Set.copyOf(wanted.keySet())) {
            if (!wanted.get(point)) {
                wanted.remove(point);
                if (!others.contains(point.address()) && !isSet(point)) {
                    takeAway(point);
                }
            }
        }
    }

    /** Whether another point of the same address keeps it. */
    private boolean isSet(Point gone) {
        return wanted.keySet().stream()
                .anyMatch(point -> point.address() == gone.address() && point.isBreakpoint() == gone.isBreakpoint());
    }

    private void takeAway(Point point) {
        Map<String, Object> gone = Map.of("remove", point.address());
        if (point.isBreakpoint()) {
            machine.breakpoint(gone, null);
        } else {
            machine.watchpoint(gone, null);
        }
    }

    /** Whether gdb has set a watchpoint. */
    boolean hasWatchpoints() {
        return wanted.keySet().stream().anyMatch(point -> !point.isBreakpoint());
    }

    /** gdb is gone. */
    void removeAll() {
        wanted.replaceAll((point, set) -> false);
        settle();
    }

    /** What a stop reply says of the point that was hit; empty if none was. */
    String reason(DebugHit hit) {
        boolean isWatched = hit.watchpoint() != null;
        if (!isWatched && hit.breakpoint() == null) {
            return "";
        }
        return reason(isWatched ? hit.watchpoint().address() : hit.breakpoint().address(), isWatched);
    }

    /** The same of a step that ends at a breakpoint, which the guest has not reached by itself. */
    String reasonAt(long address) {
        return reason(address, false);
    }

    private String reason(long address, boolean isWatched) {
        return wanted.keySet().stream()
                .filter(point -> point.address() == address && point.isBreakpoint() != isWatched)
                .map(point -> STOPS[point.type()] + ":" + (isWatched ? Long.toHexString(address) : "") + ";")
                .findFirst()
                .orElse("");
    }
}
