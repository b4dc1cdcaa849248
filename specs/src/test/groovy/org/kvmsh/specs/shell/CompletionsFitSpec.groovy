package org.kvmsh.specs.shell

import org.kvmsh.dsl.Kvmsh
import org.kvmsh.dsl.complete.Completion
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** Tab offers what may follow at the caret, and nothing whose use would be rejected there. */
class CompletionsFitSpec extends Specification {
    static final String MACHINE = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4'; vcpu(0) { real 0x1000; regs rax: 41 } }"

    static final String ROOT = org.kvmsh.specs.kit.Kvmsh.ROOT.toRealPath()

    @Shared
    @AutoCleanup
    Kvmsh x86 = Kvmsh.open('model:x86_64')
    @Shared
    @AutoCleanup
    Kvmsh power = Kvmsh.open('model:rfc')
    @Shared
    @AutoCleanup
    Kvmsh arm = Kvmsh.open('model:arm-vgicv2')

    def "#text| offers #offered, and not #withheld"() {
        given:
        def names = power.completions(Language.GROOVY, text)*.text()

        expect:
        names.containsAll(offered)
        names.intersect(withheld) == []

        where:
        text                                       || offered                          | withheld
        'v'                                        || ['vm']                           | ['vgic']
        'vm { '                                    || ['platform', 'arch', 'memory', 'vcpu', 'vgic', 'vterm'] | ['pit', 'vm', 'regs', 'real']
        'vm {\n  platform SPAPR\n  '               || ['arch', 'rma']                  | ['cpuid']
        'vm < pl'                                  || ['platform']                     | []
        'vm { platform '                           || ['SPAPR', 'KVM', 'NONE']         | ['HV', 'arch', 'memory']
        'vm { platform S'                          || ['SPAPR']                        | ['NONE']
        'vm { mmu '                                || ['HASH', 'RADIX']                | ['SPAPR']
        'vm { memory '                             || ['at:', 'size:', 'readonly:']    | ['remove:', 'hex:', 'platform']
        'vm { memory at: 0, '                      || ['size:']                        | ['at:']
        'vm { memory(at: 0, s'                     || ['size:']                        | ['at:', 'smt']
        'vm { memory at: 0, size: 64.'             || ['KB', 'MB', 'GB', 's']          | ['at:']
        'vm { vcpu(0) { '                          || ['start', 'reg', 'regs']         | ['platform', 'real', 'memory']
        'vm { vcpu(0) { regs '                     || ['r3:', 'pc:']                   | ['rax:', 'x0:']
        'vm { vcpu 0, {\n start 0x100\n }\n '      || ['arch']                         | ['start']
        'vm { on('                                 || ['hcall:', 'mmio:']              | ['io:', 'msr:', 'sbi:']
        'vm { on(hcall: '                          || ['H_ENTER']                      | ['KVM_EXIT_IO']
        'vm { on(hcall: 8) { e -> e.'              || ['args', 'reply', 'vcpu', 'machine'] | ['port', 'regs']
        'vm { on(hcall: 8) { e -> e.vcpu.'         || ['regs', 'reg', 'ioctl']         | ['args', 'run()']
        'vm { on(hcall: 8) { e -> e.vcpu.regs.r'   || ['r3', 'r31']                    | ['rax']
        'run '                                     || ['until:', 'within:']            | ['at:']
        'run until: h'                             || ['hlt', 'hcall']                 | ['H_ENTER']
        'expect(errno: E'                          || ['EINVAL', 'ENOTTY']             | []
        'kvm.'                                     || ['ioctl', 'allocate']            | ['regs', 'run']
        'kvm.ioctl KVM_GET_V'                      || ['KVM_GET_VCPU_MMAP_SIZE']       | ['KVM_CAP_IRQCHIP']
        'kvm.ioctl KVM_PPC_SET_PLATFORM, '         || ['platform:', 'flags:']          | ['at:']
        "caps 'PPC_"                               || ['PPC_RMA']                      | ['KVM_CAP_PPC_RMA']
        "needs cap: KVM_CAP_PPC_R"                 || ['KVM_CAP_PPC_RMA']              | ['KVM_PPC_SET_PLATFORM']
        "needs ioctl: KVM_CREATE_VM, by: "         || ["'kernel'", "'proposal'"]       | []
        'def x = vm { }\nx.'                       || ['run', 'regs', 'vcpu', 'ioctl'] | ['at', 'over']
        'x = start()\nx.'                         || ['join', 'over']                 | ['regs']
        'x = vm { }\nx.vcpu(0).'                   || ['regs', 'run', 'exception']     | ['console', 'memmap']
        'exits.all[0].'                            || ['exit', 'number']               | ['total']
        'm.nosuch.'                                || []                               | ['regs']
        "def s = 'vm { "                           || []                               | ['platform']
        '// vm { '                                 || []                               | ['platform']
        "'abc'."                                   || []                               | ['regs']
    }

    def "JavaScript: #text| offers #offered, and not #withheld"() {
        given:
        def names = power.completions(Language.JS, text)*.text()

        expect:
        names.containsAll(offered)
        names.intersect(withheld) == []

        where:
        text                                             || offered                      | withheld
        'v'                                              || ['vm']                       | []
        'vm({'                                           || ['platform:', 'memory:']     | ['pit:', 'regs:']
        'vm({platform: SPAPR, memory: {'                 || ['at:', 'size:']             | ['platform:']
        'vm({memory: {at: 0, '                           || ['size:']                    | ['at:']
        'vm({vcpu: {'                                    || ['start:', 'regs:']          | ['memory:']
        'vm(v => {\n  v.'                                || ['platform', 'memory']       | ['pit', 'regs']
        'vm(v => { v.platform('                          || ['SPAPR']                    | ['HASH']
        'vm(v => { v.vcpu(0, c => { c.'                  || ['start', 'regs']            | ['memory']
        'vm(v => { v.on({hcall: 8}, e => e.'             || ['args', 'reply']            | ['port']
        'vm(v => { v.on({hcall: 8}, e => { e.vcpu.regs.' || ['r3']                       | ['rax']
        'run({'                                          || ['until:', 'within:']        | ['at:']
        'run({until: h'                                  || ['hlt', 'hcall']             | []
        'run('                                           || []                           | ['until:']
        '64.'                                            || []                           | ['KB']
        'let x = vm({})\nx.'                             || ['run', 'regs']              | ['at']
    }

    def "#board: each architecture's words, registers and exits are its own: #text"() {
        given:
        def names = (board == 'x86' ? x86 : arm).completions(Language.GROOVY, text)*.text()

        expect:
        names.containsAll(offered)
        names.intersect(withheld) == []

        where:
        board | text                              || offered              | withheld
        'x86' | 'vm { '                           || ['pit', 'cpuid']     | ['platform', 'xics', 'aia', 'vgic', 'vterm', 'pl011']
        'x86' | 'vm { vcpu(0) { '                 || ['real', 'long64']   | ['powerOff']
        'x86' | 'vm { on('                        || ['io:', 'msr:']      | ['sbi:']
        'x86' | 'vm { on(io: 1) { e -> e.'        || ['port', 'text']     | ['args']
        'x86' | 'vm { on(exit: KVM_EXIT_MMIO) { e -> e.' || ['address']   | ['port']
        'x86' | 'vm { on(ucall: 1) { e -> e.'     || ['nr', 'args']       | ['port']
        // A call of the guest library is no exit of a kernel.
        'x86' | 'vm { on(exit: KVM_EXIT_UCALL) { e -> e.' || []           | ['nr', 'args']
        'x86' | 'vm { on(exit: KVM_EXIT_'         || ['KVM_EXIT_HLT', 'KVM_EXIT_X86_RDMSR'] | ['KVM_EXIT_UCALL']
        'arm' | 'vm { '                           || ['vgic', 'pl011']    | ['pit', 'platform', 'vterm']
        'arm' | 'vm { vcpu(0) { regs '            || ['x0:', 'pc:']       | ['rax:', 'r3:']
        'arm' | "vm { cpu features: ['PS"         || ['PSCI_0_2']         | []
    }

    def "names that exist are offered with what their values have, in #language"() {
        given:
        def kvmsh = Kvmsh.open('model:x86_64')
        texts.each { kvmsh.evaluate(language, it) }

        expect:
        offered.every { text, some -> kvmsh.completions(language, text)*.text().containsAll(some) }
        kvmsh.completions(language, 's.cs.')*.text().contains('base')
        !kvmsh.completions(language, 's.')*.text().contains('regs')

        cleanup:
        kvmsh?.close()

        where:
        language        | texts                                                                                                        | offered
        Language.GROOVY | [MACHINE, 's = m.vcpu(0).ioctl KVM_GET_SREGS', 'def twice(n) { n * 2 }', 'o = m.run()']                       | ['tw': ['twice'], 'm.reg': ['reg', 'regs'], 's.c': ['cr0', 'cs'], 'm.regs.ra': ['rax']]
        Language.JS     | ["let m = vm({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000}})", 'const s = m.vcpu(0).ioctl(KVM_GET_SREGS)', 'function twice(n) { return n * 2 }'] | ['tw': ['twice'], 'm.reg': ['reg', 'regs'], 's.c': ['cr0', 'cs']]
    }

    @Needs('cc:x86_64')
    def "the variables of a guest in C and the members of its structs are offered, in #language"() {
        given:
        def kvmsh = Kvmsh.open('model:x86_64')
        def text = 'struct point { int across, down; }; struct { struct point inner[2]; } shape; int counter; int main(void) { return shape.inner[0].across + counter; }'
        kvmsh.evaluate(language, language == Language.JS ? "const m = vm({guest: {c: `$text`}})" : "m = vm { guest { c '$text' } }")

        expect:
        kvmsh.completions(language, 'm.symbols.')*.text().containsAll(['shape', 'counter', 'global', 'all'])
        kvmsh.completions(language, 'm.symbols.shape.')*.text() == ['inner']
        kvmsh.completions(language, 'm.symbols.shape.inner[1].')*.text().containsAll(['across', 'down'])
        // What the guest library keeps for itself is not offered.
        !kvmsh.completions(language, 'm.symbols.')*.text().contains('guest_handlers')

        cleanup:
        kvmsh?.close()

        where:
        language << Language.values()
    }

    @Sample(verify = 8)
    def "every member of a value that is offered can be read or called: #name"() {
        given:
        def kvmsh = Kvmsh.open('model:x86_64')
        kvmsh.evaluate(Language.GROOVY, MACHINE)
        kvmsh.evaluate(Language.GROOVY, 'm.run(until: hlt)')
        def value = kvmsh.evaluate(Language.GROOVY, "x = $expression")
        def members = kvmsh.completions(Language.GROOVY, 'x.')*.text()

        expect:
        members.size() >= least
        members.findAll { !value.metaClass.hasProperty(value, it) && !value.metaClass.respondsTo(value, it) && kvmsh.evaluate(Language.GROOVY, "x.$it") == null } == []

        cleanup:
        kvmsh?.close()

        where:
        expression                         | least
        'm'                                | 30
        'm.vcpu(0)'                        | 8
        'm.regs'                           | 18
        'm.vcpu(0).ioctl(KVM_GET_SREGS)'   | 10
        'exits'                            | 3
        'exits.last'                       | 4
        'mem(0, 16)'                       | 8
        'trace'                            | 3
        "caps('*')"                        | 3
        'm.memmap'                         | 1
        'm.snapshot()'                     | 1
        'steps'                            | 1
        name = expression
    }

    def "completing makes no call and runs nothing of the script"() {
        given:
        def kvmsh = Kvmsh.open('model:x86_64')
        kvmsh.evaluate(Language.GROOVY, MACHINE)
        kvmsh.evaluate(Language.GROOVY, 'count = 0; def touched() { count++ }; sly = new Expando(size: { -> count++ }); sly.toString = { -> count++; "sly" }')
        def before = kvmsh.evaluate(Language.GROOVY, 'trace.size')

        when:
        ['m.', 'm.regs.', 'm.run().', 'm.regs.r', 'sly.', 'touched().', 'm.vcpu(0).', 'run until: ', 'exits.last.', 'm.close().'].each { kvmsh.completions(Language.GROOVY, it) }

        then:
        kvmsh.evaluate(Language.GROOVY, 'trace.size') == before
        kvmsh.evaluate(Language.GROOVY, 'count') == 0

        cleanup:
        kvmsh?.close()
    }

    def "words and exits' members have their sentence beside them, in groups"() {
        expect:
        def all = x86.completions(Language.GROOVY, 'm')
        all.find { it.text() == 'mem' }.about().startsWith('read LENGTH bytes')
        all.find { it.text() == 'mem' }.group() == Completion.Group.WORD
        x86.completions(Language.GROOVY, 'vm { on(io: 1) { e -> e.po').find { it.text() == 'port' }.about()
        x86.completions(Language.GROOVY, 'vm { memory a') == [new Completion('at:', Completion.Group.ARGUMENT, "guest physical address, a multiple of the board's page size")]
    }

    def "files complete a path: #before#path"() {
        expect:
        x86.completions(Language.GROOVY, before + ROOT + path)*.text() == [ROOT + offered]

        where:
        before              | path                 || offered
        "load file: '"      | '/scri'              || '/scripts/'
        "vm { load elf: '"  | '/scripts/x8'        || '/scripts/x86/'
        "include '"         | '/scripts/x86/smp.g' || '/scripts/x86/smp.groovy'
    }
}
