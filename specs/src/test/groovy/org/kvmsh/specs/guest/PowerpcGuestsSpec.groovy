package org.kvmsh.specs.guest

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** powerpc guests on the real KVM of an emulated board. */
@Needs(PowerpcGuestsSpec.BOARD)
@Timeout(600)
class PowerpcGuestsSpec extends Specification {
    static final String BOARD = 'qemu:ppc64'
    static final String CALL = '22 00 00 44'
    static final String FOREVER = '00 00 00 48'

    @Shared
    @AutoCleanup
    OnBoard on

    def setupSpec() {
        on = new OnBoard(EmulatedBoards.open(BOARD))
    }

    def cleanup() {
        on.run('m.close()')
    }

    private static String guest(String code, String more = '') {
        "m = vm { platform SPAPR; memory at: 0, size: 64.KB; load at: 0x1000, hex: '$code'; vcpu(0) { start 0x1000; regs r3: 0x58, r4: 1, r5: 2, r12: 9 }; $more }"
    }

    def "all 64 bits of registers are read and written by name"() {
        given:
        on.run(guest(FOREVER))

        expect:
        on.run('m.regs.pc') == 0x1000
        on.run('m.regs.msr == 0x8000000000001001')
        on.run('m.regs.r31 = 0xffffffff80000000; m.regs.r31 == 0xffffffff80000000')
        on.run('m.regs.lr = 0x1234; m.regs.lr') == 0x1234
        on.run('m.regs.toString()').contains('r31    0xffffffff80000000')
    }

    def "arch #arch sets the vCPU's processor version"() {
        given:
        on.run("m = vm { platform SPAPR; arch $arch; vcpu 0 }")

        expect:
        on.run('m.vcpu(0).ioctl(KVM_GET_ONE_REG, id: KVM_REG_PPC_ARCH_COMPAT).value') == logical
        on.steps.last() ==~ /  vcpu  KVM_SET_ONE_REG id: 0x10200000000000b7 \(KVM_REG_PPC_ARCH_COMPAT\), addr: 0x[0-9a-f]+ -> 0x${Integer.toHexString(logical)} = 0/

        where:
        arch || logical
        206  || 0x0f000003
        207  || 0x0f000004
        300  || 0x0f000005
    }

    def "a hypercall exit has the number, the name and the registers, and its answer is in r3 when the guest continues"() {
        given:
        on.run(guest("$CALL $FOREVER", 'on(hcall: 0x58) { e -> seen = [e.nr, e.call, e.args as List]; -4 }'))

        expect:
        on.run('m.run(within: 2.s).exit == timeout')
        on.run('seen') == [0x58, 'H_PUT_TERM_CHAR', [1, 2, 0, 0, 0, 0, 0, 0, 9]]
        on.run('m.regs.r3 == H_PARAMETER')
        on.run('m.regs.r12') == 9
    }

    def "an argument that a handler assigns reaches the guest, and values read before do not change"() {
        given:
        on.run(guest("$CALL $FOREVER", 'on(hcall: 0x58) { e -> seen = e.args; again = e.args; again[0] = 0x77; e.args[8] = 0xffffffff80000000; 0 }'))

        expect:
        on.run('m.run(within: 2.s).exit == timeout')
        on.run('[m.regs.r4, m.regs.r5]') == [0x77, 2]
        on.run('m.regs.r12 == 0xffffffff80000000')
        on.run('seen as List') == [1, 2, 0, 0, 0, 0, 0, 0, 9]
    }

    def "a handler without a result answers H_SUCCESS, and a range of numbers may have one handler"() {
        given:
        on.run(guest("$CALL $FOREVER", 'on(hcall: H_GET_TERM_CHAR..H_PUT_TERM_CHAR) { e -> "done" }'))

        expect:
        on.run('m.run(within: 2.s).exit == timeout')
        on.run('m.regs.r3') == 0
    }

    def "a register set after a hypercall survives the completion of that exit"() {
        given:
        on.run(guest("$CALL $FOREVER"))

        expect:
        on.run('m.run().exit == hcall')
        on.run('m.regs.r3 = 0x1234; m.run within: 2.s; m.regs.r3') == 0x1234
        on.run('m.regs.pc') == 0x1004
    }

    def "run until: hcall ends at the first one, answered or not"() {
        given:
        on.run(guest("$CALL $FOREVER", 'on(hcall: 0x58) { 0 }'))

        expect:
        on.run('m.run until: hcall').detail().startsWith('papr_hcall H_PUT_TERM_CHAR (0x58) args 0x1 0x2')
    }

    def "without SPAPR a vCPU in hypervisor mode cannot run, and the rule explains it"() {
        when:
        on.run('m = vm { memory at: 0, size: 64.KB; vcpu(0) { start 0x1000 } }; m.run()')

        then:
        def e = thrown(ScriptError)
        e.message.startsWith('KVM_RUN of vCPU 0 failed with EINVAL')
        e.message.contains('  rule: a vCPU of an HV VM needs KVM_CAP_PPC_PAPR')
    }

    def "the mission line is refused at its first word that this kernel does not support"() {
        when:
        on.run('m = vm { }; vm { platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000 }')

        then:
        def e = thrown(ScriptError)
        e.message.startsWith('vgic needs an arm board or an ioctl from a posted patch, KVM_SET_DEVICE_ADDRESS; board qemu:ppc64 (emulated) is ppc64 and lacks that ioctl')
    }
}
