package org.kvmsh.specs.board

import com.google.gson.Gson
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** kvmsh kernel list --json: the kernels of kvmsh kernel list, for programs. */
class KernelsAreListedAsJsonSpec extends Specification {
    @TempDir
    Path cache

    def "the JSON has the board, the name, the version, the size and the source of each kernel"() {
        given:
        def folder = Files.createDirectories(cache.resolve('kvmsh/kernels/arm64/mine'))
        Files.writeString(folder.resolve('facts.properties'), 'version=7.2.0-mine\nfrom=Linux 7.2\n')
        Files.write(folder.resolve('kernel'), new byte[4096])

        when:
        def json = new Gson().fromJson(list('--json'), List)

        then:
        json.size() == 1
        json[0].keySet() as List == ['board', 'name', 'version', 'bytes', 'from']
        json[0].board == 'qemu:arm64' && json[0].name == 'mine' && json[0].version == '7.2.0-mine' && json[0].bytes >= 4096
        list() =~ /^qemu:arm64 +mine +7\.2\.0-mine /
    }

    def "without a kernel it is an empty list"() {
        expect:
        list('--json') == '[]\n'
        list().startsWith('no kernels')
    }

    private String list(String... options) {
        Kvmsh.runWith([XDG_CACHE_HOME: cache.toString()], '', 'kernel', 'list', *options).out
    }
}
