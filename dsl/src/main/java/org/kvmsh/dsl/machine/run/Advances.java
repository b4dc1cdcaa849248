package org.kvmsh.dsl.machine.run;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.GuestStack;
import org.kvmsh.dsl.machine.debug.Landing;
import org.kvmsh.dsl.machine.stop.Backtrace;
import org.kvmsh.dsl.machine.stop.GuestWords;
import org.kvmsh.dsl.machine.stop.StackFrame;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;

/**
 * Runs to a place that follows from where a vCPU is: the caller of its function, or the instruction after a call. The
 * stack pointer tells a return to the caller from one of the same function called again.
 */
public final class Advances {
    private final LiveMachine machine;
    private final Runs runs;

    /** @param runs of the machine */
    public Advances(LiveMachine machine, Runs runs) {
        this.machine = machine;
        this.runs = runs;
    }

    /** {@code m.finish()}. */
    public Outcome finish(VcpuEngine vcpu, Map<String, ?> arguments) {
        Object within = within("finish", arguments);
        runs.checkIdle("finish");
        Backtrace calls = Backtrace.of(machine, vcpu);
        if (calls.getFrames().size() < 2) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "finish: the caller of the current function is unknown",
                    calls.getEnd(),
                    "to run to an address: m.until 0x1010");
        }
        StackFrame caller = calls.getFrames().get(1);
        long lowest = calls.lowestAfterReturn();
        return runs.runTo(
                new Landing("finish", List.of(caller.pc()), vcpu, () -> isFrom(lowest, vcpu), "returned to"),
                "the return to " + machine.names().place(caller.pc()),
                within);
    }

    /** {@code m.next()}. */
    public Outcome next(VcpuEngine vcpu, Map<String, ?> arguments) {
        Object within = within("next", arguments);
        runs.checkIdle("next");
        long from = vcpu.address();
        GuestStack before = stack(vcpu);
        byte first = codeAt(vcpu, from);
        Outcome step = runs.step(vcpu);
        long back = returnOf(vcpu, from, first, before);
        if (back == ProgramCounter.NOWHERE) {
            return step;
        }
        return runs.runTo(
                new Landing("next", List.of(back), vcpu, () -> isFrom(before.top(), vcpu), "returned to"),
                "the return to " + machine.names().place(back),
                within);
    }

    /**
     * {@code m.until 'main'}.
     *
     * @param vcpu null for any
     */
    public Outcome until(VcpuEngine vcpu, List<Long> addresses, Map<String, ?> arguments) {
        return runs.runTo(
                new Landing("until", addresses, vcpu, () -> true, "reached"),
                machine.names().place(addresses.get(0)),
                within("until", arguments));
    }

    private static Object within(String word, Map<String, ?> arguments) {
        return new NamedArguments(word, List.of("within"), "m." + word + " within: 2.s", arguments, Site.UNKNOWN)
                .get("within");
    }

    private long returnOf(VcpuEngine vcpu, long from, byte first, GuestStack before) {
        return vcpu.touch(() -> {
            try {
                return stack(vcpu)
                        .returnOf(
                                from,
                                first,
                                vcpu.address(),
                                before,
                                (address, bytes) -> GuestWords.of(machine.made(), vcpu, address, bytes));
            } catch (GuestStack.Unmapped e) {
                return ProgramCounter.NOWHERE;
            }
        });
    }

    /** The first byte of the instruction at an address; 0 if kvmsh cannot read it. */
    private byte codeAt(VcpuEngine vcpu, long address) {
        return vcpu.touch(() -> {
            byte[] code = GuestWords.code(machine.made(), vcpu, address, 1);
            return code == null ? 0 : code[0];
        });
    }

    private static boolean isFrom(long lowest, VcpuEngine vcpu) {
        return Long.compareUnsigned(stack(vcpu).top(), lowest) >= 0;
    }

    private static GuestStack stack(VcpuEngine vcpu) {
        return vcpu.touch(() -> Architecture.of(vcpu.vcpu().kernel().abi()).stack(vcpu.vcpu()));
    }
}
