package org.kvmsh.specs

import java.util.function.Consumer
import org.kvmsh.bindings.kernel.Region
import org.kvmsh.bindings.kvm.Answer
import org.kvmsh.bindings.kvm.Vm
import org.kvmsh.bindings.trace.Call
import spock.lang.Requires
import spock.lang.Specification

@Requires(value = { Kvmsh.hasKvm() }, reason = 'no /dev/kvm that this user may open, to hold the model against')
class ModelAnswersAsTheKernelSpec extends Specification {
    def "first-light.groovy gets the same answer to every call on the kernel and on the model"() {
        given:
        def script = new File(Kvmsh.script('first-light.groovy')).text

        when:
        def real = calls('kvm', script)
        def model = calls('model:x86_64', script)

        then:
        real.size() > 9
        model == real
    }

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

    def "a broken rule gets the same errno from the kernel and from the model: #rule"() {
        expect:
        errno('model:x86_64', call) == errno('kvm', call)
        errno('kvm', call) == number

        where:
        rule                                   | number | call
        'a VM type that there is not'          | 22     | { kvm, vm -> kvm.createVm(77) }
        'an API version with an argument'      | 22     | { kvm, vm -> kvm.ioctl('KVM_GET_API_VERSION', 1) }
        'a second vCPU of one id'              | 17     | { kvm, vm -> vm.createVcpu(0, 0x3000).get().close(); vm.createVcpu(0, 0x3000) }
        'a vCPU id out of range'               | 22     | { kvm, vm -> vm.createVcpu(1 << 30, 0x3000) }
        'memory at no page boundary'           | 22     | { kvm, vm -> vm.setUserMemoryRegion(0, 0x10, 0x1000, memory(vm)) }
        'memory of no whole pages'             | 22     | { kvm, vm -> vm.setUserMemoryRegion(0, 0, 0x10, memory(vm)) }
        'a slot that there is not'             | 22     | { kvm, vm -> vm.setUserMemoryRegion(1 << 20, 0, 0x1000, memory(vm)) }
        'two slots that overlap'               | 17     | { kvm, vm -> vm.setUserMemoryRegion(0, 0, 0x2000, memory(vm)).get(); vm.setUserMemoryRegion(1, 0x1000, 0x1000, memory(vm)) }
        'deleting a slot that is not set'      | 22     | { kvm, vm -> vm.setUserMemoryRegion(3, 0, 0, memory(vm)) }
        'a slot that changes its size'         | 22     | { kvm, vm -> vm.setUserMemoryRegion(0, 0, 0x2000, memory(vm)).get(); vm.setUserMemoryRegion(0, 0, 0x1000, memory(vm)) }
        'a TSS that is no place for it'         | 22     | { kvm, vm -> vm.ioctl('KVM_SET_TSS_ADDR', 0xfffff000L) }
        'a VM ioctl on /dev/kvm'               | 22     | { kvm, vm -> kvm.ioctl('KVM_CREATE_VCPU', 0) }
        'a vCPU ioctl on a VM'                 | 25     | { kvm, vm -> vm.ioctl('KVM_RUN', 0) }
        'a bad pointer'                        | 14     | { kvm, vm -> vm.ioctl('KVM_SET_USER_MEMORY_REGION', 8) }
    }

    /** Each call by name, what it was made on, its argument and answer, less what differs from machine to machine. */
    private static List<String> calls(String name, String script) {
        new OnBoard(name).withCloseable { on ->
            def calls = []
            on.board.kernel().tell({ Call call ->
                def answer = call.name() in ['KVM_CREATE_VM', 'KVM_CREATE_VCPU'] && call.answer() >= 0 ? 'fd' : call.answerText()
                calls << "${call.on()} ${call.name()} ${call.before()} = $answer".toString()
                        .replaceAll(/userspace_addr: 0x[0-9a-f]+/, 'userspace_addr: ...').replaceAll(/fd \d+/, 'fd')
            } as Consumer)
            on.run(script)
            calls
        }
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

    private static Region memory(Vm vm) {
        vm.kernel().allocate(0x4000).region()
    }
}
