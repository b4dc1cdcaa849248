package org.kvmsh.repl.lsp;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.session.PlanReader;
import org.kvmsh.dsl.session.Session;

/**
 * kvmsh for each of the kernel headers that scripts need, without a board: a check and a completion read headers and
 * words alone. For one thread.
 */
final class PaperBoards {
    private final KernelHeaders headers;
    private final Map<Abi, Kvmsh> byHeaders = new HashMap<>();

    PaperBoards(KernelHeaders headers) {
        this.headers = headers;
    }

    Kvmsh of(OpenScript script) {
        return byHeaders.computeIfAbsent(headers.of(script), PaperBoards::on);
    }

    private static Kvmsh on(Abi abi) {
        HostFacts facts = new HostFacts(abi.table(), () -> abi, capability -> 0, List::of);
        Kvmsh kvmsh = new Kvmsh(new Boards(Map.of()), new PrintWriter(Writer.nullWriter()), step -> {});
        kvmsh.use(Session.onPaper(abi.table(), BoardKind.MODEL, null, facts, new PlanReader() {}));
        return kvmsh;
    }
}
