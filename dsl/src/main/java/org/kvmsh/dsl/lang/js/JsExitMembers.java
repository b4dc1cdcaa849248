package org.kvmsh.dsl.lang.js;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.MembersOfExit;
import org.kvmsh.bindings.kvm.NamedExit;
import org.kvmsh.dsl.machine.MachineVcpu;
import org.kvmsh.dsl.machine.exit.ExitAnswer;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The members that a script may read of exits of one class: what the exit itself names, its vCPU and machine, and its
 * fields in kvm_run by the kernel's names.
 */
final class JsExitMembers<E extends Exit> extends Members.Of<E> {
    JsExitMembers(MembersOfExit<E> members) {
        members.values().forEach(this::value);
        members.counts().forEach(this::count);
        members.calls().forEach((name, call) -> with(name, calling(name, call)));
        value("vcpu", MachineVcpu::of);
        value("machine", exit -> MachineVcpu.of(exit).getMachine());
        with(
                "reply",
                (exit, side) -> new WordFunction("reply", given -> {
                    if (given.length != 1) {
                        throw new ScriptError(
                                Site.UNKNOWN, "reply takes one argument, the answer", "try: e.reply(0x2a)");
                    }
                    ExitAnswer.give((Exit) exit, side.values().in(given[0]));
                    return null;
                }));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exit> Reading calling(String name, MembersOfExit.Call<E> call) {
        return (exit, side) -> new WordFunction(name, given -> {
            if (given.length < call.least()) {
                throw new ScriptError(
                        Site.UNKNOWN,
                        name + " needs " + call.least() + (call.least() == 1 ? " argument" : " arguments"));
            }
            return side.values()
                    .out(call.act()
                            .of(
                                    (E) exit,
                                    Arrays.stream(given)
                                            .mapToLong(each -> Bits64.of(
                                                    side.values().in(each), "an argument of " + name, Site.UNKNOWN))
                                            .toArray()));
        });
    }

    @Override
    Collection<String> names(Object host) {
        List<String> names =
                new ArrayList<>(host instanceof NamedExit exit ? exit.fields().roots() : List.of());
        names.addAll(super.names(host));
        return names;
    }

    @Override
    boolean has(Object host, String name) {
        return super.has(host, name) || host instanceof NamedExit exit && isField(exit.fields(), name);
    }

    @Override
    Object read(Object host, String name, ScriptSide side) {
        return host instanceof NamedExit exit && isField(exit.fields(), name)
                ? field(exit.fields(), name, exit.get(name), side)
                : super.read(host, name, side);
    }

    @Override
    void put(Object host, String name, Object value) {
        if (!(host instanceof NamedExit exit)) {
            super.put(host, name, value);
            return;
        }
        exit.set(name, Bits64.of(value, name, Site.UNKNOWN));
    }
}
