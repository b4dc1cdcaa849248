package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.DescribedExit;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.MembersOfExit;
import org.kvmsh.bindings.kvm.NamedExit;

/**
 * The names that a script may ask of an exit: its members, its fields in kvm_run by the kernel's names, and what every
 * exit has.
 */
public final class ExitNames {
    /** The members that kvmsh adds to every exit, as a page has them. */
    public static final List<MembersOfExit.Member> OF_ALL = List.of(
            new MembersOfExit.Member("vcpu", Exit.class, "the vCPU that exited; null for a recorded exit", null),
            new MembersOfExit.Member("machine", Exit.class, "the machine that the vCPU belongs to", null));

    /** The member that kvmsh adds to an exit that the guest waits at. */
    public static final MembersOfExit.Member REPLY = new MembersOfExit.Member(
            "reply",
            void.class,
            "set the answer to the guest, like a handler's return value; it takes effect at the next KVM_RUN",
            List.of("answer"));

    private ExitNames() {}

    /** The names of an exit. */
    public static Collection<String> of(Exit exit) {
        Collection<String> names = ofClass(exit.getClass());
        if (exit instanceof NamedExit named) {
            names.addAll(named.fields().roots());
        }
        return names;
    }

    /** The names of the exits of a class of handlers' exits, on boards of an ABI. */
    public static Collection<String> of(Abi abi, Class<?> type) {
        Collection<String> names = ofClass(type);
        DescribedExit.of(abi, type).forEach(exit -> names.addAll(exit.names()));
        return names;
    }

    /** The names of a class of exits, without fields. */
    public static Collection<String> ofClass(Class<?> type) {
        MembersOfExit<? extends Exit> members = MembersOfExit.of(type);
        List<MembersOfExit.Member> all = new ArrayList<>(members == null ? List.of() : members.described());
        all.addAll(OF_ALL);
        all.add(REPLY);
        return new TreeSet<>(all.stream().map(MembersOfExit.Member::name).toList());
    }
}
