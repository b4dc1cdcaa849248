package org.kvmsh.specs.kit

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.codehaus.groovy.runtime.StringBufferWriter

/** The program in its own JVM on a terminal of the kernel's, which script(1) opens: its own folder has the history and temporary files. */
class KvmshOnPty implements Closeable {
    private final Process process
    private final StringBuffer shown = new StringBuffer()
    private final Path temporary

    KvmshOnPty(Path folder, String... arguments) {
        this(folder, [:], arguments)
    }

    KvmshOnPty(Path folder, Map<String, String> environment, String... arguments) {
        temporary = Files.createDirectories(folder.resolve('tmp'))
        def command = 'exec ' + StartedKvmsh.command(["-Djava.io.tmpdir=$temporary".toString()], arguments as List).collect { "'$it'" }.join(' ')
        def starting = new ProcessBuilder('script', '-qfec', command, '/dev/null').directory(folder.toFile()).redirectErrorStream(true)
        starting.environment().putAll([TERM: 'xterm', KVMSH_TERMINAL: '012', XDG_STATE_HOME: folder.toString(), SHELL: '/bin/sh'] + environment)
        process = starting.start()
        Thread.startDaemon { process.inputReader().transferTo(new StringBufferWriter(shown)) }
    }

    /** What it printed until now, with the sequences that move the cursor. */
    String shown() {
        shown.toString()
    }

    KvmshOnPty type(String line) {
        keys(line + '\r')
    }

    KvmshOnPty keys(String keys) {
        process.outputStream.write(keys.bytes)
        process.outputStream.flush()
        this
    }

    KvmshOnPty ctrlC() {
        keys(Character.toString(TypedShell.CTRL_C))
    }

    /** Waits for a text. */
    boolean await(String text) {
        assert Eventually.eventually { shown.contains(text) } : "waited for $text in\n$shown"
        true
    }

    /** Its exit status, once it has ended. */
    int status() {
        assert process.waitFor(Eventually.PATIENCE_S, TimeUnit.SECONDS) : "still running:\n$shown"
        process.exitValue()
    }

    /** Whether a QEMU of its runs. */
    boolean hasQemu() {
        process.descendants().anyMatch { it.info().command().orElse('').contains('qemu-system') }
    }

    /** The directories of boards that are left. */
    List<String> leftOver() {
        temporary.toFile().list().findAll { it.startsWith('kvmsh-') }
    }

    @Override
    void close() {
        process.descendants().forEach { it.destroyForcibly() }
        process.destroyForcibly()
    }
}
