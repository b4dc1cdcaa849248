package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.session.OpenedBoard;

/** The words of an opened board whose blocks are closures. */
public final class BoardBlocks {
    private BoardBlocks() {}

    /** {@code b.vm { memory at: 0, size: 64.KB }}. */
    public static Machine vm(
            OpenedBoard board,
            @DelegatesTo(value = GroovyVmWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        return board.vm(ClosureBlock.of(block));
    }

    /** {@code b.plan { memory at: 0, size: 64.KB }}. */
    public static PlanOnPaper plan(
            OpenedBoard board,
            @DelegatesTo(value = GroovyVmWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        return board.plan(ClosureBlock.of(block));
    }
}
