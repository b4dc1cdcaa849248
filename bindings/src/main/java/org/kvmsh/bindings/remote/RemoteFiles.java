package org.kvmsh.bindings.remote;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.HostFiles;

/** The files of a board that an agent is on. */
final class RemoteFiles implements HostFiles {
    private final Exchange exchange;

    RemoteFiles(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override public String read(String path) {
        Reply reply = ask(Op.FILE_TEXT, path);
        return reply.result() < 0 ? null : text(reply);
    }

    @Override public List<String> list(String directory) {
        Reply reply = ask(Op.LIST, directory);
        return reply.result() < 0 ? List.of() : Stream.of(text(reply).split("\0")).filter(name -> !name.isEmpty()).sorted().toList();
    }

    private Reply ask(Op op, String path) {
        try {
            return exchange.call(op, new Payload().text(path));
        } catch (BoardLost e) {
            throw e.during("a read of " + path);
        }
    }

    private static String text(Reply reply) {
        byte[] bytes = new byte[reply.data().remaining()];
        reply.data().get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
