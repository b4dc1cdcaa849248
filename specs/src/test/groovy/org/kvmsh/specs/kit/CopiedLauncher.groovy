package org.kvmsh.specs.kit

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** ./kvmsh as a process, in a copy of the tree with the jars that are there and one source. */
abstract class CopiedLauncher extends Specification {
    static final File JDK = new File(System.getProperty('java.home')).canonicalFile
    /** What the launcher calls besides java and mvn. */
    static final List<String> TOOLS = ['readlink', 'sed', 'find', 'mkdir', 'rm', 'mv', 'cat', 'cksum', 'env', 'flock']
    static final List<String> ONE = ['-b', 'model:x86_64', '-e', '1']
    static final int PATIENCE_S = 400

    @Shared @TempDir
    Path temp
    @Shared
    Path home, tree, target, jars, tools, busy

    def setupSpec() {
        home = Files.createDirectories(temp.resolve('home'))
        tree = Files.createDirectories(temp.resolve('a tree'))
        target = tree.resolve('repl/target')
        jars = Files.createDirectories(temp.resolve('jars'))
        tools = Files.createDirectories(temp.resolve('tools'))
        LauncherFiles.copyTo(tree)
        // A build beside would leave it no processor for minutes.
        busy = Files.createDirectories(temp.resolve('busy'))
        executable(busy.resolve('chrt').toFile(), 'shift 2; exec "$@"')
        Kvmsh.ROOT.resolve('repl/target/lib').toFile().eachFile { Files.copy(it.toPath(), jars.resolve(it.name)) }
        Files.createDirectories(tree.resolve('bindings/src'))
        TOOLS.each { tool ->
            def found = System.getenv('PATH').split(':').collect { new File(it, tool) }.find { it.canExecute() }
            if (found != null) {
                Files.createSymbolicLink(tools.resolve(tool), found.toPath())
            }
        }
    }

    /** Built a minute ago, from sources of an hour ago; jars have the fixed old time of a build. */
    def setup() {
        Files.deleteIfExists(target.resolve('lib'))
        target.toFile().deleteDir()
        Files.createDirectories(target)
        Files.createSymbolicLink(target.resolve('lib'), jars)
        Files.copy(Kvmsh.ROOT.resolve('repl/target/built'), target.resolve('built'))
        changed(target.resolve('built'), 60)
        tree.resolve('bindings').toFile().eachFileRecurse { changed(it.toPath(), 3600) }
        jars.toFile().eachFile { Files.setLastModifiedTime(it.toPath(), FileTime.fromMillis(0)) }
    }

    def cleanup() {
        archived()
    }

    static boolean isOne(Kvmsh.Result result) {
        assert result.err == ''
        assert result.out ==~ /model:x86_64 \(model\), .*\n1\n/
        result.status == 0
    }

    /** Waits for the archives that starts have left in the making: whoever makes one holds a lock. */
    boolean archived() {
        stores().each { assert new ProcessBuilder('flock', '-w', "$PATIENCE_S", "$it", 'true').start().waitFor() == 0 }
        true
    }

    /** The directories of archives: each ends with the path of its JDK. */
    private List<Path> stores() {
        def directories = []
        [home, target].each { it.toFile().eachDirRecurse { directory -> directories << directory.toPath() } }
        directories.findAll { directory ->
            (0..<directory.nameCount).any { Files.isExecutable(Path.of('/').resolve(directory.subpath(it, directory.nameCount)).resolve('bin/java')) }
        }
    }

    List<Path> archives(Path jdk) {
        Files.walk(home).withCloseable { it.filter { it.toString().endsWith('.jsa') && it.parent.endsWith(jdk.subpath(0, jdk.nameCount)) }.toList() }
    }

    static List<Object> identity(Path file) {
        [Files.readAttributes(file, 'unix:ino').ino, Files.getLastModifiedTime(file)]
    }

    static void changed(Path file, int secondsAgo) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() - 1000L * secondsAgo))
    }

    static void executable(File file, String commands) {
        file.text = "#!/bin/sh\n$commands\n"
        file.executable = true
    }

    Kvmsh.Result kvmsh(Map<String, Object> environment = [:], List<String> arguments) {
        end(launch(environment, ['./kvmsh', *arguments], tree))
    }

    static class Launched {
        Process process
        File out
        File err
    }

    Launched launch(Map<String, Object> environment, List<String> command, Path folder) {
        def out = Files.createTempFile(temp, 'out', '').toFile()
        def err = Files.createTempFile(temp, 'err', '').toFile()
        def builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectInput(new File('/dev/null')).redirectOutput(out).redirectError(err)
        builder.environment().keySet().removeIf { it ==~ /KVMSH_.*|XDG_.*|_JAVA_OPTIONS|J.*_JAVA_OPTIONS|JAVA_TOOL_OPTIONS/ }
        ([HOME: home, JAVA_HOME: JDK, PATH: "$busy:${System.getenv('PATH')}"] + environment).each { name, value ->
            value == null ? builder.environment().remove(name) : builder.environment().put(name, value.toString())
        }
        new Launched(process: builder.start(), out: out, err: err)
    }

    static Kvmsh.Result end(Launched launched) {
        if (!launched.process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            def children = launched.process.descendants().toList()
            launched.process.destroyForcibly()
            children*.destroyForcibly()
            assert !"no end after $PATIENCE_S s: ${launched.out.text}${launched.err.text}"
        }
        new Kvmsh.Result(status: launched.process.waitFor(), out: launched.out.text, err: launched.err.text)
    }
}
