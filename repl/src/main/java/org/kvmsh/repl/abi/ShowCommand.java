package org.kvmsh.repl.abi;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.text.Nearest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code abi show}: an ioctl, a struct, a field of one, or a constant. */
@Command(name = "show", description = "Show an ioctl, a struct, a field, a capability, an exit reason or any other constant.", sortOptions = false)
final class ShowCommand extends LookupCommand {
    @Option(names = "--arch", paramLabel = "TABLE", description = "The architecture. Default: that of the board or of this machine.")
    private String arch;

    @Parameters(paramLabel = "NAME", description = "A name as in the headers: KVM_RUN, kvm_sregs, kvm_run.exit_reason, KVM_EXIT_IO.")
    private String name;

    ShowCommand(Place place) {
        super(place);
    }

    @Override public Integer call() {
        Abi abi = abi(arch);
        // A mail's proposals can be looked up anywhere, and say what they are.
        for (Abi each : List.of(abi, Abi.rfc(abi.table()))) {
            if (each.hasIoctl(name)) {
                Ioctl ioctl = each.ioctl(name);
                return answer(AbiFacts.of(each, ioctl), Pages.of(each, ioctl));
            } else if (each.hasStruct(name)) {
                Struct struct = each.struct(name);
                return answer(AbiFacts.of(each, struct), Pages.of(each, struct));
            } else if (each.hasConstant(name)) {
                Constant constant = each.constants().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
                return answer(AbiFacts.of(each, constant), Pages.of(each, constant));
            } else if (isField(each)) {
                return answer(AbiFacts.of(each, name, holder(each).field(path())), Pages.of(each, holder(each), name, holder(each).field(path())));
            }
        }
        return notThere(abi.table() + " has no " + name + hint(abi));
    }

    private boolean isField(Abi abi) {
        return name.contains(".") && abi.hasStruct(name.substring(0, name.indexOf('.'))) && holder(abi).has(path());
    }

    private Struct holder(Abi abi) {
        return abi.struct(name.substring(0, name.indexOf('.')));
    }

    private String path() {
        return name.substring(name.indexOf('.') + 1);
    }

    private String hint(Abi abi) {
        List<String> elsewhere = Abi.tables().stream().filter(table -> has(Abi.of(table))).toList();
        if (!elsewhere.isEmpty()) {
            return ", " + String.join(", ", elsewhere) + (elsewhere.size() == 1 ? " has it" : " have it");
        }
        String near = Nearest.note(name, names(abi));
        return near.isEmpty() ? "" : "; " + near;
    }

    private boolean has(Abi abi) {
        return abi.hasIoctl(name) || abi.hasStruct(name) || abi.hasConstant(name) || isField(abi);
    }

    /** Every name, and where a struct is named right and its field is not, its fields. */
    private Set<String> names(Abi abi) {
        Set<String> names = new TreeSet<>();
        abi.ioctls().forEach(ioctl -> names.add(ioctl.name()));
        abi.structs().forEach(struct -> names.add(struct.name()));
        abi.constants().forEach(constant -> names.add(constant.name()));
        if (name.contains(".") && abi.hasStruct(name.substring(0, name.indexOf('.')))) {
            holder(abi).members().forEach(field -> names.add(holder(abi).name() + "." + field.name()));
        }
        return names;
    }
}
