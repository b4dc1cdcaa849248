package sample;

import java.io.PrintWriter;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.complete.Completion;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.script.ScriptError;

/** Opens a board, runs scripts of both languages on it, and looks at what they gave. */
public final class Embedding {
    private Embedding() {}

    public static void main(String[] arguments) throws BoardUnavailable {
        String board = arguments.length == 0 ? "model:x86_64" : arguments[0];
        try (Kvmsh kvmsh = Kvmsh.open(board, new PrintWriter(System.out, true))) {
            Machine machine = (Machine) kvmsh.evaluate(Language.GROOVY, """
                m = vm {
                  memory at: 0, size: 64.KB
                  load at: 0x1000, hex: '40 f4'    // inc %ax; hlt
                  vcpu(0) { real 0x1000; regs rax: 41 }
                }\
                """);
            Outcome outcome = (Outcome) kvmsh.evaluate(Language.GROOVY, "m.run until: hlt");
            System.out.println("the guest ended with " + outcome.exit() + ", rax "
                    + machine.getRegs().get("rax"));

            PlanOnPaper plan = (PlanOnPaper) kvmsh.evaluate(Language.JS, "plan({memory: {at: 0, size: KB(4)}})");
            System.out.println("a plan of " + plan.steps().size() + " steps");
            System.out.println("own words: " + kvmsh.evaluate(Language.JS, "rack(7)") + "; "
                    + kvmsh.evaluate(Language.GROOVY, "count { vm { memory at: 0, size: 4.KB } }"));
            System.out.println("vm { is " + (kvmsh.isIncomplete(Language.GROOVY, "vm {") ? "incomplete" : "whole")
                    + "; vm { mem could be "
                    + kvmsh.completions(Language.GROOVY, "vm { mem").stream()
                            .map(Completion::text)
                            .toList());
            try {
                kvmsh.evaluate(Language.GROOVY, "vm { memry at: 0, size: 4.KB }");
            } catch (ScriptError e) {
                System.out.println(kvmsh.explain(e));
            }
        }
    }
}
