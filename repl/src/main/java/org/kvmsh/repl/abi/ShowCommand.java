package org.kvmsh.repl.abi;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.text.Nearest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code abi show}: an ioctl, a struct, a field of one, or a constant. */
@Command(
        name = "show",
        description = "Show an ioctl, a struct, a field, a capability, an exit reason or any other constant.",
        sortOptions = false)
final class ShowCommand extends LookupCommand {
    @Option(names = "--arch", paramLabel = "ARCH", description = ARCH)
    private String arch;

    @Parameters(
            paramLabel = "NAME",
            description = "A name as spelled in the headers: KVM_RUN, kvm_sregs, kvm_run.exit_reason, KVM_EXIT_IO.")
    private String name;

    ShowCommand(Place place) {
        super(place);
    }

    @Override
    public Integer call() {
        Abi abi = abi(arch);
        ShownName shown = ShownName.of(abi, name);
        if (shown != null) {
            return answer(shown.facts(), shown.lines());
        }
        return notThere(abi.table() + " has no " + name + hint(abi));
    }

    private String hint(Abi abi) {
        List<String> elsewhere = Abi.tables().stream()
                .filter(table -> ShownName.has(Abi.of(table), name))
                .toList();
        if (!elsewhere.isEmpty()) {
            return "; defined for: " + String.join(", ", elsewhere);
        }
        String near = Nearest.note(name, names(abi));
        return near.isEmpty() ? "" : "; " + near;
    }

    /** Every name, and where a struct is named right and its field is not, its fields. */
    private Set<String> names(Abi abi) {
        Set<String> names = new TreeSet<>();
        abi.ioctls().forEach(ioctl -> names.add(ioctl.name()));
        abi.structs().forEach(struct -> names.add(struct.name()));
        abi.constants().forEach(constant -> names.add(constant.name()));
        if (name.contains(".") && abi.hasStruct(name.substring(0, name.indexOf('.')))) {
            Struct holder = abi.struct(name.substring(0, name.indexOf('.')));
            holder.members().forEach(field -> names.add(holder.name() + "." + field.name()));
        }
        return names;
    }
}
