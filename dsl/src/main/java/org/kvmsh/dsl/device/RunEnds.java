package org.kvmsh.dsl.device;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.script.Bits64;

/** A handler's result that ends the run. */
public sealed interface RunEnds {
    /** The guest's code. */
    record Code(long code) implements RunEnds {}

    /**
     * An exception that a guest took.
     *
     * @param name in words
     * @param vector the exception class on arm64, the exception code on riscv64, the vector's offset on ppc64
     * @param code the error code, esr_el1, scause or dsisr
     * @param pc of the interrupted code
     * @param address of a page fault or an abort; null for another exception
     * @param why the cause, one fact a line
     * @param registers of the interrupted code, those that the exception or its handler has changed
     */
    record Fault(
            String name, int vector, long code, long pc, Long address, List<String> why, Map<String, Long> registers)
            implements RunEnds {
        /** The vector of no exception of the processor. */
        private static final int NONE = -1;

        public Fault {
            why = List.copyOf(why);
            registers = Map.copyOf(registers);
        }

        /**
         * An access to an address without memory, which is no exception of the processor but means one.
         *
         * @param what it means
         */
        public static Fault ofAccess(String what, Exit.Mmio exit, long pc, String why) {
            String access = (exit.write() ? "write to " : "read of ") + Bits64.hex(exit.address()) + ": ";
            return new Fault(what, NONE, 0, pc, exit.address(), List.of(access + why, exit.toString()), Map.of());
        }
    }
}
