package org.kvmsh.specs

import org.kvmsh.bindings.kvm.Answer
import spock.lang.Requires
import spock.lang.Specification

@Requires(value = { Kvmsh.hasKvm() }, reason = 'no /dev/kvm that this user may open, to hold the model against')
class ModelAnswersAsTheKernelSpec extends Specification {
    def "what a guest does ends in the same way on the kernel and on the model: #guest"() {
        when:
        def ends = ['kvm', 'model:x86_64'].collect { board ->
            new OnBoard(board).withCloseable {
                it.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$hex'; vcpu(0) { real 0x1000; regs rax: 0xff05, rbx: 0xfffe, rdx: 0x80 } }")
                def outcome = it.run('m.run within: 2.s')
                [outcome.detail(), outcome.exits(), it.run('m.regs.toString()')]
            }
        }

        then:
        ends[0] == ends[1]

        where:
        guest                                   | hex
        'hlt'                                   | 'f4'
        'add with carry and zero out'           | 'bb 01 00 b8 ff ff 01 d8 f4'
        'add with overflow'                     | 'bb 01 00 b8 ff 7f 01 d8 f4'
        'add with adjust and parity'            | 'bb 01 00 b8 0f 00 01 d8 f4'
        'inc keeps the carry'                   | 'bb 01 00 b8 ff ff 01 d8 40 f4'
        'test of a negative byte'               | 'b0 80 84 c0 f4'
        'a byte into ah'                        | 'b4 7f f4'
        'jz taken and not'                      | '84 c0 74 01 43 b0 00 84 c0 74 01 43 f4'
        'jnz taken and not'                     | '84 c0 75 01 43 b0 00 84 c0 75 01 43 f4'
        'a jump back'                           | 'eb 01 f4 eb fd'
        'lodsb'                                 | 'be 06 10 ac f4 00 77'
        'mov between registers'                 | '89 c1 89 da f4'
        'out to a port in dx'                   | 'ee f4'
        'out to a port in the code'             | 'e6 42 f4'
        'in'                                    | 'ec f4'
        'nop'                                   | '90 f4'
    }

    /** What breaks a rule of its own is in scripts/x86/rules.groovy; a script can't make a call on a file of another kind. */
    def "a call on another kind of file gets the same errno from the kernel and from the model: #rule"() {
        expect:
        errno('model:x86_64', call) == errno('kvm', call)
        errno('kvm', call) == number

        where:
        rule                               | number | call
        'a VM ioctl on /dev/kvm'           | 22     | { kvm, vm -> kvm.ioctl('KVM_CREATE_VCPU', 0) }
        'a vCPU ioctl on a VM'             | 25     | { kvm, vm -> vm.ioctl('KVM_RUN', 0) }
        'one with an argument, at no memory' | 25   | { kvm, vm -> vm.ioctl('KVM_SET_REGS', 8) }
    }

    private static int errno(String board, Closure<Answer> call) {
        new OnBoard(board).withCloseable { on ->
            def vm = on.board.kvm().createVm(0).get()
            try {
                call(on.board.kvm(), vm).errno()
            } finally {
                vm.close()
            }
        }
    }
}
