package org.kvmsh.dsl.machine.exit;

import java.util.function.Predicate;
import org.kvmsh.bindings.kvm.Exit;

/** What stands between an exit and its handler while a machine is recorded. */
public interface ExitRecorder {
    /**
     * Answers an exit by its handler, or as it was answered before.
     *
     * @param handler runs the exit's handler; false if the guest does not continue
     * @return the same
     */
    boolean handle(Exit exit, Predicate<Exit> handler);
}
