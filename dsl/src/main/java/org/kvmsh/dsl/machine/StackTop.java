package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.GuestStack;
import org.kvmsh.dsl.script.Bits64;

/** The words that a vCPU's stack pointer leads to, with the names of those that are addresses of code. */
final class StackTop {
    private StackTop() { }

    static String text(MachineVcpu vcpu, int words) {
        GuestStack stack = Architecture.of(vcpu.vcpu().kernel().abi()).stack(vcpu.vcpu());
        List<String> lines = new ArrayList<>();
        lines.add("stack at " + Bits64.hex(stack.top()) + ":");
        int width = 2 * stack.word();
        for (int i = 0; i < words; i++) {
            long at = stack.top() + (long) i * stack.word();
            try {
                long value = GuestWords.of(vcpu, at, stack.word());
                String name = value == 0 ? null : vcpu.getMachine().names().at(value);
                lines.add(("   " + Bits64.hex(at) + "  0x" + String.format("%0" + width + "x", value) + (name == null ? "" : "  " + name)));
            } catch (GuestStack.Unmapped e) {
                lines.add("   " + e.getMessage());
                break;
            }
        }
        return String.join("\n", lines);
    }
}
