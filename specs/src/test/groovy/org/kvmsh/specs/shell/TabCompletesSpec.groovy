package org.kvmsh.specs.shell

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
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

    def "#language: the only thing that fits is typed: #typed"() {
        given:
        typedShell(language)

        expect:
        shell.keys(typed).keys('\t').keys(rest).type('').await(shown)

        where:
        language        | typed                             | rest           || shown
        Language.GROOVY | "def twice(n) { n * 2 }\rtwi"      | '(21)'         || '42 (0x2a)'
        Language.GROOVY | '64.K'                            | ''             || '65536 (0x10000)'
        Language.GROOVY | 'kvm.ioctl KVM_GET_API_'          | ''             || '12 (0xc)'
        Language.GROOVY | 'm = vm { memory at: 0, siz'      | '64.KB }'      || 'machine on model:x86_64'
        Language.GROOVY | "caps 'MAX_VCPU_I"                | "'"            || 'KVM_CAP_MAX_VCPU_ID'
        Language.JS     | 'kvm.ioctl(KVM_GET_API_'          | ')'            || '12 (0xc)'
        Language.JS     | 'const m = vm({memory: {at: 0, siz' | 'KB(64)}})'  || 'memory_size: 0x10000'
    }

    def "several that fit are listed in groups, each with the sentence of its word"() {
        given:
        typedShell()

        expect:
        shell.keys('vm { memory at: 0, \t').await('size:').with { contains('arguments') && contains('a multiple of the page size') }
        shell.keys('\u0003vm { c\t').await('coalesce').with { contains('words') && contains('console') && !contains('compat') }
    }

    def "inside a block Tab knows the block, also on a later line of it"() {
        given:
        typedShell()

        expect:
        shell.type('vm {').keys('vcp\t').keys('(0) { rea\t').type('0x1000 }').type('}').await('machine on model:x86_64').contains('KVM_SET_REGS rip: 0x1000')
    }
}
