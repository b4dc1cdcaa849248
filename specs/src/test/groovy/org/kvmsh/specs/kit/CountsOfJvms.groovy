package org.kvmsh.specs.kit

import java.nio.channels.FileChannel
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path

import static java.nio.file.StandardOpenOption.CREATE
import static java.nio.file.StandardOpenOption.READ
import static java.nio.file.StandardOpenOption.WRITE

/** Counts of several JVMs that share the specs: each appends its own to one file when its session ends, and the last of them gets the sum. */
class CountsOfJvms {
    /** What is counted is one line, so this is none. */
    private static final String END = '\t'

    private final int jvms
    private final Path shared

    /** The build sets the number of JVMs, and the file by a property of this name. */
    CountsOfJvms(String property) {
        this(Integer.getInteger('forks', 1), System.getProperty(property) == null ? null : Path.of(System.getProperty(property)))
    }

    CountsOfJvms(int jvms, Path shared) {
        this.jvms = jvms
        this.shared = shared
    }

    /** The sum of all JVMs' counts for the last one, and nothing for the others. */
    Map<String, Integer> sum(Map<String, Integer> counts) {
        if (jvms == 1 || shared == null) {
            return counts
        }
        FileChannel.open(shared, CREATE, READ, WRITE).withCloseable { channel ->
            channel.lock()
            def before = Files.readString(shared)
            def text = before + counts.collect { what, count -> "$count $what\n" }.join('') + "$END\n"
            channel.position(0).write(StandardCharsets.UTF_8.encode(text))
            if (text.count(END) < jvms) {
                return [:]
            }
            Files.delete(shared)
            text.readLines().findAll { it != END }*.split(' ', 2).groupBy { it[1] }.collectEntries { what, found -> [what, found.sum { it[0] as int }] }
        }
    }
}
