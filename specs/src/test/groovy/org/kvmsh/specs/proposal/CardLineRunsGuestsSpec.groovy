package org.kvmsh.specs.proposal

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The line of the three mails on real kernels: in front of one with a radix page table, and in one with a hashed page table, kvm_hv and kvm_pr. */
@Timeout(600)
class CardLineRunsGuestsSpec extends Specification {
    static final Map<String, String> LINES = [
            'with braces'        : 'vm { platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000 }',
            'with angle brackets': 'vm < platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000 >',
            'with an object'     : 'vm({platform: SPAPR, arch: 206, rma: MB(128), vgic: {dist: 0x2c001000}})',
            'with a function'    : 'vm(v => { v.platform(SPAPR); v.arch(206); v.rma(MB(128)); v.vgic({dist: 0x2c001000}) })']
    static final Map<String, List<String>> SPELLINGS = [groovy: ['with braces', 'with angle brackets'], js: ['with an object', 'with a function']]
    static final List<List<String>> ROWS = SPELLINGS.collectMany { language, spellings -> spellings.collect { [language, it] } }

    @TempDir
    File folder

    /** scripts/mission.LANGUAGE, whose line is the first of its spellings, with another one. */
    private String mission(String language, String spelling) {
        def text = new File(Kvmsh.script("mission.$language")).text
        def line = LINES[SPELLINGS[language].first()]
        assert text.count(line) == 1
        def file = new File(folder, "mission.$language")
        file.text = text.replace(line, LINES[spelling])
        file.path
    }

    def "#board: a guest of the #language line #spelling runs from its RMA, reads GICD_TYPER and prints it by a hypercall"() {
        given:
        Needed.orSkip(board)

        when:
        def result = Kvmsh.runShared('-q', '-b', board, mission(language, spelling))

        then:
        result.err == ''
        result.out.readLines() == ['ITLines 7', board == 'qemu:ppc64-rfc' ? '4 expectations held' : '3 expectations held']

        where:
        [board, [language, spelling]] << [['qemu:ppc64-rfc', 'rfc:qemu:ppc64'], ROWS].combinations()
    }

    def "kvm_pr is asked first, and the #language line #spelling is rejected by the mail's rule: EINVAL"() {
        given:
        Needed.orSkip('qemu:ppc64-rfc')
        def line = language == 'js' ? LINES[spelling].replace('platform: SPAPR', 'type: PR, platform: SPAPR').replace('{ v.', '{ v.type(PR); v.')
                : LINES[spelling].replace('platform', 'type PR; platform')

        when:
        def result = Kvmsh.runShared('-q', '-b', 'qemu:ppc64-rfc', '--lang', language, '-e', line)

        then:
        result.status == 1
        result.err.readLines().first().endsWith('KVM_PPC_SET_PLATFORM on the VM would fail with EINVAL (22, Invalid argument)')
        result.err.contains('  rule: a hypervisor-mode kernel accepts only SPAPR')
        result.err.contains('a problem-state kernel accepts only NONE or KVM, with no flag except CROSS_ARCH ([RFC PATCH 17/17], 2011-06-29)')

        where:
        [language, spelling] << ROWS
    }

    def "kvm_pr itself refuses the #language call of the line: EINVAL"() {
        given:
        Needed.orSkip('qemu:ppc64-rfc')

        when:
        def result = Kvmsh.runShared('-q', '-b', 'qemu:ppc64-rfc', '--lang', language, '-e', call)

        then:
        result.status == 1
        result.err.readLines().first().endsWith('KVM_PPC_SET_PLATFORM on the VM failed with EINVAL (22, Invalid argument)')
        result.err.contains('a problem-state kernel accepts only NONE or KVM, with no flag except CROSS_ARCH ([RFC PATCH 17/17], 2011-06-29)')

        where:
        language | call
        'groovy' | 'vm { type PR }.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 206'
        'js'     | 'vm({type: PR}).ioctl(KVM_PPC_SET_PLATFORM, {platform: KVM_PPC_PV_SPAPR, guest_arch: 206})'
    }
}
