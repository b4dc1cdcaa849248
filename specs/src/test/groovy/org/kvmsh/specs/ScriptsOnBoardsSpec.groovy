package org.kvmsh.specs

import spock.lang.Specification
import spock.lang.Timeout

/** Each script of scripts/ on the real KVM of an emulated board; where a board is not at hand, what is missing is the reason to skip. */
@Timeout(120)
class ScriptsOnBoardsSpec extends Specification {
    def "scripts/#script on #board: #last"() {
        given:
        EmulatedBoards.orSkip(board)

        when:
        def result = Kvmsh.run('-q', '-b', board, Kvmsh.script(script))

        then:
        result.err == ''
        result.out.readLines().findAll { it.startsWith('not ok') } == []
        result.status == 0
        result.out.readLines().first().startsWith("$board emulated")
        result.out.readLines().last() == last

        where:
        board                | script                     || last
        'qemu:arm64'         | 'arm/vgic-v2.groovy'       || '41 tests passed'
        'qemu:arm64-gicv3'   | 'arm/vgic-v3.groovy'       || '19 tests passed'
        'qemu:arm64'         | 'arm/first-light.groovy'   || '3 expectations held'
        'qemu:arm64-gicv3'   | 'arm/first-light.groovy'   || '3 expectations held'
        'qemu:ppc64'         | 'ppc/hypercalls.groovy'    || '8 expectations held'
        'qemu:ppc64-powernv' | 'ppc/hypercalls.groovy'    || '8 expectations held'
        'qemu:ppc64'         | 'ppc/platform.groovy'      || '15 tests passed'
        'qemu:ppc64-powernv' | 'ppc/platform.groovy'      || '15 tests passed'
        'qemu:x86_64'        | 'x86/long-mode.groovy'     || '4 expectations held'
        'qemu:arm64'         | 'arm/assembled.groovy'     || '2 expectations held'
        'qemu:ppc64'         | 'ppc/assembled.groovy'     || '3 expectations held'
        'qemu:x86_64'        | 'x86/images.groovy'        || '3 tests passed, 1 skipped'
        'qemu:x86_64'        | 'x86/images.js'            || '3 tests passed, 1 skipped'
        'qemu:x86_64'        | 'x86/protected-mode.groovy' || '2 expectations held'
        'qemu:x86_64'        | 'x86/protected-mode.js'    || '2 expectations held'
        'qemu:x86_64'        | 'first-light.groovy'       || '2 expectations held'
    }
}
