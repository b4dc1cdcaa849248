package org.kvmsh.dsl.session;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.inspect.Capabilities;
import org.kvmsh.dsl.inspect.CapabilityQuery;
import org.kvmsh.dsl.inspect.Explained;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.patch.ExplainedName;

/** Inspects a session's board. */
public record Inspection(Session session) {
    /** {@code caps}: of the current machine, or of KVM alone. */
    public Capabilities capabilities(String pattern) {
        List<Machine> machines = session.machines();
        Capabilities found = machines.isEmpty()
                ? CapabilityQuery.of(pattern, session.board().kvm(), null)
                : machines.get(machines.size() - 1).caps(pattern);
        return found.comparing(session::factsOf);
    }

    /** {@code explain}: an ioctl, an exit or another name of the headers in words. */
    public Explained explain(Object named, Site site) {
        return ExplainedName.of(session.board(), session.patches(), named, site);
    }

    /**
     * The meaning of a name in the board's headers: an ioctl, or a constant's value.
     *
     * @return null if the board's tables have no such name
     */
    public Object named(String name) {
        Abi abi = session.board().kernel().abi();
        if (abi.hasIoctl(name)) {
            return abi.ioctl(name);
        }
        return abi.hasConstant(name) ? (Object) abi.constant(name) : null;
    }
}
