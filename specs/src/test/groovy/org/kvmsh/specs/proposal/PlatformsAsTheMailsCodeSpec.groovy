package org.kvmsh.specs.proposal

import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.specs.kit.Needs
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/**
 * KVM_PPC_SET_PLATFORM on the HV and the PR kernel of both processors, a test a cell. What each shall answer is no table of ours: it is the mail's own C,
 * cut out of it, compiled with and without CONFIG_KVM_BOOK3S_64_HV and run over all cells.
 */
@Needs(['seeds', 'gcc'])
class PlatformsAsTheMailsCodeSpec extends Specification {
    private static final Map<List<String>, String> BOARDS = [['HV', 'PPC970']: 'model:ppc970-hv', ['HV', 'POWER7']: 'model:power7-hv',
                                                             ['PR', 'PPC970']: 'model:ppc-pr?cpu=ppc970', ['PR', 'POWER7']: 'model:ppc-pr']
    private static final List<List<Long>> CELLS = MailsPlatformCode.CELLS

    @Shared @TempDir
    File folder
    /** By mode, processor and cell. */
    @Shared
    Map<List, Integer> oracle
    @Shared
    Map<List<String>, Board> boards = [:]

    def setupSpec() {
        oracle = new MailsPlatformCode(folder).answers(CELLS)
        BOARDS.each { key, name -> boards[key] = new Boards(System.getenv()).open(name) }
    }

    def cleanupSpec() {
        boards.values()*.close()
    }

    def "the #mode kernel of a #cpu: platform #platform, guest_arch #arch, flags #flags"() {
        expect:
        ask(boards[[mode, cpu]], platform, arch, flags) == oracle[[mode, cpu, platform, arch, flags]]

        where:
        [mode, cpu, platform, arch, flags] << [BOARDS.keySet().toList(), CELLS].combinations().collect { it.flatten() }
    }

    def "the #mode kernel of a #cpu: a bad pointer"() {
        given:
        def vm = boards[[mode, cpu]].kvm().createVm(0).get()

        expect:
        -vm.ioctl('KVM_PPC_SET_PLATFORM', 0).errno() == oracle[[mode, cpu, null]]

        cleanup:
        vm.close()

        where:
        [mode, cpu] << BOARDS.keySet().toList()
    }

    def "the compiled code of the mail accepts some values and refuses others, on every kernel"() {
        expect:
        BOARDS.keySet().every { key -> CELLS.collect { oracle[key + it] }.toSet() == [0, -22] as Set }
        oracle.size() == BOARDS.size() * (CELLS.size() + 1)
    }

    /** The call itself on its own VM: 0, or the negated errno. */
    private static int ask(Board board, long platform, long arch, long flags) {
        board.kvm().createVm(0).get().withCloseable { vm ->
            Argument.of(board.kernel(), 'kvm_ppc_set_platform').withCloseable {
                -vm.ioctl('KVM_PPC_SET_PLATFORM', it.set('platform', platform).set('guest_arch', arch).set('flags', flags)).errno()
            }
        }
    }
}
