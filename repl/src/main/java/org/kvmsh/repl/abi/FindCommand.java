package org.kvmsh.repl.abi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Found;
import org.kvmsh.dsl.text.Columns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code abi find}: every name that a text is part of. */
@Command(name = "find", description = "Find every name that contains TEXT, ignoring case.", sortOptions = false)
final class FindCommand extends LookupCommand {
    @Option(names = "--arch", paramLabel = "ARCH", description = ARCH)
    private String arch;

    @Parameters(paramLabel = "TEXT", description = "Part of a name.")
    private String text;

    FindCommand(Place place) {
        super(place);
    }

    @Override
    public Integer call() {
        Abi abi = abi(arch);
        List<Found> found = Found.in(abi, text);
        if (found.isEmpty()) {
            return notThere("no name in " + abi.table() + " contains " + text);
        }
        Columns columns = new Columns(0);
        found.forEach(each -> columns.row(each.kind(), each.name()));
        return answer(found.stream().map(FindCommand::facts).toList(), columns.lines(""));
    }

    private static Map<String, Object> facts(Found found) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", found.kind());
        facts.put("name", found.name());
        return facts;
    }
}
