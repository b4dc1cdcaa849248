package org.kvmsh.specs.shell

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** /reload starts the board again and runs the session's input; /board NAME tells what differs there. */
@Timeout(600)
class InputRunsAgainSpec extends Specification {
    static final String GUEST = "memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4'; vcpu(0) { real 0x1000; regs rax: 41 }"

    @TempDir
    Path folder

    TypedShell shell

    def cleanup() {
        shell?.close()
    }

    private TypedShell typedShell(String board, Language language = Language.GROOVY) {
        shell = new TypedShell([:], board, folder.resolve('history'), false, 200, language)
        shell.await('> ')
        shell
    }

    def "/reload runs what the board answered, in order, and leaves out what never reached it"() {
        given:
        typedShell('model:x86_64')
        shell.type("m = vm { $GUEST }").await('machine on model:x86_64')
        shell.type('misspelled').await("unknown name 'misspelled'")
        shell.type('kvm.ioctl KVM_CREATE_VM, 99').await('EINVAL')
        shell.type('m.run until: hlt').await('hlt after 1 exit')

        when:
        shell.type('/reload')

        then:
        shell.await('3 inputs run again on model:x86_64 (model), 1 not run: all ended as before').contains('model:x86_64 model> m.run until: hlt')

        and: 'its names are those of the new machine'
        shell.type('m.regs.rax + 500').await('542 (0x21e)')
    }

    def "in JavaScript names can be declared again: the old ones are forgotten"() {
        given:
        typedShell('model:x86_64', Language.JS)
        shell.type('const answer = 6 * 7').type('answer').await('\n42')

        expect:
        shell.type('/reload').await('2 inputs run again on model:x86_64 (model): all ended as before')
    }

    def "/board NAME tells what differs, and keeps names; --run tells what ends differently there"() {
        given:
        typedShell('model:x86_64')
        shell.type('answer = 6 * 7').await('42 (0x2a)')
        shell.type("m = vm { $GUEST }").await('machine on model:x86_64')

        when:
        def told = shell.type('/board model:arm-vgicv2').await("the machines are closed; /reload runs the session's input on this board")

        then:
        told.contains('  arm64 instead of x86_64')
        told.contains('capabilities supported here only: ARM_')
        told.contains('capabilities not supported here: ')

        when:
        shell.type('answer + 500').await('542 (0x21e)')
        shell.type('/board model:x86_64').await('  x86_64 instead of arm64')
        shell.type('/board model:arm-vgicv2 --run')

        then:
        shell.await('3 inputs run again on model:arm-vgicv2 (model): 1 ended differently')
        shell.await('    before: done')
    }

    def "what is missing is said: #typed"() {
        given:
        typedShell('model:x86_64')

        expect:
        shell.type(typed).await(said)

        where:
        typed               || said
        '/board --run'      || '--run needs a board'
        '/reload qemu:arm64' || '/reload takes no argument; to run the input on another board: /board NAME --run'
    }
}
