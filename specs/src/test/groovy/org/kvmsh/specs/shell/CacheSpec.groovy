package org.kvmsh.specs.shell

import com.google.gson.Gson
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification
import spock.lang.TempDir

/** {@code kvmsh cache}: what kvmsh keeps on disk to be quick, and how it is deleted. */
class CacheSpec extends Specification {
    @TempDir
    Path folder

    Path cache

    def setup() {
        cache = folder.resolve('kvmsh')
        filled('boards/linux-image/kernel', 3 << 20)
        filled('compiled/0123', 1)
        filled('usr/share/kvmsh/old.jsa', 1)
        Files.writeString(cache.resolve('boards.lock'), '')
    }

    def "each directory has its size, what is in it, and the command that gets it again"() {
        when:
        def result = run('cache')

        then:
        result.status == 0
        result.err == ''
        result.out == """\
            $cache
              boards    3 MiB  kernels of emulated boards; to get them again: kvmsh boards setup
              compiled  1 MiB  compiled scripts
              usr       1 MiB  files of another version of kvmsh
            """.stripIndent()
        new Gson().fromJson(run('cache', '--json', 'boards').out, List) ==
                [[name: 'boards', directory: "$cache/boards".toString(), bytes: 3d * (1 << 20), about: 'kernels of emulated boards', again: 'kvmsh boards setup']]
    }

    def "without names, what a command must get again is kept"() {
        expect:
        run('cache', '--clear').out == 'boards: kept, 3 MiB; to delete it: kvmsh cache --clear boards\ncompiled: deleted, 1 MiB\nusr: deleted, 1 MiB\n'
        left() == ['boards', 'boards.lock']
        run('cache', '--clear', 'boards').out == 'boards: deleted, 3 MiB\n'
        left() == ['boards.lock']
        run('cache').out == "$cache: empty\n"
    }

    def "what a link leads to is not deleted"() {
        given:
        def outside = Files.writeString(Files.createDirectories(folder.resolve('outside')).resolve('file'), 'kept')
        Files.createSymbolicLink(cache.resolve('compiled/link'), outside.parent)

        expect:
        run('cache', '--clear', 'compiled').status == 0
        Files.readString(outside) == 'kept'
    }

    def "a directory that is not there is refused before anything is deleted"() {
        when:
        def result = run('cache', '--clear', 'compiled', 'bords')

        then:
        result.status == 2
        result.err == "kvmsh cache: $cache has no directory bords; it has: boards, compiled, usr\n"
        left() == ['boards', 'boards.lock', 'compiled', 'usr']
    }

    def "a directory that another kvmsh uses is kept"() {
        given:
        def path = cache.resolve(file)
        Files.createDirectories(path.parent)
        def channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
        channel.lock()

        when:
        def result = run('cache', '--clear', name)

        then:
        result.status == 1
        result.err == "kvmsh cache: $name is used by another kvmsh\n"
        Files.exists(path)

        cleanup:
        channel.close()

        where:
        name      | file
        'boards'  | 'boards.lock'
        'kernels' | 'kernels/x86_64/mine/lock'
    }

    @Needs('flock')
    def "archives of classes are kept while a launcher makes one"() {
        given: 'the lock of a launcher, on the directory'
        def archives = Files.createDirectories(cache.resolve('classes/0123'))
        def launcher = new ProcessBuilder('flock', archives.toString(), 'sh', '-c', 'echo locked; exec sleep 100').start()
        assert launcher.inputReader().readLine() == 'locked'

        when:
        def result = run('cache', '--clear')

        then:
        result.status == 1
        result.err == 'kvmsh cache: classes is used by another kvmsh\n'
        Files.exists(archives)

        when: 'it has ended'
        launcher.descendants().forEach { it.destroyForcibly() }
        launcher.waitFor()

        then:
        run('cache', '--clear', 'classes').status == 0
        !Files.exists(archives)

        cleanup:
        launcher.descendants().forEach { it.destroyForcibly() }
        launcher.destroyForcibly()
    }

    def "without a cache nothing is created"() {
        expect:
        Kvmsh.runWith([XDG_CACHE_HOME: "$folder/none".toString()], '', 'cache').out == "$folder/none/kvmsh: empty\n"
        !Files.exists(folder.resolve('none'))
    }

    private run(String... arguments) {
        Kvmsh.runWith([XDG_CACHE_HOME: folder.toString()], '', *arguments)
    }

    private void filled(String name, int bytes) {
        def file = cache.resolve(name)
        Files.createDirectories(file.parent)
        Files.write(file, new byte[bytes])
    }

    private List<String> left() {
        cache.toFile().list().sort()
    }
}
