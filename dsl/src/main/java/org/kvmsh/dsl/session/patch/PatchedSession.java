package org.kvmsh.dsl.session.patch;

import java.util.List;
import java.util.function.Supplier;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.script.FilesRead;

/** The session whose board's headers patches extend, as they see it. */
public interface PatchedSession {
    /** Its board; a board that was restarted is another one. */
    Board board();

    /** The facts of its board. */
    HostFacts host();

    /** The files that its script is made of. */
    FilesRead files();

    /** The resources that are closed with its machines. */
    List<AutoCloseable> kept();

    /** Whether a proposal answers without a board, because only a machine has its result. */
    boolean takesProposals();

    /** Reports a step, or keeps it for the running test. */
    void echo(Supplier<String> line);
}
