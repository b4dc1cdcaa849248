package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Arch
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.machine.Machine
import org.kvmsh.dsl.word.Vocabulary
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The Tab key in the shell. */
@Timeout(300)
class TabCompletesSpec extends Specification {
    @TempDir
    Path folder

    TypedShell shell

    def cleanup() {
        shell?.close()
    }

    private TypedShell typedShell(Language language = Language.GROOVY, int columns = 100) {
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, columns, language)
        shell.await('> ')
        shell
    }

    @Sample(verify = 16)
    def "#language: the only thing that fits is typed: #typed"() {
        given:
        typedShell(language)
        before?.with { shell.type(it).await('> ', 2) }

        expect:
        shell.keys(typed).keys('\t').keys(rest).type('').await(shown)

        where:
        language        | before                   | typed                             | rest           || shown
        Language.GROOVY | 'def twice(n) { n * 2 }' | 'twi'                             | '(21)'         || '42 (0x2a)'
        Language.GROOVY | null                     | '64.K'                            | ''             || '65536 (0x10000)'
        Language.GROOVY | null                     | 'kvm.ioctl KVM_GET_API_'          | ''             || '12 (0xc)'
        Language.GROOVY | null                     | 'm = vm { memory at: 0, siz'      | '64.KB }'      || 'machine on model:x86_64'
        Language.GROOVY | 'm = vm { vcpu 0 }'      | 'm.ioctl KVM_CREATE_DEVICE, type: ' | ''          || 'KVM_DEV_TYPE_VFIO'
        Language.GROOVY | null                     | "caps 'MAX_VCPU_I"                | "'"            || 'KVM_CAP_MAX_VCPU_ID'
        Language.GROOVY | null                     | "'KVM_CAP_SPLIT_IRQC"             | "'.size()"     || '21 (0x15)'
        Language.GROOVY | 'm = vm { vcpu 0 }'      | 'm.vcpu(0).control.apic_ba'       | ''             || 'BSP|EN'
        Language.GROOVY | 'm = vm { vcpu 0 }'      | 'm.vcpu(0).control.apic_base.BS'  | ' + 41'        || '42 (0x2a)'
        Language.GROOVY | 'c = vm { vcpu 0 }.vcpu(0).control' | 'c.apic_base.BS'       | ' + 41'        || '42 (0x2a)'
        Language.GROOVY | "m = vm { memory at: 0, size: 8.KB; load at: 0x1000, hex: 'e6 20 f4'; vcpu(0) { real 0x1000 } }" | 'm.on(io: 0x20) { println it.por' | " + 10 }; m.run()" || '\n42'
        Language.JS     | 'const m = vm({vcpu: 0})' | 'm.vcpu(0).control.apic_base.BS' | ' + 41'        || '42 (0x2a)'
        Language.JS     | null                     | 'kvm.ioctl(KVM_GET_API_'          | ')'            || '12 (0xc)'
        Language.JS     | null                     | 'const m = vm({memory: {at: 0, siz' | 'KB(64)}})'  || 'memory_size: 0x10000'
    }

    def "members of what the other language declared are offered"() {
        given:
        typedShell()
        shell.type('m = vm { vcpu 0 }').await('> ', 2)
        shell.type('/lang js').await('js> ')

        expect:
        shell.keys('m.vcpu(0).control.apic_base.BS').keys('\t').type(' + 41').await('42 (0x2a)')
        shell.type('const j = vm({vcpu: 0})').type("'declared'").await('\ndeclared')
        shell.type('/lang groovy').type("'in ' + 'Groovy'").await('\nin Groovy')
        shell.keys('j.vcpu(0).control.apic_base.BS').keys('\t').type(' + 42').await('43 (0x2b)')
    }

    def "several that fit are listed in groups, each with the sentence of its word"() {
        given:
        typedShell()

        expect:
        shell.keys('vm { memory at: 0, \t').await('size:').with { contains('arguments') && contains('a multiple of the page size') }
        shell.keys('\u0003vm { c\t').await('coalesce').with { contains('words') && contains('console') && !contains('compat') }
    }

    @Sample(verify = 16)
    def "a command that takes a file completes its path: #command"() {
        given:
        Files.createDirectories(folder.resolve('scripts/deeper'))
        Files.writeString(folder.resolve('scripts/deeper/sums.groovy'), '40 + 2')
        Files.writeString(folder.resolve('scripts/.hidden'), '')
        typedShell()

        expect: 'a directory goes on, the only file is whole'
        shell.keys("$command $folder/scr\tde\ts\t").type('').await(shown)

        where:
        command        || shown
        '/open'        || '42 (0x2a)'
        '/save'        || 'sums.groovy already exists; to overwrite it'
        '/save --test' || 'sums.groovy already exists; to overwrite it'
        '/sh cat'      || '40 + 2'
    }

    def "inside a block Tab knows the block, also on a later line of it"() {
        given:
        typedShell()

        expect:
        shell.type('vm {').keys('vcp\t').keys('(0) { rea\t').type('0x1000 }').type('}').await('machine on model:x86_64').contains('KVM_SET_REGS rip: 0x1000')
    }

    def "80 columns and 24 rows show every member of a machine, a page at each Tab"() {
        given:
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 80, Language.GROOVY, 24)
        shell.await('> ')
        shell.type('m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }').await('1 vCPU')
        shell.settle().keys('m.')
        def seen = [] as Set
        def pages = []

        when:
        while (pages.size() < 2 || pages[-1] != pages[0] && pages.size() < 9) {
            shell.keys('\t')
            def shown = shell.shown()
            pages << shown
            seen.addAll(shown.findAll { it ==~ /[a-zA-Z]\w* {2,}\S.*/ }.collect { it.split(' ')[0] })
        }

        then:
        seen.containsAll(Vocabulary.of(Machine).findAll { !it.value.arch() || Arch.X86_64 in it.value.arch() }.keySet())
        pages.every { it.size() <= 24 && it.any { it.endsWith('> m.') } }
        pages[0].last() =~ /^1 to \d+ of \d+; Tab: next page$/
        pages[-2].last() =~ /; Tab: first page$/
        pages[-1] == pages[0]

        when: 'a letter narrows the list, and a line goes on'
        shell.keys('re').settle()

        then:
        shell.shown().any { it ==~ /restore .*/ } && !shell.shown().any { it ==~ /snapshot .*/ }

        and:
        shell.keys('gs.rip').type('').await('0x1000')
    }
}
