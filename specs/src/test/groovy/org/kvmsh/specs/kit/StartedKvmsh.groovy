package org.kvmsh.specs.kit

import java.nio.file.Path

/** The program in a JVM of its own, for what ends a process. */
class StartedKvmsh implements Closeable {
    private final Process process
    final List<String> lines = []

    StartedKvmsh(Path folder, String... arguments) {
        process = new ProcessBuilder("${System.getProperty('java.home')}/bin/java", '-XX:TieredStopAtLevel=1', '-cp', System.getProperty('java.class.path'), 'org.kvmsh.repl.Main', *arguments)
                .directory(folder.toFile()).redirectErrorStream(true).start()
    }

    ProcessHandle handle() {
        process.toHandle()
    }

    void kill(String signal) {
        new ProcessBuilder('kill', "-$signal", "${process.pid()}").start().waitFor()
    }

    /** Reads what it prints, does something each time that a script prints {@code now}, and gives the exit status. */
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
        lines.findAll { it ==~ /(not )?ok \d.*|.*: \d+ passed, .*|\d.* tests? (passed|failed).*/ }
    }

    @Override
    void close() {
        process.descendants().forEach { it.destroyForcibly() }
        process.destroyForcibly()
    }
}
