package org.kvmsh.dsl.machine.stop;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.GuestStack;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.Bits64;

/** The words that a vCPU's stack pointer leads to, with the names of those that are addresses of code. */
final class StackTop {
    private StackTop() {}

    /**
     * A heading, and a line for each word up to the end of memory.
     *
     * @param asked whether somebody asked for it; otherwise the zeros at the end are omitted, and all of it if the
     *     stack pointer is 0 or leads to no memory
     */
    static List<String> lines(LiveMachine machine, VcpuEngine vcpu, int words, boolean asked) {
        GuestStack stack = Architecture.of(vcpu.vcpu().kernel().abi()).stack(vcpu.vcpu());
        List<String> lines = new ArrayList<>();
        int last = 0;
        for (int i = 0; i < words && (asked || stack.top() != 0); i++) {
            long at = stack.top() + (long) i * stack.word();
            try {
                long value = GuestWords.of(machine.made(), vcpu, at, stack.word());
                lines.add(word(machine.names(), at, value, 2 * stack.word()));
                last = value == 0 ? last : lines.size();
            } catch (GuestStack.Unmapped e) {
                lines.addAll(asked ? List.of("   " + e.getMessage()) : List.of());
                break;
            }
        }
        List<String> shown = asked ? lines : lines.subList(0, last);
        if (!shown.isEmpty()) {
            shown.add(0, "stack at " + Bits64.hex(stack.top()) + ":");
        }
        return shown;
    }

    private static String word(SymbolNames names, long at, long value, int digits) {
        String name = value == 0 ? null : names.at(value);
        return "   " + Bits64.hex(at) + "  0x" + String.format("%0" + digits + "x", value)
                + (name == null ? "" : "  " + name);
    }
}
