package org.kvmsh.specs.model

import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** What single steps leave, on the model and on a KVM whose processor runs the guest's code and walks its page tables. */
@Timeout(600)
class ModelDebugsAsHardwareSpec extends Specification {
    /** QEMU's processor with nested paging, which the board usually lacks. */
    static final String HARDWARE = 'qemu:x86_64?cpu=EPYC-Milan'

    /** mov al,[si]; mov al,[di]; mov [si],al; mov [di],al; mov al,[si]; push ax; nop; hlt. The page of [si] is empty, that of [di] is not. */
    static final String CODE_16 = '8a 04 8a 05 88 04 88 05 8a 04 50 90 f4'
    static final String CODE_32 = '8a 06 8a 07 88 06 88 07 8a 06 50 90 f4'

    @Shared
    @AutoCleanup
    OnBoard model = new OnBoard('model:x86_64')

    @Shared
    @AutoCleanup
    OnBoard hardware

    def setupSpec() {
        Needed.orSkip('qemu:x86_64')
        hardware = new OnBoard(HARDWARE)
    }

    private void make(String start, String code) {
        [model, hardware]*.run("""m = vm {
              memory at: 0, size: 64.KB
              load at: 0x1000, hex: '$code'
              load at: 0x6000, hex: '01 02 03'
              vcpu(0) { $start; regs rsi: 0x3000, rdi: 0x6000, rsp: 0x8000 }
            }""")
    }

    private <T> T onBoth(String text) {
        def (one, other) = [model, hardware].collect { it.run(text) }
        assert one == other
        one
    }

    def "a non-empty page is in the dirty log from its first access, and page tables at every walk: #start"() {
        given:
        make(start, start.startsWith('real') ? CODE_16 : CODE_32)

        expect:
        onBoth('m.dirty()') == []
        (0..6).collect { onBoth('m.step(); m.dirty()') } == steps

        where:
        start                          || steps
        'real 0x1000'                  || [[0x1000], [0x6000], [0x3000], [0x6000], [], [0x7000], []]
        'prot32 0x1000'                || [[0x1000], [0x6000], [0x3000], [0x6000], [], [0x7000], []]
        'long64 0x1000, tables: 0x9000' || [[0x1000], [0x6000], [0x3000], [0x6000], [], [0x7000], []].collect { it + [0x9000, 0xa000, 0xb000] }
    }

    def "pages mapped before logging began appear in the log only when written"() {
        given:
        make('real 0x1000', CODE_16)

        expect:
        onBoth('m.run steps: 2; m.dirty()') == []
        (0..4).collect { onBoth('m.step(); m.dirty()') } == [[0x3000], [0x6000], [], [0x7000], []]
    }

    def "a single-step exit reports DR6.BS and the guest's DR7, and the debug registers do not change"() {
        given:
        make('real 0x1000', CODE_16)

        expect:
        onBoth('m.step(); m.exits.all*.toString().last()').endsWith('arch.exception: 0x1, arch.pc: 0x1002, arch.dr6: 0xffff4ff0, arch.dr7: 0x400')
        onBoth('m.vcpu(0).ioctl(KVM_GET_DEBUGREGS).toString()').contains('dr6: 0xffff0ff0\ndr7: 0x400')
    }

    def "a step over hlt ends with the hlt exit"() {
        given:
        make('real 0x100c', CODE_16)

        expect:
        onBoth('m.vcpu(0).ioctl(KVM_SET_GUEST_DEBUG, control: KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_SINGLESTEP); m.run().exit.toString()') == 'hlt'
        onBoth('m.regs.rip') == 0x100d
    }
}
