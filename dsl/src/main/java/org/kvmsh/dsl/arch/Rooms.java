package org.kvmsh.dsl.arch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.register.ProgramCounter;

/** The architectures that there are, found once. */
final class Rooms {
    private static final List<Architecture> ROOMS = new ArrayList<>();
    private static final Map<Arch, Architecture> ALL = new EnumMap<>(Arch.class);

    static {
        for (Arch arch : Arch.values()) {
            ALL.put(arch, new WithoutRoom(arch));
        }
        ServiceLoader.load(Architecture.class, Architecture.class.getClassLoader())
                .forEach(ROOMS::add);
        ROOMS.forEach(room -> ALL.put(room.arch(), room));
    }

    private Rooms() {}

    static List<Architecture> all() {
        return Collections.unmodifiableList(ROOMS);
    }

    static Architecture of(Arch arch) {
        return ALL.get(arch);
    }

    /**
     * An architecture without an implementation, known only from its headers: a board of it supports the calls that set
     * a VM up.
     */
    private record WithoutRoom(Arch arch) implements Architecture {
        @Override
        public ProgramCounter programCounter(Abi abi) {
            return ProgramCounter.UNKNOWN;
        }
    }
}
