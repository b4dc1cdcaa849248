package org.kvmsh.repl.abi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.dsl.text.Columns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code abi list}: everything of a kind, or how much of each kind there is. */
@Command(
        name = "list",
        description = "List all names of a kind; without a kind, print the number of names of each kind.",
        sortOptions = false)
final class ListCommand extends LookupCommand {
    private enum Kind {
        IOCTLS,
        STRUCTS,
        CONSTANTS,
        CAPABILITIES,
        EXITS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--arch", paramLabel = "ARCH", description = ARCH)
    private String arch;

    @Parameters(arity = "0..1", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
    private Kind kind;

    ListCommand(Place place) {
        super(place);
    }

    @Override
    public Integer call() {
        Abi abi = abi(arch);
        return kind == null ? counts(abi) : answer(facts(abi), lines(abi));
    }

    private int counts(Abi abi) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("arch", abi.table());
        counts.put("release", abi.release());
        counts.put("ioctls", abi.ioctls().size());
        counts.put("structs", structs(abi).size());
        counts.put("constants", abi.constants().size());
        counts.put("capabilities", capabilities(abi).size());
        counts.put("exits", ExitReasons.of(abi).size());
        List<String> lines = new ArrayList<>(List.of(abi.table() + ", " + abi.release()));
        Columns columns = new Columns(1);
        for (Kind each : Kind.values()) {
            columns.row(counts.get(each.toString()), each);
        }
        lines.addAll(columns.lines("  "));
        return answer(counts, lines);
    }

    private Object facts(Abi abi) {
        return switch (kind) {
            case IOCTLS ->
                abi.ioctls().stream().map(ioctl -> AbiFacts.of(abi, ioctl)).toList();
            case STRUCTS ->
                structs(abi).stream().map(struct -> AbiFacts.of(abi, struct)).toList();
            case CONSTANTS ->
                abi.constants().stream()
                        .map(constant -> AbiFacts.of(abi, constant))
                        .toList();
            case CAPABILITIES ->
                capabilities(abi).stream()
                        .map(constant -> AbiFacts.of(abi, constant))
                        .toList();
            case EXITS ->
                ExitReasons.of(abi).stream()
                        .map(constant -> AbiFacts.of(abi, constant))
                        .toList();
        };
    }

    private List<String> lines(Abi abi) {
        return switch (kind) {
            case IOCTLS -> ioctls(abi);
            case STRUCTS -> {
                Columns columns = new Columns(1);
                structs(abi)
                        .forEach(struct ->
                                columns.row(struct.size(), Pages.kind(struct) + " " + struct.name(), struct.origin()));
                yield columns.lines("");
            }
            case CONSTANTS -> numbers(abi.constants().stream().toList());
            case CAPABILITIES -> numbers(capabilities(abi));
            case EXITS -> exits(abi);
        };
    }

    private static List<String> ioctls(Abi abi) {
        Columns columns = new Columns(0);
        for (Ioctl ioctl : abi.ioctls()) {
            columns.row(
                    Pages.hex(ioctl.request()),
                    ioctl.name(),
                    Pages.kinds(ioctl),
                    ioctl.data(),
                    Pages.argument(abi, ioctl));
        }
        return columns.lines("");
    }

    private static List<String> numbers(List<Constant> constants) {
        Columns columns = new Columns(1);
        constants.forEach(constant -> columns.row(Pages.number(constant.value()), constant.name()));
        return columns.lines("");
    }

    private static List<String> exits(Abi abi) {
        Columns columns = new Columns(1);
        for (Constant exit : ExitReasons.of(abi)) {
            String part = ExitReasons.part(abi, exit.name());
            columns.row(exit.value(), exit.name(), part == null ? "" : "kvm_run." + part);
        }
        return columns.lines("");
    }

    /** A nested struct without a name is shown with its parent. */
    private static List<Struct> structs(Abi abi) {
        return abi.structs().stream()
                .filter(struct -> !struct.name().contains("."))
                .sorted(Comparator.comparing(Struct::name))
                .toList();
    }

    private static List<Constant> capabilities(Abi abi) {
        return abi.constants().stream()
                .filter(constant -> constant.name().startsWith(Pages.CAPABILITY))
                .sorted(Comparator.comparingLong(Constant::value).thenComparing(Constant::name))
                .toList();
    }
}
