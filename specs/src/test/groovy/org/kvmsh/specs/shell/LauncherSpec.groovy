package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.Eventually
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES

/** ./kvmsh as a process, in a copy of the tree with the jars that are there and one source; where it builds, a stand-in for mvn is what it calls. */
@Needs('jars')
class LauncherSpec extends Specification {
    static final File JDK = new File(System.getProperty('java.home')).canonicalFile
    /** What the launcher calls besides java and mvn. */
    static final List<String> TOOLS = ['readlink', 'sed', 'find', 'mkdir', 'rm', 'mv', 'cat', 'cksum', 'env', 'flock']
    static final List<String> ONE = ['-b', 'model:x86_64', '-e', '1']
    static final int PATIENCE_S = 400

    @Shared @TempDir
    Path temp
    @Shared
    Path home, tree, target, jars, tools

    def setupSpec() {
        home = Files.createDirectories(temp.resolve('home'))
        tree = Files.createDirectories(temp.resolve('a tree'))
        target = tree.resolve('repl/target')
        jars = Files.createDirectories(temp.resolve('jars'))
        tools = Files.createDirectories(temp.resolve('tools'))
        Files.copy(Kvmsh.ROOT.resolve('kvmsh'), tree.resolve('kvmsh'), COPY_ATTRIBUTES)
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

    def "a successful start prints only the result, the first time and later"() {
        when:
        def starts = [kvmsh(ONE), kvmsh(ONE)]

        then:
        starts.every { isOne(it) }

        when:
        archived()

        then:
        isOne(kvmsh(ONE))
        archives(JDK.toPath()).size() == 1
    }

    def "the first start does not wait for the archive of classes, and what makes it holds no pipe"() {
        given: 'a stand-in for Java that dumps classes only when it may, and after that'
        def may = temp.resolve('may')
        def java = standIn("while [ ! -e '$may' ]; do sleep 0.1; done; ")

        when: 'standard output and errors are pipes, which are read to their ends'
        def started = new ProcessBuilder(['./kvmsh', *ONE]).directory(tree.toFile()).tap { it.environment().putAll([HOME: "$home".toString(), JAVA_HOME: "$java".toString()]) }.start()
        def printed = started.inputStream.text + started.errorStream.text

        then:
        started.waitFor() == 0
        printed == ''
        archives(java) == []

        and: 'a start meanwhile makes none of its own, and waits for none'
        kvmsh(ONE, JAVA_HOME: java).status == 0
        archives(java) == []
        !calls(java).last().contains('-XX:SharedArchiveFile')

        when:
        Files.createFile(may)
        archived()
        kvmsh(ONE, JAVA_HOME: java)

        then:
        archives(java).size() == 1
        calls(java).count { it.contains('-Xshare:dump') } == 1
        calls(java).last().contains("-XX:SharedArchiveFile=${archives(java).first()} ")

        cleanup:
        may.toFile().createNewFile()
    }

    def "an archive whose making is killed is made by the next start"() {
        given:
        def may = temp.resolve('may go on')
        def java = standIn("echo half > \"\${argument#*=}\"; echo \$\$ > '$temp/dumping'; while [ ! -e '$may' ]; do sleep 0.1; done; ")
        def dumping = temp.resolve('dumping').toFile()

        when:
        kvmsh(ONE, JAVA_HOME: java)
        Eventually.eventually { dumping.exists() && dumping.text.trim() }
        def dump = ProcessHandle.of(dumping.text.trim() as long).get()
        def maker = dump.parent().get()
        [maker, dump]*.destroyForcibly()
        [maker, dump]*.onExit()*.get(PATIENCE_S, TimeUnit.SECONDS)
        archived()

        then:
        archives(java) == []

        when:
        Files.createFile(may)
        kvmsh(ONE, JAVA_HOME: java)
        archived()

        then:
        archives(java)*.toFile()*.text == ['classes\n']
    }

    def "an archive that would crash the JVM is rebuilt"() {
        given:
        kvmsh(ONE)
        archived()
        def archive = archives(JDK.toPath()).first().toFile()
        archive.writable = true
        new RandomAccessFile(archive, 'rw').withCloseable {
            it.seek((it.length() / 4) as long)
            // Half of it: less may leave a JVM that starts, or one that never ends.
            it.write(new byte[(it.length() / 2) as int])
        }

        expect:
        isOne(kvmsh(ONE))
    }

    def "with a limit of #limit open files it #does"() {
        when:
        def result = end(launch([:], ['sh', '-c', "ulimit -n $limit; exec ./kvmsh -b model:x86_64 -e 1".toString()], tree))

        then:
        limit < 64 ? [result.status, result.out, result.err] == [1, '', "kvmsh: needs 64 open files, and the limit is $limit: raise it with ulimit -n\n"] : isOne(result)

        where:
        limit || does
        16    || 'refuses to start'
        24    || 'refuses to start'
        63    || 'refuses to start'
        64    || 'starts'
    }

    @Requires(value = { LauncherSpec.otherJdks() }, reason = 'no other JDK 17 or later below /usr/lib/jvm')
    def "the same on the JDK in #jdk.name"() {
        when:
        def starts = [kvmsh(ONE, JAVA_HOME: jdk), archived(), kvmsh(ONE, JAVA_HOME: jdk)]

        then:
        isOne(starts[0])
        isOne(starts[2])

        where:
        jdk << otherJdks()
    }

    def "the exit status is the program's: #status for #what"() {
        when:
        def result = kvmsh(arguments)

        then:
        result.status == status
        result.err.contains(words)

        where:
        what                  | arguments                                                   || status | words
        'success'             | ONE                                                         || 0      | ''
        'a script that fails' | ['-b', 'model:x86_64', '-e', 'throw new Exception("boom")'] || 1      | 'boom'
        'wrong usage'         | ['--nonsense']                                              || 2      | '--nonsense'
    }

    def "a closed standard input is an error only if it is read: #arguments"() {
        when:
        def result = end(launch([:], ['sh', '-c', "exec ./kvmsh -b model:x86_64 $arguments <&-".toString()], tree))

        then:
        wanted ? [result.status, result.out, result.err] == [2, '', "kvmsh: cannot read standard input: it is closed\n"] : isOne(result)

        where:
        arguments || wanted
        ''        || true
        '-'       || true
        '-e 1'    || false
    }

    def "a closed standard output is an error, and a closed standard error is not"() {
        when:
        def results = ['>&-', '2>&-'].collect { end(launch([:], ['sh', '-c', "exec ./kvmsh -b model:x86_64 -e 1 $it".toString()], tree)) }

        then:
        [results[0].status, results[0].out, results[0].err] == [1, '', 'kvmsh: standard output: Bad file descriptor\n']
        isOne(results[1])
    }

    def "a deleted current directory is reported"() {
        given:
        def gone = Files.createDirectories(temp.resolve('gone'))

        when:
        def result = end(launch([:], ['sh', '-c', "rmdir '$gone'; exec '$tree/kvmsh' -b model:x86_64 -e 1".toString()], gone))

        then: 'the shell that runs the launcher may add a message'
        result.status == 1
        result.out == ''
        result.err.readLines().last() == 'kvmsh: the current directory is deleted: change to another one'
        !result.err.contains('java')
    }

    def "it starts from any directory, also through symbolic links"() {
        given:
        def links = Files.createDirectories(temp.resolve('links'))
        Files.createSymbolicLink(links.resolve('first'), tree.resolve('kvmsh'))
        Files.createSymbolicLink(links.resolve('second'), Path.of('first'))

        expect:
        isOne(end(launch(['env', 'second', *ONE], home, PATH: "$links:${System.getenv('PATH')}", CDPATH: links)))
    }

    def "the archive of classes is built once, and rebuilt when #what"() {
        given: 'a stand-in for Java, for which an archive takes no time'
        def java = standIn('')
        def dumps = { calls(java).count { it.contains('-Xshare:dump') } }
        def start = { kvmsh(ONE, JAVA_HOME: java) && archived() }

        when:
        2.times(start)

        then:
        dumps() == 1

        when:
        change(this, archives(java).first())
        2.times(start)

        then:
        dumps() == 2
        archives(java).size() == 1
        calls(java).last().contains("-XX:SharedArchiveFile=${archives(java).first()} ")

        where:
        what                    | change
        'it was deleted'        | { spec, archive -> Files.delete(archive) }
        'it was cut short'      | { spec, archive -> archive.toFile().text = 'clas' }
        'it was damaged'        | { spec, archive -> archive.toFile().text = 'cladses\n' }
        'its checksum is gone'  | { spec, archive -> Files.delete(archive.resolveSibling("${archive.fileName}.cksum")) }
        'a jar is newer'        | { spec, archive -> changed(spec.jars.toFile().listFiles().first().toPath(), 0) }
        'the jars have changed' | { spec, archive -> spec.target.resolve('built').toFile().with { it.text = "another$it.text" } }
    }

    def "without a writable home directory, the archive is beside the jars: #where"() {
        given: 'an existing archive, which is faster than creating one'
        kvmsh(ONE)
        archived()
        def archive = archives(JDK.toPath()).first()
        def copy = target.resolve(home.resolve('.cache').relativize(archive))
        Files.createDirectories(copy.parent)
        ['', '.cksum'].each { Files.copy(Path.of("$archive$it"), Path.of("$copy$it")) }
        def before = identity(copy)

        expect:
        isOne(kvmsh(ONE, HOME: elsewhere))
        identity(copy) == before

        where:
        where            | elsewhere
        'HOME unset'     | null
        'HOME no folder' | '/dev/null'
    }

    def "without #what, one sentence names what to install"() {
        given:
        def fake = Files.createDirectories(temp.resolve("$what/bin"))
        executable(fake.resolve('java').toFile(), '')
        temp.resolve("$what/release").toFile().text = "JAVA_VERSION=\"$version\"\n"
        Files.delete(target.resolve('built'))

        when:
        def result = kvmsh(ONE, PATH: tools, JAVA_HOME: jdk == null ? fake.parent : jdk)

        then:
        result.status == 1
        result.out == ''
        result.err ==~ /kvmsh: $sentence: install [^:\n]+ \(on Debian: apt-get install \S+\)\n/

        where:
        what      | version  | jdk            || sentence
        'java'    | ''       | '/nonexistent' || 'java not found'
        'java 17' | '11.0.2' | null           || 'java is 11.0.2'
        'javac'   | '17.0.1' | null           || 'no javac in .*, which the build of kvmsh needs'
        'mvn'     | ''       | JDK            || 'mvn not found, which the build of kvmsh needs'
    }

    def "a changed source is built, once"() {
        given:
        def mvn = mvn('')
        change()

        when:
        def starts = [kvmsh(ONE, PATH: mvn), kvmsh(ONE, PATH: mvn)]

        then:
        starts.every { isOne(it) }
        calls(mvn).size() == 1
    }

    def "of two concurrent starts, one builds and the other waits"() {
        given:
        def mvn = mvn('sleep 1')
        change()

        when:
        def both = [launch(['./kvmsh', *ONE], tree, PATH: mvn), launch(['./kvmsh', *ONE], tree, PATH: mvn)].collect { end(it) }

        then:
        both.every { isOne(it) }
        calls(mvn).size() == 1
    }

    def "a build that fails shows Maven's output"() {
        given:
        def mvn = mvn('echo "[ERROR] Units.java:[38,7] expected" >&2; exit 1')
        change()

        when:
        def result = kvmsh(ONE, PATH: mvn)

        then:
        result.status == 1
        result.out == ''
        result.err == '[ERROR] Units.java:[38,7] expected\nkvmsh: the build failed\n'
    }

    def "an interrupted build ends Maven and does not block the next start"() {
        given:
        def stuck = mvn('exec sleep 600')
        change()
        def interrupted = launch(['./kvmsh', *ONE], tree, PATH: stuck)
        while (calls(stuck).empty && interrupted.process.alive) {
            Thread.sleep(20)
        }
        def maven = interrupted.process.descendants().toList()

        when:
        interrupted.process.destroy()

        then:
        end(interrupted).status == 143
        maven.size() == 1
        maven.first().onExit().get(PATIENCE_S, TimeUnit.SECONDS)

        and:
        isOne(kvmsh(ONE, PATH: mvn('')))
    }

    static List<File> otherJdks() {
        def jdks = (new File('/usr/lib/jvm').listFiles() ?: []) as List<File>
        jdks.findAll { new File(it, 'bin/java').canExecute() && version(it) >= 17 }*.canonicalFile.unique().findAll { it != JDK }.sort()
    }

    private static int version(File jdk) {
        def release = new File(jdk, 'release')
        def version = release.canRead() ? release.text =~ /(?m)^JAVA_VERSION="(\d+)/ : null
        version ? version[0][1] as int : 0
    }

    private static boolean isOne(Kvmsh.Result result) {
        assert result.err == ''
        assert result.out ==~ /model:x86_64 \(model\), .*\n1\n/
        result.status == 0
    }

    /** Waits for the archive that a start has left in the making: whoever makes one holds a lock. */
    private boolean archived() {
        assert new ProcessBuilder('flock', '-w', "$PATIENCE_S", "$tree", 'true').start().waitFor() == 0
        true
    }

    /** A JDK whose java notes its arguments and does something before it writes an archive of classes. */
    private Path standIn(String does) {
        def java = Files.createTempDirectory(temp, 'jdk').toRealPath()
        Files.createDirectories(java.resolve('bin'))
        java.resolve('release').toFile().text = 'JAVA_VERSION="17.0.1"\n'
        executable(java.resolve('bin/java').toFile(), """
            echo "\$*" >> '$java/calls'
            for argument; do
              case \$argument in -XX:SharedArchiveFile=*.new) $does echo classes > "\${argument#*=}" ;; esac
            done""")
        java
    }

    private static List<String> calls(Path java) {
        java.resolve('calls').toFile().readLines()
    }

    private List<Path> archives(Path jdk) {
        Files.walk(home).withCloseable { it.filter { it.toString().endsWith('.jsa') && it.parent.endsWith(jdk.subpath(0, jdk.nameCount)) }.toList() }
    }

    private static List<Object> identity(Path file) {
        [Files.readAttributes(file, 'unix:ino').ino, Files.getLastModifiedTime(file)]
    }

    private static void changed(Path file, int secondsAgo) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() - 1000L * secondsAgo))
    }

    /** Changes the source, which is then newer than the jars. */
    private void change() {
        tree.resolve('bindings/src/Source.java').toFile().text = 'class Source { }'
    }

    private static void executable(File file, String commands) {
        file.text = "#!/bin/sh\n$commands\n"
        file.executable = true
    }

    /** A PATH with a stand-in for Maven, which notes that it was called, does something, and has then built. */
    private String mvn(String does) {
        def folder = Files.createTempDirectory(temp, 'maven')
        executable(folder.resolve('mvn').toFile(), """
            echo "\$*" >> '$folder/calls'
            $does
            cd '$target' && ln -sfn '$jars' lib && cp '${Kvmsh.ROOT}/repl/target/built' built""")
        "$folder:${System.getenv('PATH')}"
    }

    private static List<String> calls(String path) {
        def calls = new File(path.tokenize(':').first(), 'calls')
        calls.exists() ? calls.readLines() : []
    }

    private Kvmsh.Result kvmsh(Map<String, Object> environment = [:], List<String> arguments) {
        end(launch(environment, ['./kvmsh', *arguments], tree))
    }

    private static class Launched {
        Process process
        File out
        File err
    }

    private Launched launch(Map<String, Object> environment, List<String> command, Path folder) {
        def out = Files.createTempFile(temp, 'out', '').toFile()
        def err = Files.createTempFile(temp, 'err', '').toFile()
        def builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectInput(new File('/dev/null')).redirectOutput(out).redirectError(err)
        builder.environment().keySet().removeIf { it ==~ /KVMSH_.*|XDG_.*|_JAVA_OPTIONS|J.*_JAVA_OPTIONS|JAVA_TOOL_OPTIONS/ }
        ([HOME: home, JAVA_HOME: JDK] + environment).each { name, value ->
            value == null ? builder.environment().remove(name) : builder.environment().put(name, value.toString())
        }
        new Launched(process: builder.start(), out: out, err: err)
    }

    private static Kvmsh.Result end(Launched launched) {
        if (!launched.process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            def children = launched.process.descendants().toList()
            launched.process.destroyForcibly()
            children*.destroyForcibly()
            assert !"no end after $PATIENCE_S s: ${launched.out.text}${launched.err.text}"
        }
        new Kvmsh.Result(status: launched.process.waitFor(), out: launched.out.text, err: launched.err.text)
    }
}
