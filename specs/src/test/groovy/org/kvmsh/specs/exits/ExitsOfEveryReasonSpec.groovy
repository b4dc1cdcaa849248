package org.kvmsh.specs.exits

import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** Exits without their own word: {@code on(exit: KVM_EXIT_X86_RDMSR)}, {@code until: KVM_EXIT_DEBUG}. */
@Needs('kvm')
class ExitsOfEveryReasonSpec extends Specification {
    @AutoCleanup
    OnBoard on = new OnBoard('kvm')

    /** mov ecx, 0x10000; rdmsr; mov ebx, eax; wrmsr; hlt. */
    static final String MSRS = '''
        m = vm {
          ioctl KVM_ENABLE_CAP, cap: KVM_CAP_X86_USER_SPACE_MSR, args: [KVM_MSR_EXIT_REASON_UNKNOWN]
          memory at: 0, size: 64.KB
          load at: 0x1000, hex: '66 b9 00 00 01 00  0f 32  66 89 c3  0f 30  f4'
          vcpu(0) { real 0x1000 }
          HANDLER
        }
    '''

    def "MSRs unknown to KVM are read and written by handlers, with the kernel's field names"() {
        expect:
        on.run(MSRS.replace('HANDLER', '''
            on(exit: KVM_EXIT_X86_RDMSR) { e -> e.data = e.index + 42 }
            on(exit: KVM_EXIT_X86_WRMSR) { e -> written = [e.index, e.data] }
        ''') + '''
            m.run until: hlt
            [m.regs.rbx, written]
        ''') == [0x1002a, [0x10000, 0x1002a]]
    }

    def "without a handler, such an exit ends the run and shows all of its data"() {
        expect:
        on.run(MSRS.replace('HANDLER', '') + 'm.run(until: KVM_EXIT_X86_RDMSR).detail') ==
                "x86_rdmsr, the guest read an MSR that user space handles: error: 0x0, reason: KVM_MSR_EXIT_REASON_UNKNOWN, index: 0x10000, data: 0x0"
    }

    def "a single-step exit names the address"() {
        expect:
        on.run('''
            m = vm {
              memory at: 0, size: 64.KB
              load at: 0x1000, hex: '40 40 40 f4'
              vcpu(0) { real 0x1000; ioctl KVM_SET_GUEST_DEBUG, control: KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_SINGLESTEP }
            }
            m.run(until: KVM_EXIT_DEBUG).detail
        ''').startsWith('debug, a breakpoint or a single step that KVM_SET_GUEST_DEBUG requested: arch.exception: 0x1, arch.pc: 0x1001')
    }

    def "an emulation failure has all the data that KVM reports"() {
        expect:
        on.run('''
            m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '0f 0b f4'; vcpu(0) { long64 0x1000 } }
            m.run(within: 60.s).line()
        ''') ==~ /(internal_error, suberror \w+(, data( 0x\p{XDigit}+)*)?|shutdown) after 1 exit in .*/
    }
}
