package org.kvmsh.bindings.remote;

import java.io.ByteArrayOutputStream;
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

    /** A reply has a part of a file; the agent keeps the file until another one is read. */
    @Override
    public synchronized byte[] bytes(String path) {
        Reply first = ask(Op.FILE_TEXT, path, new Payload().text(path));
        if (first.result() < 0) {
            return null;
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(bytes(first));
        while (text.size() < first.result()) {
            byte[] part = bytes(ask(Op.FILE_REST, path, new Payload().int64(text.size())));
            if (part.length == 0) {
                break;
            }
            text.writeBytes(part);
        }
        return text.toByteArray();
    }

    @Override
    public List<String> list(String directory) {
        Reply reply = ask(Op.LIST, directory, new Payload().text(directory));
        return reply.result() < 0
                ? List.of()
                : Stream.of(new String(bytes(reply), StandardCharsets.UTF_8).split("\0"))
                        .filter(name -> !name.isEmpty())
                        .sorted()
                        .toList();
    }

    private Reply ask(Op op, String path, Payload payload) {
        try {
            return exchange.call(op, payload);
        } catch (BoardLost e) {
            throw e.during("a read of " + path);
        }
    }

    private static byte[] bytes(Reply reply) {
        byte[] bytes = new byte[reply.data().remaining()];
        reply.data().get(bytes);
        return bytes;
    }
}
