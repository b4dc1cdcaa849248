package org.kvmsh.specs.agent

import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream
import org.kvmsh.specs.kit.ClassArchive
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The agents that come with kvmsh compiled: without any compiler, {@code kvmsh boards agent} writes them and initramfs archives with them. */
class IncludedAgentsSpec extends Specification {
    static final byte[] PROGRAM = '\u007fELF and so on'.getBytes('ISO-8859-1')

    @TempDir
    Path folder
    @Shared
    String sources = checksum()

    @Sample(verify = 8)
    def "an agent of the sources is copied out, under each usual name of its machine: #name"() {
        given:
        include(sources, 'aarch64')

        when:
        def result = agent(name)
        def path = Path.of(result.out.trim())

        then:
        [result.status, result.err] == [0, '']
        path.startsWith(folder.resolve('cache/kvmsh/agent'))
        path.toFile().bytes == PROGRAM
        Files.isExecutable(path)

        where:
        name << ['aarch64', 'arm64']
    }

    def "it is written to a file that is named"() {
        given:
        include(sources, 'aarch64')
        def file = folder.resolve('kvmsh-agent')

        expect:
        agent('-o', "$file", 'aarch64').out == "$file\n"
        file.toFile().bytes == PROGRAM
        Files.isExecutable(file)
    }

    @Sample(verify = 16)
    def "what is not a regular file is not replaced: #what"() {
        given:
        include(sources, 'aarch64')
        def there = folder.resolve('there')
        ['sh', '-c', "$make $there"].execute().waitFor()

        when:
        def result = agent('-o', "$there", *options, 'aarch64')

        then:
        [result.status, result.out] == [2, '']
        result.err == "kvmsh boards: cannot write the agent to $there: it is not a regular file\n"

        where:
        what          | make                 | options
        'a FIFO'      | 'mkfifo'             | []
        'a directory' | 'mkdir'              | []
        'a device'    | 'ln -s /dev/null'    | []
        'of a device' | 'ln -s /dev/null'    | ['--initramfs']
    }

    def "a link leads to the file that is written, and a cache is not needed"() {
        given:
        include(sources, 'aarch64')
        def file = Files.writeString(folder.resolve('real'), 'old')
        def link = Files.createSymbolicLink(folder.resolve('link'), file)
        Files.createFile(folder.resolve('cache'))

        expect:
        agent('-o', "$link", 'aarch64').out == "$link\n"
        Files.isSymbolicLink(link)
        file.toFile().bytes == PROGRAM
    }

    @Sample(verify = 8)
    def "an agent #what is not used, and the compiler that is missing is named"() {
        given:
        include(of, machine)

        when:
        def result = agent('aarch64')

        then:
        [result.status, result.out] == [1, '']
        result.err == 'kvmsh boards: the agent for aarch64 is compiled on first use, but this host has no aarch64-linux-gnu-gcc; on Debian: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross\n'

        where:
        what                   | of       | machine
        'of other sources'     | '0' * 64 | 'aarch64'
        'of another machine'   | sources  | 'x86_64'
    }

    @Sample(verify = 8)
    def "an initramfs has it as /init, with the modules in the order of loading"() {
        given:
        include(sources, 'aarch64')
        def modules = Files.createDirectories(folder.resolve('target/lib/modules/6.1.0/kernel'))
        ['virtio.ko', 'virtio_net.ko', 'other.ko'].each { modules.resolve(it).toFile().text = it }
        modules.resolveSibling('modules.dep').toFile().text = 'kernel/virtio_net.ko: kernel/virtio.ko\nkernel/virtio.ko:\nkernel/other.ko:\n'
        def file = folder.resolve('board.cpio')

        expect:
        agent('--initramfs', *options.collect { it.replace('DIR', "$folder/target") }, '-o', "$file", 'aarch64').out == "$file\n"
        files(file).init == [0100755, PROGRAM]
        files(file).keySet().containsAll(['dev', 'dev/console', 'proc', 'sys'])
        new String(files(file).modules[1]) == loaded
        files(file).keySet().findAll { it.startsWith('modules.d/') } as List == loaded.readLines()*.substring(1)

        where:
        options                                   || loaded
        []                                        || ''
        ['--modules', 'DIR', '--load', 'virtio_net'] || '/modules.d/virtio.ko\n/modules.d/virtio_net.ko\n'
        ['--modules', 'DIR', '--load', 'other,virtio'] || '/modules.d/other.ko\n/modules.d/virtio.ko\n'
    }

    @Sample(verify = 16)
    def "what cannot be written is said in one line: #options"() {
        given:
        include(sources, 'aarch64')

        when:
        def result = agent(*options.collect { it.replace('DIR', "$folder") }, 'aarch64')

        then:
        [result.status, result.out, result.err.replace("$folder", 'DIR')] == [status, '', "kvmsh boards: $says\n"]

        where:
        options                                              || status | says
        ['--load', 'kvm', '--modules', 'DIR']                || 2      | '--modules and --load need --initramfs'
        ['--initramfs', '--load', 'kvm']                     || 2      | '--modules and --load must be used together'
        ['--initramfs', '--load', 'kvm', '--modules', 'DIR/nowhere'] || 1 | 'no such directory: DIR/nowhere'
        ['-o', 'DIR/nowhere/agent']                          || 1      | 'cannot write DIR/nowhere/agent: no such directory'
        ['--initramfs', '-o', 'DIR/nowhere/board.cpio']      || 1      | 'cannot write DIR/nowhere/board.cpio: no such directory'
    }

    /** The checksum that the build of the agents writes: of all sources, one after the other. */
    private static String checksum() {
        def files = Kvmsh.ROOT.resolve('bindings/src/main/c').toFile().listFiles().sort { (it.name.endsWith('.c') ? ' ' : 'headers ') + it.name }
        MessageDigest.getInstance('SHA-256').tap { digest -> files.each { digest.update(it.bytes) } }.digest().encodeHex()
    }

    private void include(String of, String machine) {
        def included = Files.createDirectories(folder.resolve('classes/META-INF/kvmsh-agents'))
        included.resolve('agents.tsv').toFile().text = "sources\t$of\nmusl\t1.2.5\n$machine\t0\t0\tgcc\n"
        Files.write(included.resolve(machine), PROGRAM)
    }

    private Kvmsh.Result agent(String... arguments) {
        def out = folder.resolve('out').toFile(), err = folder.resolve('err').toFile()
        def builder = new ProcessBuilder("${System.getProperty('java.home')}/bin/java", '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', *ClassArchive.options(), '-cp', "${ClassArchive.CLASS_PATH}:$folder/classes",
                'org.kvmsh.repl.Main', 'boards', 'agent', *arguments).redirectOutput(out).redirectError(err)
        builder.environment().putAll([PATH: "$folder/none".toString(), XDG_CACHE_HOME: "$folder/cache".toString()])
        int status = builder.start().waitFor()
        new Kvmsh.Result(status: status, out: out.text, err: err.text)
    }

    private static Map<String, List> files(Path archive) {
        def files = [:]
        new CpioArchiveInputStream(archive.toFile().newInputStream()).withCloseable { cpio ->
            for (def entry = cpio.nextEntry; entry != null; entry = cpio.nextEntry) {
                files[entry.name] = [(int) entry.mode, cpio.readAllBytes()]
            }
        }
        files
    }
}
