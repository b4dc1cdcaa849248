package org.kvmsh.specs.kit

import java.nio.file.Files
import java.nio.file.Path

import static org.kvmsh.specs.kit.Eventually.eventually

/** A script in its own JVM that serves gdb: its port, what it prints, and its end. */
class ScriptForGdb implements Closeable {
    private final StartedKvmsh kvmsh
    private final Thread output
    private int ended = -1
    final int port

    /**
     * Starts it, and waits until it waits for gdb.
     *
     * @param command that runs it; none for kvmsh alone
     */
    ScriptForGdb(Path folder, String board, String text, String... command) {
        def program = folder.resolve('guest.groovy')
        Files.writeString(program, text)
        kvmsh = new StartedKvmsh(folder, *command, '-b', board, program.toString())
        output = Thread.start { ended = kvmsh.await() }
        def found = null
        try {
            eventually { (found = portPrinted()) || !output.alive }
            assert found: lines.join('\n')
        } catch (Throwable e) {
            close()
            throw e
        }
        port = found as int
    }

    private String portPrinted() {
        lines.findResult { (it =~ /target remote localhost:(\d+)/).with { it.find() ? it.group(1) : null } }
    }

    List<String> getLines() {
        kvmsh.lines
    }

    /** Whether it ends by itself once gdb is gone. */
    boolean ends() {
        output.join(20_000)
        !output.alive
    }

    /** The exit status after a signal. */
    int endsOn(String signal) {
        kvmsh.kill(signal)
        ends()
        ended
    }

    /** Asks it to end first: what is killed does not remove its board's files. */
    @Override
    void close() {
        if (output.alive) {
            kvmsh.kill('TERM')
            output.join(10_000)
        }
        kvmsh.close()
    }
}
