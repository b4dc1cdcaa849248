package org.kvmsh.repl.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.KeptKernel;
import org.kvmsh.dsl.text.Columns;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kernel list}: the kernels that were built and kept. */
@Command(
        name = "list",
        description = "List locally built kernels, with the source of each and its size on disk.",
        sortOptions = false)
final class KernelsCommand extends KvmshCommand {
    /** The board of an architecture that boots its kernels. */
    private static final String EMULATED = "qemu:";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    KernelsCommand(Invocation invocation) {
        super(invocation, KernelProgram.NAME);
    }

    @Override
    public Integer call() {
        List<KeptKernel> kernels = boards().kernels();
        if (json) {
            out.println(Json.of(kernels.stream().map(KernelsCommand::facts).toList()));
        } else {
            list(kernels);
        }
        out.flush();
        return ExitStatus.SUCCESS;
    }

    private static Map<String, Object> facts(KeptKernel kernel) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("board", EMULATED + kernel.table());
        facts.put("name", kernel.name());
        facts.put("version", kernel.version());
        facts.put("bytes", kernel.bytes());
        facts.put("from", kernel.from());
        return facts;
    }

    private void list(List<KeptKernel> kernels) {
        if (kernels.isEmpty()) {
            out.println("no kernels; build one with kvmsh kernel build " + Boards.EMULATED);
        }
        Columns columns = new Columns(0);
        kernels.forEach(kernel -> columns.row(
                EMULATED + kernel.table(),
                kernel.name(),
                kernel.version(),
                (kernel.bytes() >> 20) + " MiB",
                kernel.from()));
        columns.marked("").forEach(out::println);
    }
}
