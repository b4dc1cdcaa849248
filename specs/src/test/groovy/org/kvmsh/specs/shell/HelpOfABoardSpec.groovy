package org.kvmsh.specs.shell

import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.dsl.lang.Language
import org.kvmsh.repl.guide.Guide
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** /help shows what the board has, and explains every kind of name. */
@Timeout(600)
class HelpOfABoardSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    TypedShell shell

    def "the overview of a board of #table has #has and not #not"() {
        when:
        def names = new Guide(Abi.of(table), 400, '/help').index(language)*.split(/[ ,]+/).flatten()

        then:
        names.containsAll(has)
        names.disjoint(not)

        where:
        table     | language        | has                                           | not
        'x86_64'  | Language.GROOVY | ['run', 'msrs', 'pit', 'hlt', 'first-hour']   | ['rma', 'xive', 'powerOff', 'papr_hcall', 'riscv_sbi', 'KB']
        'arm64'   | Language.GROOVY | ['run', 'vgic', 'powerOff', 'arm_nisv', 'first-hour']     | ['rma', 'msrs', 'pit', 'papr_hcall', 'x86_rdmsr']
        'ppc64'   | Language.JS     | ['run', 'rma', 'papr_hcall', 'KB', 'seconds'] | ['powerOff', 'msrs', 'x86_rdmsr']
        'riscv64' | Language.GROOVY | ['run', 'aia', 'riscv_sbi']                   | ['rma', 'msrs', 'arm_nisv']
    }

    @Sample(of = 3)
    def "/help #name on #board shows #shown"() {
        given:
        shell = new TypedShell([:], board, folder.resolve('history'))

        expect:
        shell.type("/help $name").await(shown)

        where:
        board              | name                  || shown
        'model:x86_64'     | 'run'                 || 'm.run'
        'model:x86_64'     | 'KVM_EXIT_MMIO'       || '`e.address`: the guest physical address'
        'model:x86_64'     | 'cr4'                 || 'cr4: a register of x86_64 vCPUs, 8 bytes, set by KVM_SET_SREGS'
        'model:x86_64'     | 'CR4'                 || 'PAE 0x20'
        'model:arm-vgicv2' | 'x0'                  || 'x0: a register of arm64 vCPUs'
        'model:x86_64'     | 'sctlr_el1'           || 'sctlr_el1: a register of arm64 vCPUs; this board\'s vCPUs are x86_64'
        'model:arm-vgicv2' | 'CR4'                 || 'CR4: a register of x86_64 vCPUs; this board\'s vCPUs are arm64'
        'model:x86_64'     | 'sp'                  || 'sp: a register of arm64 and riscv64 vCPUs; this board\'s vCPUs are x86_64'
        'model:rfc'        | 'H_ENTER'             || 'H_ENTER: a PAPR hypercall, 8 (0x8)'
        'model:rfc'        | 'H_PARAMETER'         || 'a result of a PAPR hypercall, -4'
        'model:x86_64'     | 'SBI_EXT_TIME'        || 'an SBI extension'
        'model:x86_64'     | 'KVM_CAP_USER_MEMORY' || 'KVM_CAP_USER_MEMORY, a capability of '
        'model:x86_64'     | 'EEXIST'              || 'EEXIST (17, File exists)'
        'model:x86_64'     | 'EEXIST '             || 'KVM_CREATE_VCPU'
        'model:x86_64'     | '/save'               || '/save FILE'
        'model:x86_64'     | 'save'                || '/save FILE'
        'model:x86_64'     | '*irq*'               || 'KVM_IRQ_LINE'
        'model:x86_64'     | '*IRQ*'               || 'splitIrqchip'
        'model:x86_64'     | 'cr*'                 || 'cr0, cr2, cr3, cr4, cr8'
        'model:x86_64'     | '*nosuch*'            || 'no word, kernel name, register, errno or command matches *nosuch*'
        'model:rfc'        | 'H_ENTERR'            || "did you mean 'H_ENTER'"
        'model:x86_64'     | 'sctlr_el11'          || 'no word, exit, kernel name, term or page is called sctlr_el11'
    }
}
