package org.kvmsh.specs.board

import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A bundle of a board that is set up, taken to a machine whose cache is empty. */
@Needs(['qemu:x86_64', 'agent:x86_64'])
@Timeout(600)
class BundledBoardsBootSpec extends Specification {
    @TempDir
    Path folder

    def "a board that is set up from a bundle boots and runs a guest"() {
        given:
        def file = folder.resolve('lab.tar.gz').toString()
        def lab = [XDG_CACHE_HOME: folder.resolve('cache').toString()]

        expect:
        Kvmsh.run('boards', 'bundle', file, 'qemu:x86_64').status == 0
        Kvmsh.runWith(lab, '', 'boards', 'setup', '--offline', file).out.startsWith('qemu:x86_64 is set up: Linux ')

        when:
        def result = Kvmsh.runWith(lab, '', '-q', '-b', 'qemu:x86_64', Kvmsh.script('first-light.groovy'))

        then:
        result.err == ''
        result.status == 0
        result.out.endsWith('first light\n2 expectations held\n')
    }
}
