package org.kvmsh.dsl.plan;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.script.Bits64;

/** What to try instead of memory that is refused; a plan that is taken does not load it. */
final class MemoryAdvice {
    private MemoryAdvice() {}

    static String of(AddMemory refused, Bringup made) {
        MemoryConfig memory = refused.memory();
        long least = Math.max(
                Architecture.of(made.kernel().abi()).planning().memoryPage(made.facts()),
                made.kernel().pageSize());
        long at = memory.at() % least == 0 ? memory.at() : hexadecimal(memory.at(), least);
        long size = (memory.size() + least - 1) / least * least;
        if (size < memory.size()) {
            return "";
        }
        boolean large = size != memory.size() && least > made.kernel().pageSize() && refused.page() == 0;
        String told = Stream.of(
                        at == memory.at() ? "" : "at: " + Bits64.hex(at),
                        size == memory.size() ? "" : "size: " + Bits64.hex(size),
                        large ? "huge: true" : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return told.isEmpty() || !isTaken(refused, at, size, large ? least : refused.page(), made)
                ? ""
                : "try: " + told;
    }

    /** Whether the rules accept the memory at another address, of another size: another rule may refuse it as well. */
    private static boolean isTaken(AddMemory refused, long at, long size, long pages, Bringup made) {
        try {
            new AddMemory(refused.memory().at(at, size), pages, refused.memfdFlags()).perform(made);
            return true;
        } catch (KvmException e) {
            return false;
        }
    }

    /**
     * The page below an address, unless its decimal digits are one in hexadecimal: {@code 80000000} for
     * {@code 0x80000000}.
     */
    private static long hexadecimal(long at, long page) {
        String digits = Long.toString(at);
        long read = digits.matches("\\d{4,15}") ? Long.parseLong(digits, 16) : 1;
        return read % page == 0 ? read : at & -page;
    }
}
