package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.CopiedLauncher
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES

/** bin/kvmsh of a package: the same launcher without a tree, which builds nothing and writes nothing beside its jars. */
@Needs('jars')
class PackagedLauncherSpec extends CopiedLauncher {
    Path unpacked

    def setup() {
        unpacked = Files.createTempDirectory(temp, 'a package').toRealPath()
        Files.createDirectories(unpacked.resolve('bin'))
        Files.createDirectories(unpacked.resolve('lib'))
        Files.copy(Kvmsh.ROOT.resolve('kvmsh'), unpacked.resolve('bin/kvmsh'), COPY_ATTRIBUTES)
        Files.copy(Kvmsh.ROOT.resolve('repl/target/built'), unpacked.resolve('lib/built'))
        Files.createSymbolicLink(unpacked.resolve('lib/jars'), jars)
    }

    def "it runs through a symbolic link, and its archive of classes is the person's"() {
        given:
        def link = Files.createSymbolicLink(unpacked.resolve('link'), unpacked.resolve('bin/kvmsh'))

        when:
        def starts = [packaged([:], "$link", *ONE), archived(), packaged([:], "$link", *ONE)]

        then:
        isOne(starts[0])
        isOne(starts[2])
        archives(JDK.toPath()).size() == 1
        archives(JDK.toPath()).first().startsWith(home.resolve('.cache/kvmsh/classes'))
        unpacked.resolve('lib').toFile().list().sort() == ['built', 'jars']
    }

    def "what makes the archive of classes has the lowest priority, and begins after the answer"() {
        given: 'a stand-in for Java that notes its scheduling policy and the processes that it finds'
        def java = Files.createTempDirectory(temp, 'jdk').toRealPath()
        Files.createDirectories(java.resolve('bin'))
        java.resolve('release').toFile().text = 'JAVA_VERSION="17.0.1"\n'
        executable(java.resolve('bin/java').toFile(), """
            case "\$*" in
              *-Xshare:dump*) { cut -d ' ' -f 41 /proc/self/stat; cut -d ' ' -f 19 /proc/self/stat; [ ! -e '$java/answered' ] || echo after; } > '$java/priority' ;;
              *repl.Main*) sleep 1; touch '$java/answered' ;;
            esac""")

        when:
        def result = packaged([JAVA_HOME: java, PATH: System.getenv('PATH')], "$unpacked/bin/kvmsh", '--version')
        archived()

        then: 'SCHED_IDLE is 5'
        result.status == 0
        def (policy, nice, when) = java.resolve('priority').toFile().readLines()
        policy == '5' || nice == '19'
        when == 'after'
    }

    def "a package whose #what is missing is named, and nothing is built"() {
        given:
        damage(unpacked)

        when:
        def result = packaged([:], "$unpacked/bin/kvmsh", *ONE)

        then:
        [result.status, result.out, result.err] == [1, '', "kvmsh: $unpacked/lib is incomplete: unpack or install kvmsh again\n"]

        where:
        what         | damage
        'list'       | { Files.delete(it.resolve('lib/built')) }
        'jars'       | { Files.delete(it.resolve('lib/jars')) }
    }

    def "without Java, one sentence names the package that has it"() {
        when:
        def result = packaged([PATH: tools, JAVA_HOME: '/nonexistent'], "$unpacked/bin/kvmsh", *ONE)

        then:
        [result.status, result.out, result.err] == [1, '', 'kvmsh: java not found: install Java 17 or later (on Debian: apt-get install default-jre-headless)\n']
    }

    private Kvmsh.Result packaged(Map<String, Object> environment, String... command) {
        end(launch(environment, command as List, home))
    }
}
