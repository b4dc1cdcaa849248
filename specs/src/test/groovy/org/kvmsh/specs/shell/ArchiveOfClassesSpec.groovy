package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.CopiedLauncher
import org.kvmsh.specs.kit.Eventually
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.Whole

/** The archive of classes that makes a start quick: it is made in the background, once, and only a whole one is used. */
@Needs('jars')
class ArchiveOfClassesSpec extends CopiedLauncher {
    def "the first start does not wait for the archive of classes, and what makes it holds no pipe"() {
        given: 'a stand-in for Java that dumps classes only when it may, and after that'
        def may = temp.resolve('may')
        def java = standIn("while [ ! -e '$may' ]; do sleep 0.1; done; ")

        when: 'standard output and errors are pipes, which are read to their ends'
        def started = new ProcessBuilder(['./kvmsh', *ONE]).directory(tree.toFile()).tap { it.environment().tap { it.remove('XDG_CACHE_HOME') }.putAll([HOME: "$home".toString(), JAVA_HOME: "$java".toString()]) }.start()
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

    def "where cksum is missing, as in a small busybox, no start makes an archive"() {
        given:
        def java = standIn('')
        def few = Files.createDirectories(temp.resolve('few'))
        tools.toFile().eachFile { if (it.name != 'cksum') { Files.createSymbolicLink(few.resolve(it.name), it.toPath()) } }

        when:
        def result = kvmsh(ONE, JAVA_HOME: java, PATH: few)
        archived()

        then:
        result.status == 0
        result.err == ''
        calls(java).size() == 1
        archives(java) == []
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

    @Whole('ArchiveOfClassesSpec: the archive of classes is built once, and rebuilt when')
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

    @Sample(verify = 16)
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

    @Sample(verify = 16)
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
}
