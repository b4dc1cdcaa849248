package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.LocalAgent

import static org.kvmsh.specs.kit.Eventually.eventually

/** An agent that listens on this machine, with its standard error. */
class ListeningAgent implements AutoCloseable {
    static final String TOKEN = 'a token of this spec'

    final int port = new ServerSocket(0).withCloseable { it.localPort }
    final Process process
    private final Path said = Files.createTempFile('kvmsh', 'said')

    ListeningAgent(String program = LocalAgent.program(), String address = '127.0.0.1') {
        def builder = new ProcessBuilder(program, "listen:$address:$port").redirectError(said.toFile())
        builder.environment().KVMSH_TOKEN = TOKEN
        process = builder.start()
        assert eventually { connects() }
    }

    /** An agent that connects to a kvmsh as soon as that listens; its exit status and standard error are those of its one connection. */
    static Process connecting(int port, String token) {
        def again = 'while said=$("$0" connect:"$1" 2>&1); status=$?; [ $status = 2 ]; do sleep 0.05; done; [ -z "$said" ] || echo "$said" >&2; exit $status'
        def builder = new ProcessBuilder('sh', '-c', again, LocalAgent.program(), "127.0.0.1:$port")
        builder.environment().KVMSH_TOKEN = token
        builder.start()
    }

    /** The board's name, with its token or another one. */
    String board(String token = TOKEN, int through = port) {
        "tcp:127.0.0.1:$through?token=${token.replace(' ', '%20')}"
    }

    private boolean connects() {
        try {
            connect().close()
            true
        } catch (ConnectException e) {
            false
        }
    }

    /** A silent connection. */
    Socket connect() {
        new Socket('127.0.0.1', port)
    }

    /** The processes that serve connections. */
    List<ProcessHandle> serving() {
        process.toHandle().children().toList()
    }

    String said() {
        Files.readString(said)
    }

    @Override void close() {
        process.destroyForcibly().waitFor()
        Files.delete(said)
    }
}
