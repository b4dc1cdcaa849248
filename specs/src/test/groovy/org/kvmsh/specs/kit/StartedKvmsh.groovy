package org.kvmsh.specs.kit

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CopyOnWriteArrayList

/** The program in its own JVM, for what ends a process. */
class StartedKvmsh implements Closeable {
    private final Process process
    final List<String> lines = new CopyOnWriteArrayList<>()

    /** What starts it, with further options of its JVM. Without C2, which a start only pays for, and with the collector that needs no threads. */
    static List<String> command(List<String> options = [], List<String> arguments) {
        ["${System.getProperty('java.home')}/bin/java".toString(), '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', *ClassArchive.options(), *options, '-cp', ClassArchive.CLASS_PATH, 'org.kvmsh.repl.Main', *arguments]
    }

    /** Runs it to its end. What it starts itself has its options, and so the archive of classes. */
    static Kvmsh.Result run(String... arguments) {
        def out = Files.createTempFile('kvmsh', '.out').toFile()
        def err = Files.createTempFile('kvmsh', '.err').toFile()
        def process = new ProcessBuilder(command(arguments as List)).redirectInput(new File('/dev/null')).redirectOutput(out).redirectError(err)
                .tap { it.environment().putAll([XDG_STATE_HOME: StateOfSpecs.FOLDER]) }.start()
        try {
            int status = process.waitFor()
            return new Kvmsh.Result(status: status, out: out.text, err: err.text)
        } finally {
            process.descendants().forEach { it.destroyForcibly() }
            process.destroyForcibly()
            [out, err]*.delete()
        }
    }

    StartedKvmsh(Path folder, String... arguments) {
        this(folder, [:], arguments)
    }

    StartedKvmsh(Path folder, Map<String, String> environment, String... arguments) {
        process = new ProcessBuilder(command(arguments as List)).directory(folder.toFile()).redirectErrorStream(true).tap { it.environment().putAll([XDG_STATE_HOME: StateOfSpecs.FOLDER] + environment) }.start()
    }

    /** The environment of one that has so many processors for its boards. */
    static Map<String, String> processors(int count) {
        [JDK_JAVA_OPTIONS: "-XX:ActiveProcessorCount=$count".toString()]
    }

    ProcessHandle handle() {
        process.toHandle()
    }

    void kill(String signal) {
        new ProcessBuilder('kill', "-$signal", "${process.pid()}").start().waitFor()
    }

    /** Reads its output, runs an action each time that a script prints {@code now}, and returns the exit status. */
    int await(Closure<?> now = { }) {
        process.inputReader().eachLine {
            lines << it
            if (it == 'now') {
                now()
            }
        }
        process.waitFor()
    }

    /** What it printed of results: their lines, and the counts. */
    List<String> results() {
        lines.findAll { it ==~ /(not )?ok \d.*|.*: \d+ passed, .*|\d.* tests? (passed|failed)(?!:).*/ }
    }

    @Override
    void close() {
        process.descendants().forEach { it.destroyForcibly() }
        process.destroyForcibly()
    }
}
