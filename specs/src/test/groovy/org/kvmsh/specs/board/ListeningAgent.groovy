package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.LocalAgent

/** An agent that listens on this machine, with what it says on standard error. */
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

    /** A connection that says nothing. */
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

    static boolean eventually(Closure<Boolean> holds) {
        for (int i = 0; i < 1000 && !holds(); i++) {
            TimeUnit.MILLISECONDS.sleep(20)
        }
        holds()
    }

    @Override void close() {
        process.destroyForcibly().waitFor()
        Files.delete(said)
    }
}
