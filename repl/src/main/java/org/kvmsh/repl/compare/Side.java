package org.kvmsh.repl.compare;

import java.util.List;
import org.kvmsh.repl.results.RanBoard;

/** One of the two things that are compared, with what it has of each aspect. */
public sealed interface Side permits BoardSide, FactsSide, RunSide, TraceSide {
    /** A description in one line. */
    String title();

    /** The names of its boards, as rows of expected differences name them. */
    List<String> boards();

    /** The facts that KVM_CHECK_EXTENSION and a VM told, by board. */
    Held<List<ToldFacts>> facts();

    /** The results of tests. */
    Held<List<RanBoard>> results();

    /** Calls with what they answered, by the name of what made them. */
    Held<CallSource> calls();
}
