package org.kvmsh.dsl.machine.change;

import java.util.List;

/** A part of a machine cannot be carried into another VM; the machine is as it was. */
final class CannotMove extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> causes;

    /** @param causes the parts, each with the reason */
    CannotMove(List<String> causes) {
        super("the machine cannot move");
        this.causes = List.copyOf(causes);
    }

    List<String> causes() {
        return causes;
    }
}
