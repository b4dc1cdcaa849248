package org.kvmsh.specs.kit

import java.nio.channels.FileChannel
import java.nio.channels.FileLock
import java.nio.file.Files
import java.nio.file.Path

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE
import static java.nio.file.StandardOpenOption.CREATE
import static java.nio.file.StandardOpenOption.WRITE

/**
 * The archive of kvmsh's classes for the JVMs that specs start, which without it load and verify 3,000 classes each. The first start of a build trains one beside the
 * specs, as the launcher does; starts before it is written do without. A JVM archives classes of jars alone: where the modules are directories there is none.
 */
class ClassArchive {
    private static final List<String> PATH = (System.getProperty('surefire.test.class.path') ?: System.getProperty('java.class.path')).tokenize(File.pathSeparator)
    private static final List<String> JARS = PATH.findAll { it.endsWith('.jar') }
    /** A JVM takes an archive only if its class path begins with that of the archive, so directories follow. */
    static final String CLASS_PATH = (JARS + (PATH - JARS)).join(File.pathSeparator)
    private static final Path FILE = JARS.any { it ==~ /.*\/kvmsh-repl[^\/]*\.jar/ } ? Kvmsh.ROOT.resolve("specs/target/classes-${key()}.jsa") : null

    private static FileLock making

    /** What a JVM with the serial collector and CLASS_PATH takes before its other options. */
    static synchronized List<String> options() {
        if (FILE != null && Files.exists(FILE)) {
            return ["-XX:SharedArchiveFile=$FILE".toString(), '-Xlog:disable']
        }
        if (FILE != null && making == null) {
            make()
        }
        []
    }

    private static String key() {
        def jars = JARS.collect { [it, new File(it).length(), new File(it).lastModified()] }
        Integer.toHexString([System.getProperty('java.home'), System.getProperty('java.runtime.version'), jars].hashCode())
    }

    /** One of the JVMs that share the specs makes it. */
    private static void make() {
        making = FileChannel.open(FILE.resolveSibling('classes.lock'), CREATE, WRITE).tryLock()
        if (making == null || Files.exists(FILE)) {
            return
        }
        FILE.parent.toFile().listFiles().findAll { it.name ==~ /classes-.*\.jsa.*/ }*.delete()
        def written = FILE.resolveSibling("${FILE.fileName}.new")
        def training = new ProcessBuilder("${System.getProperty('java.home')}/bin/java", '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', "-XX:ArchiveClassesAtExit=$written", '-Xlog:disable',
                '-cp', JARS.join(File.pathSeparator), 'org.kvmsh.repl.Training').redirectInput(new File('/dev/null')).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD)
                .tap { it.environment().putAll([XDG_STATE_HOME: StateOfSpecs.FOLDER]) }.start()
        Runtime.runtime.addShutdownHook(new Thread({ training.destroyForcibly() }))
        training.onExit().thenAccept {
            if (it.exitValue() == 0 && Files.exists(written)) {
                Files.move(written, FILE, ATOMIC_MOVE)
            }
        }
    }
}
