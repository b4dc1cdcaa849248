package org.kvmsh.specs.model

import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Software models of the powerpc boards of 2011, as a script and as a caller of the seam find them. */
@Timeout(600)
class PowerpcModelsSpec extends Specification {
    static final List<String> HYPERVISORS = ['model:ppc970-hv', 'model:power7-hv', 'model:rfc']
    static final List<String> ALL = HYPERVISORS + ['model:ppc-pr', 'model:ppc-pr?cpu=ppc970']
    private static final long PAGE = 16L << 20
    private static final String END = '38 60 07 f0  44 00 00 22'      // li r3, 0x7f0; sc 1

    @AutoCleanup
    OnBoard on
    @TempDir
    File folder

    /** A machine with PAPR whose guest is at 0x1000, in memory that every board takes. */
    private void guest(String board, String hex, String more = '') {
        on = new OnBoard(board)
        boolean hv = !board.startsWith('model:ppc-pr')
        def platform = hv ? "platform SPAPR; arch ${board.contains('970') ? 201 : 206}; rma 128.MB" : 'memory at: 0, size: 64.KB'
        def papr = hv ? '' : '; ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR'
        on.run("m = vm { $platform; load at: 0x1000, hex: '$hex'; vcpu(0) { start 0x1000$papr }; $more }")
    }

    def "#board runs a guest to its hypercall, whose answer is in r3 when the guest continues"() {
        given:
        guest(board, "38 80 00 07 $END 7c 7f 1b 78 $END")     // li r4, 7; ...; mr r31, r3

        expect:
        on.run('m.run(until: hcall).detail').startsWith('papr_hcall 0x7f0 args 0x7')
        on.run('m.regs.pc') == 0x100c
        on.run('m.run(until: hcall).detail').startsWith('papr_hcall 0x7f0')
        on.run('m.regs.r31 == H_FUNCTION')

        where:
        board << ALL
    }

    def "big-endian in memory and in registers: #board"() {
        given:
        guest(board, "3d e0 11 22  61 ef 33 44  91 e0 20 00  e8 80 20 00 $END")     // lis, ori r15; stw r15, 0x2000; ld r4, 0x2000
        on.run('m.run until: hcall')

        expect:
        on.run('m.mem(0x2000, 8).bytes') == [0x11, 0x22, 0x33, 0x44, 0, 0, 0, 0]
        on.run('m.regs.r4') == 0x1122334400000000L

        where:
        board << ALL
    }

    def "big-endian in the structs of ioctls and in kvm_run: #board"() {
        given:
        def opened = new Boards(System.getenv()).open(board)
        def kernel = opened.kernel()
        def vm = opened.kvm().createVm(0).get()
        def memory = kernel.allocate(PAGE, PAGE).region()
        memory.write(0x1000, (END.replace(' ', '')).decodeHex())
        vm.setUserMemoryRegion(0, 0, PAGE, memory).get()
        int vcpu = vm.ioctl('KVM_CREATE_VCPU', 0).get()
        def run = kernel.map(vcpu, 0x1000, 0).region()
        def papr = Argument.of(kernel, 'kvm_enable_cap').set('cap', kernel.abi().constant('KVM_CAP_PPC_PAPR'))
        def regs = Argument.of(kernel, 'kvm_regs').set('pc', 0x1000).set('msr', -0x8000000000000000L)
        def layout = kernel.abi().struct('kvm_run')

        expect:
        regs.region().bytes(kernel.abi().struct('kvm_regs').offset('pc'), 8) == [0, 0, 0, 0, 0, 0, 0x10, 0] as byte[]
        kernel.ioctl(vcpu, kernel.abi().ioctl('KVM_ENABLE_CAP').request(), papr.region()) == 0
        kernel.ioctl(vcpu, kernel.abi().ioctl('KVM_SET_REGS').request(), regs.region()) == 0
        kernel.run(vcpu) == 0
        run.bytes(layout.offset('exit_reason'), 4) == [0, 0, 0, 19] as byte[]
        run.bytes(layout.offset('papr_hcall.nr'), 8) == [0, 0, 0, 0, 0, 0, 7, 0xf0] as byte[]

        cleanup:
        kernel.close(vcpu)
        vm.close()
        opened.close()

        where:
        board << ALL - 'model:ppc970-hv'
    }

    def "an instruction that #board does not implement is an error of the model, with its position in the code and in the script"() {
        given:
        def script = new File(folder, 'unknown.groovy')
        script.text = "def m = vm { $setup; load at: 0x1000, hex: '60 00 00 00 $hex'; vcpu(0) { start 0x1000; ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR } }\n\nm.run()\n"

        when:
        def result = Kvmsh.run('-q', '-b', board, script.path)

        then:
        result.status == 1
        result.err.readLines().first() == "$script.path:3:1: the model of a $processor does not implement the instruction 0x${hex.replace(' ', '')} at 0x1004"

        where:
        board                     | processor | hex           | setup
        'model:power7-hv'         | 'POWER7'  | '7c 00 00 7c' | 'rma 128.MB'             // wait
        'model:power7-hv'         | 'POWER7'  | '00 00 00 00' | 'rma 128.MB'
        'model:power7-hv'         | 'POWER7'  | 'fc 20 08 90' | 'rma 128.MB'             // fmr f1, f1
        'model:ppc970-hv'         | 'PPC970'  | '7c c0 7c 28' | 'rma 128.MB'             // ldbrx, which came with 2.06
        'model:ppc-pr?cpu=ppc970' | 'PPC970'  | '7f e0 00 08' | 'memory at: 0, size: 64.KB'  // trap
        'model:ppc-pr'            | 'POWER7'  | '00 00 02 00' | 'memory at: 0, size: 64.KB'  // attn
    }

    def "address translation is refused by the model itself: #msr"() {
        given:
        guest('model:power7-hv', END)
        on.run("m.regs.msr = $msr")

        when:
        on.run('m.run()')

        then:
        def e = thrown(Exception)
        e.message.contains('only 64-bit supervisor code in real mode; at 0x1000 MSR is 0x')

        where:
        msr << ['0x8000000000001030', '0x8000000000005000', '0x1000']
    }

    def "hypervisor mode has no MMIO: an access to unmapped memory interrupts the guest, on #board"() {
        given: 'at 0x300 the guest ends, with DAR and DSISR in r4 and r5'
        guest(board, code, "load at: 0x300, hex: '7c 93 02 a6 7c b2 02 a6 $END'")

        expect:
        on.run('m.run(until: hcall).detail').startsWith("papr_hcall 0x7f0 args 0x20000000 0x${dsisr}")
        on.run('m.exits.last.toString()').count('mmio') == 0
        on.run('m.regs.r15') == 0x20000000L

        where:
        board             | code                       | dsisr
        'model:power7-hv' | '3d e0 20 00  80 0f 00 00' | '8000000'     // lis r15, 0x2000; lwz r0, 0(r15)
        'model:power7-hv' | '3d e0 20 00  98 0f 00 00' | 'a000000'     // stb r0, 0(r15)
        'model:ppc970-hv' | '3d e0 20 00  94 0f 00 00' | 'a000000'     // stwu r0, 0(r15)
    }

    def "execution outside of memory is an instruction storage interrupt, and #mode"() {
        given:
        on = new OnBoard('model:power7-hv')
        on.run("m = vm { platform SPAPR; arch 206; $memory; load at: 0x400, hex: '7c 9a 02 a6 7c bb 02 a6 $END'; vcpu(0) { start 0x30000000 } }")

        expect:
        on.run('m.run(until: hcall).detail').startsWith('papr_hcall 0x7f0 args 0x30000000 0x8000000008001000')

        where:
        mode                             | memory
        'an area ends where its limit is' | 'rma 128.MB; memory at: 0x30000000, size: 16.MB, huge: 16.MB'
        'so does what a page table stands for' | 'memory at: 0, size: 16.MB, huge: 16.MB'
    }

    @Sample(verify = 4)
    def "in problem state, an access to unmapped memory is an MMIO exit: #text"() {
        given:
        guest(board, "3d e0 20 00  38 80 ff 88  38 c0 00 10 $code $END", 'on(mmio: 0x20000000..0x200000ff) { e -> seen = e.toString(); 0x80f1 }')

        expect:
        on.run('m.run(until: hcall); m.regs.r6') == r6
        on.run('seen') == exit
        on.run('m.regs.r15') == r15

        where:
        text                | code          | board                     || exit                                           | r6         | r15
        'stb r4, 4(r15)'    | '98 8f 00 04' | 'model:ppc-pr'            || 'mmio write 0x20000004 length 1 value 0x88'       | 16         | 0x20000000
        'sthu r4, 4(r15)'   | 'b4 8f 00 04' | 'model:ppc-pr'            || 'mmio write 0x20000004 length 2 value 0xff88'     | 16         | 0x20000004
        'stwbrx r4, 0, r15' | '7c 80 7d 2c' | 'model:ppc-pr'            || 'mmio write 0x20000000 length 4 value 0x88ffffff' | 16         | 0x20000000
        'lhz r6, 2(r15)'    | 'a0 cf 00 02' | 'model:ppc-pr?cpu=ppc970' || 'mmio read 0x20000002 length 2'                   | 0x80f1     | 0x20000000
        'lhzu r6, 2(r15)'   | 'a4 cf 00 02' | 'model:ppc-pr'            || 'mmio read 0x20000002 length 2'                   | 0x80f1     | 0x20000002
        'lha r6, 2(r15)'    | 'a8 cf 00 02' | 'model:ppc-pr'            || 'mmio read 0x20000002 length 2'                   | -0x7f0f    | 0x20000000
        'lhbrx r6, 0, r15'  | '7c c0 7e 2c' | 'model:ppc-pr'            || 'mmio read 0x20000000 length 2'                   | 0xf180     | 0x20000000
    }

    @Sample(verify = 16)
    def "without KVM_CAP_PPC_PAPR #board #what"() {
        given:
        on = new OnBoard(board)
        on.run("m = vm { $memory; load at: 0xc00, hex: '7c fa 02 a6 48 00 00 00'; load at: 0x1000, hex: '$END'; vcpu(0) { start 0x1000 } }")

        expect:
        on.run('attempt { m.run within: 1.s } ?: "ran"').toString() == answer
        on.run('m.regs.r7') == r7

        where:
        board             | memory      || answer   | r7     | what
        'model:power7-hv' | 'rma 128.MB' || 'EINVAL' | 0      | 'runs no guest'
        'model:ppc970-hv' | 'rma 128.MB' || 'EINVAL' | 0      | 'runs no guest'
        'model:ppc-pr'    | 'memory at: 0, size: 64.KB' || 'ran' | 0x1008 | 'leaves a hypercall to the guest itself, at 0xc00'
    }

    def "a PPC970 needs a real mode area to run a guest, and a POWER7 has a virtual one: #board"() {
        given:
        on = new OnBoard(board)
        on.run("m = vm { platform SPAPR; arch $arch; memory at: 0, size: 16.MB, huge: 16.MB; load at: 0x1000, hex: '$END'; vcpu(0) { start 0x1000 } }")

        expect:
        on.run('attempt { m.run until: hcall } ?: "ran"').toString() == answer

        where:
        board             | arch || answer
        'model:ppc970-hv' | 201  || 'EPERM'
        'model:power7-hv' | 206  || 'ran'
    }

    def "MSR[LE] works on a POWER7 in hypervisor mode, and is ignored on a PPC970 and in problem state: #board"() {
        given: 'li r3, 0x7f0; sc 1 in one order, or as words of another'
        guest(board, code)
        on.run('m.regs.msr = 0x8000000000001001')

        expect:
        on.run('m.run(until: hcall).detail').startsWith('papr_hcall 0x7f0')

        where:
        board             | code
        'model:power7-hv' | 'f0 07 60 38  22 00 00 44'
        'model:ppc970-hv' | END
        'model:ppc-pr'    | END
    }

    def "H_CEDE waits in the kernel until the time is over, and H_PROD of another vCPU ends it"() {
        given:
        guest('model:power7-hv', "38 60 00 e0  44 00 00 22 $END", 'vcpu(1) { start 0x2000 }; load at: 0x2000, hex: "60 00 00 00  48 00 00 00"')
        def ceded = on.run('m.run(within: 200.ms)')

        expect:
        ceded.exit().toString() == 'timeout'
        ceded.exits() == 0

        when:
        guest('model:power7-hv', "38 60 00 e0  44 00 00 22 $END", 'vcpu(1) { start 0x2000 }; load at: 0x2000, hex: "38 60 00 e8 38 80 00 00 44 00 00 22  48 00 00 00"')

        then:
        on.run('m.run(until: hcall, within: 5.s).detail').startsWith('papr_hcall 0x7f0')
    }

    def "a guest that never exits is stopped, and resumes"() {
        given:
        guest('model:ppc-pr', '39 ef 00 01  4b ff ff fc')       // addi r15, r15, 1; b .-4

        expect:
        on.run('m.run(within: 1.s).exit').toString() == 'timeout'
        on.run('before = m.regs.r15') > 0
        on.run('m.run(within: 1.s).exit').toString() == 'timeout'
        on.run('m.regs.r15 > before')
    }
}
