package org.kvmsh.bindings.check;

import java.util.List;
import org.kvmsh.bindings.kvm.rules.Rule;

/**
 * A call with its answer and what the rules say of it.
 *
 * @param errno the positive error number; 0 if the kernel took the call
 * @param broken the rules that it breaks, if the answer differs from them; otherwise empty
 * @param isDrawnByRules whether the rules chose the argument
 */
public record Answered(CheckedCall call, Judgement judgement, int errno, List<Rule> broken, boolean isDrawnByRules) {
    /** Copies the rules. */
    public Answered {
        broken = List.copyOf(broken);
    }

    /** A call at which the board was lost. */
    public static Answered lost(CheckedCall call) {
        return new Answered(call, Judgement.DIFFERS, 0, List.of(), false);
    }

    Answered as(Judgement other) {
        return new Answered(call, other, errno, broken, isDrawnByRules);
    }

    Answered drawnByRules(boolean are) {
        return new Answered(call, judgement, errno, broken, are);
    }

    /** What two answers have in common that show the same difference. */
    public Signature signature() {
        return new Signature(call.call(), call.on().kind().word(), errno, broken);
    }

    /** A difference, whatever its arguments were. */
    public record Signature(String call, String on, int errno, List<Rule> broken) {}
}
