package org.kvmsh.dsl.call;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.IoctlCommands;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.proposal.Asked;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The argument of an ioctl that a script's proposal answers: a struct's fields by their names, or a number. */
record ProposalArgument(Asked asked) {
    /** {@code arg.size}: a field of the argument, or {@code arg.value} of one that is a number. */
    Object get(String name) {
        check(name);
        return asked.struct() == null ? (Object) asked.value() : struct(name).get(name);
    }

    /** {@code arg.value = 3}: what the caller finds in its struct. */
    void set(String name, Object value) {
        check(name);
        if (asked.struct() == null) {
            throw new ScriptError(
                    Site.UNKNOWN, asked.ioctl() + " takes a plain number, so nothing can be written back");
        }
        struct(name).set(name, value);
    }

    /** Whether a field has 64 bits. */
    boolean isWide(String name) {
        return asked.struct() == null || struct(name).isWide(name);
    }

    /** The names of the argument's fields. */
    List<String> names() {
        return asked.struct() == null
                ? List.of(Pointees.VALUE)
                : structs()
                        .flatMap(struct -> struct.members().stream())
                        .map(Field::name)
                        .distinct()
                        .toList();
    }

    /** The argument's struct; all that the ioctl takes if it is one of several. */
    private Stream<Struct> structs() {
        List<Struct> several = IoctlCommands.structs(abi(), asked.ioctl());
        return several.isEmpty() ? Stream.of(asked.struct()) : several.stream();
    }

    private StructValue struct(String field) {
        Struct usual = asked.struct();
        return struct(
                usual.has(field)
                        ? usual
                        : structs()
                                .filter(struct -> struct.has(field))
                                .findFirst()
                                .orElseThrow());
    }

    private StructValue struct(Struct layout) {
        return StructValue.of(abi(), layout, StructBytes.of(asked.argument()));
    }

    private Abi abi() {
        return asked.kernel().abi();
    }

    private void check(String name) {
        if (!names().contains(name)) {
            Struct struct = asked.struct();
            throw new ScriptError(
                    Site.UNKNOWN,
                    struct == null || struct.name().matches("[us]\\d+")
                            ? asked.ioctl() + " takes a plain number (arg.value); arg has no field " + name
                            : "struct " + struct.name() + " has no field " + name,
                    "its fields: " + String.join(", ", names()) + "; arg also has vm, vcpu, kvm and state");
        }
    }

    @Override
    public String toString() {
        return asked.struct() == null
                ? Long.toString(asked.value())
                : struct(asked.struct()).toString().replace("\n", ", ");
    }
}
