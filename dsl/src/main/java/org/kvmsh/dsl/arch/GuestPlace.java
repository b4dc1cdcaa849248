package org.kvmsh.dsl.arch;

import java.util.Map;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.StartConfig;

/**
 * The conditions of an architecture's guest library.
 *
 * @param base the address of the guest's first byte; just below it is no memory, so that its stacks cannot grow there
 * @param empty the bytes from address 0 on that hold nothing, where a null pointer leads
 * @param lowest the address of the memory below that
 * @param low its end; 0 for none
 * @param exceptions the guest's own handlers of exceptions in the sense of {@link StartConfig}; null where a guest has
 *     no table of them
 * @param number the register with a vCPU's number at its start
 * @param registers others that the library needs at its start
 * @param kind of the exit by which the guest calls kvmsh
 * @param at its port or address
 */
public record GuestPlace(
        CodeMode mode,
        long base,
        long empty,
        long lowest,
        long low,
        StartConfig.Mode start,
        Map<String, Object> exceptions,
        String number,
        Map<String, Long> registers,
        KeyedExit kind,
        long at) {
    /** An address that is MMIO on boards without memory below 1 GiB. */
    private static final long DEVICE = 0x0b560000;
    /** The page at address 0, which is no memory. */
    public static final long NULL_PAGE = 0x1000;

    /** The conditions of an architecture whose vCPUs start with the MMU off, above its devices. */
    public static GuestPlace above(CodeMode mode, long base, String number) {
        return above(mode, base, NULL_PAGE, 0, number, Map.of());
    }

    /** The same, with memory from address 0 on. */
    public static GuestPlace above(
            CodeMode mode, long base, long empty, long low, String number, Map<String, Long> registers) {
        return new GuestPlace(
                mode, base, empty, 0, low, StartConfig.Mode.RESET, null, number, registers, KeyedExit.MMIO, DEVICE);
    }
}
