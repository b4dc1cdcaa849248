package org.kvmsh.specs.proposal

import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.bindings.kvm.Vm
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/**
 * KVM_PPC_SET_PLATFORM of a real kernel with the patch, on a VM of each type, and of the proposal in front of real kernels without it, compared cell by cell
 * with the mail's own C. A POWER8 is to be the mail's POWER7: it has the compatibility mode of 2.06.
 */
@Needs(['seeds', 'gcc'])
@Timeout(600)
class PlatformsOnRealKernelsSpec extends Specification {
    @Shared @TempDir
    File folder
    @Shared
    Map<List, Integer> oracle

    def setupSpec() {
        oracle = new MailsPlatformCode(folder).answers(MailsPlatformCode.CELLS)
    }

    def "#board, a VM of type #type: all #cells cells are the mail's #mode on a POWER7"() {
        given:
        Needed.orSkip(board)
        def open = EmulatedBoards.open(board)
        def vm = open.kvm().createVm(type).get()

        when:
        def different = MailsPlatformCode.CELLS.findAll { cell -> ask(open, vm, cell) != oracle[[mode, 'POWER7', *cell]] }

        then:
        different == []
        MailsPlatformCode.CELLS.count { oracle[[mode, 'POWER7', *it]] == 0 } == accepted
        -vm.ioctl('KVM_PPC_SET_PLATFORM', 0).errno() == oracle[[mode, 'POWER7', null]]

        cleanup:
        vm?.close()
        open?.close()

        where:
        board                    | type | mode | accepted
        'qemu:ppc64-rfc'         | 0    | 'HV' | 1
        'qemu:ppc64-rfc'         | 1    | 'HV' | 1
        'qemu:ppc64-rfc'         | 2    | 'PR' | 44
        'rfc:qemu:ppc64-rfc'     | 2    | 'PR' | 44
        'rfc:qemu:ppc64'         | 0    | 'HV' | 1
        'rfc:qemu:ppc64-powernv' | 0    | 'HV' | 1
        cells = MailsPlatformCode.CELLS.size()
    }

    private static int ask(Board board, Vm vm, List<Long> cell) {
        Argument.of(board.kernel(), 'kvm_ppc_set_platform').withCloseable {
            -vm.ioctl('KVM_PPC_SET_PLATFORM', it.set('platform', cell[0]).set('guest_arch', cell[1]).set('flags', cell[2])).errno()
        }
    }
}
