package org.kvmsh.repl.bringup;

import java.util.Arrays;

/** A part of a new board's first hour: the tests whose {@code bringup:} is in its range. */
enum Stage {
    KVM("KVM", 1),
    MEMORY("memory", 40),
    VCPUS("vCPUs", 50),
    EXITS("exits", 70),
    INTERRUPTS("interrupts", 80),
    TIMERS("timers", 90),
    POWER("start and stop", 95),
    DIRTY_LOG("dirty log", 100),
    DEBUG("debug exits", 110),
    PROCESSOR("processor", 120),
    EVENTS("events and devices", 130),
    REGISTERS("registers", 140),
    STATE("state", 150),
    MOVE("move", 160),
    END("end", 170);

    /** Tests below it are the base of the others. */
    private static final int BASE = INTERRUPTS.from;

    private final String title;
    private final int from;

    Stage(String title, int from) {
        this.title = title;
        this.from = from;
    }

    /** The stage of a place from 1 to 999. */
    static Stage of(int place) {
        return Arrays.stream(values())
                .filter(stage -> stage.from <= place)
                .reduce((one, next) -> next)
                .orElse(KVM);
    }

    /** Whether its tests can hang the board, so that they are last, whatever else is in their script. */
    boolean canHang() {
        return this == END;
    }

    /** Whether the tests of later stages need what its tests check. */
    boolean isBase() {
        return from < BASE;
    }

    @Override
    public String toString() {
        return title;
    }
}
