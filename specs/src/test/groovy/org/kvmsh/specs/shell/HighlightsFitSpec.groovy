package org.kvmsh.specs.shell

import java.lang.management.ManagementFactory
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.Kvmsh
import org.kvmsh.dsl.complete.Highlight
import org.kvmsh.dsl.complete.Highlights
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** What the pieces of a typed text are said to be. */
class HighlightsFitSpec extends Specification {
    @Shared
    @AutoCleanup
    Kvmsh x86 = Kvmsh.open('model:x86_64')
    @Shared
    @AutoCleanup
    Kvmsh arm = Kvmsh.open('model:arm-vgicv2')
    @Shared
    @AutoCleanup
    Kvmsh power = Kvmsh.open('model:rfc')

    static final Path SCRIPTS = org.kvmsh.specs.kit.Kvmsh.ROOT.resolve('scripts')

    private static List<Highlight> of(Kvmsh kvmsh, Language language, String text, int at = -1) {
        Highlights.of(text, at, kvmsh.scene(language))
    }

    private static List<String> pieces(Kvmsh kvmsh, Language language, String text, Highlight.Kind kind, int at = -1) {
        of(kvmsh, language, text, at).findAll { it.kind() == kind }.collect { text.substring(it.from(), it.to()) }
    }

    def "#kind in #text"() {
        expect:
        pieces(x86, Language.GROOVY, text, kind) == shown

        where:
        text                                                  | kind                    || shown
        'm = vm { memory at: 0, size: 64.KB }'                | Highlight.Kind.WORD     || ['vm', 'memory']
        'm = vm { memory at: 0, size: 64.KB }'                | Highlight.Kind.ARGUMENT || ['at', 'size']
        'm = vm { memory at: 0, size: 64.KB }'                | Highlight.Kind.NUMBER   || ['0', '64', 'KB']
        'vm { vcpu(0) { regs rax: 41, rip: 0 } }'              | Highlight.Kind.REGISTER || ['rax', 'rip']
        'vm { vcpu(0) { real 0x1000 } }; real 1'              | Highlight.Kind.UNKNOWN  || ['real']
        'kvm.ioctl KVM_GET_API_VERSION // asks'               | Highlight.Kind.KERNEL   || ['KVM_GET_API_VERSION']
        'kvm.ioctl KVM_GET_API_VERSION // asks'               | Highlight.Kind.COMMENT  || ['// asks']
        'kvm.ioctl KVM_GET_APO_VERSION'                       | Highlight.Kind.UNKNOWN  || ['KVM_GET_APO_VERSION']
        'm = vm { }; m.run until: hlt, witin: 2.s'            | Highlight.Kind.UNKNOWN  || ['witin']
        'm = vm { }; m.vcpu(0).regs.rxa'                      | Highlight.Kind.UNKNOWN  || ['rxa']
        "println 'a // b' + x + /* c */ 64.Kb"                | Highlight.Kind.STRING   || ["'a // b'"]
        "println 'a // b' + x + /* c */ 64.Kb"                | Highlight.Kind.COMMENT  || ['/* c */']
        "println 'a // b' + x + /* c */ 64.Kb"                | Highlight.Kind.UNKNOWN  || ['x', 'Kb']
        'def f(a, b) { a + b + c }; f 1, 2'                   | Highlight.Kind.UNKNOWN  || ['c']
        '[1].each { n -> n + m }; for (i in 1..2) { i + it }' | Highlight.Kind.UNKNOWN  || ['m']
        "s = 'open"                                           | Highlight.Kind.STRING   || ["'open"]
        'if (true) return'                                    | Highlight.Kind.KEYWORD  || ['if', 'true', 'return']
        'vm < vcpuz 2 >'                                      | Highlight.Kind.UNKNOWN  || ['vcpuz']
    }

    def "JavaScript: #kind in #text"() {
        expect:
        pieces(x86, Language.JS, text, kind) == shown

        where:
        text                                                              | kind                    || shown
        'const m = vm({memory: {at: 0, size: KB(64)}})'                   | Highlight.Kind.WORD     || ['vm', 'memory', 'KB']
        'const m = vm({memory: {at: 0, size: KB(64)}})'                   | Highlight.Kind.ARGUMENT || ['at', 'size']
        'const m = vm({memry: {at: 0}})'                                  | Highlight.Kind.UNKNOWN  || ['memry']
        'const m = vm({vcpu: {real: 0x1000n, regs: {rax: 41n, rxa: 1}}})' | Highlight.Kind.REGISTER || ['rax']
        '[1].map((n, k) => n + k + q)'                                    | Highlight.Kind.UNKNOWN  || ['q']
        'println(`a ${1}`)'                                               | Highlight.Kind.STRING   || ['`a ${1}`']
    }

    def "a name is not called unknown while it is typed"() {
        expect:
        pieces(x86, Language.GROOVY, 'memor', Highlight.Kind.UNKNOWN, at) == unknown

        where:
        at || unknown
        5  || []
        0  || ['memor']
        -1 || ['memor']
    }

    def "a board's own constants are known: #board has #name: #known"() {
        given:
        def kvmsh = board == 'model:rfc' ? power : x86

        expect:
        (pieces(kvmsh, Language.GROOVY, "kvm.ioctl $name", Highlight.Kind.KERNEL) == [name]) == known

        where:
        board          | name                   || known
        'model:rfc'    | 'KVM_PPC_SET_PLATFORM' || true
        'model:x86_64' | 'KVM_PPC_SET_PLATFORM' || false
        'model:x86_64' | 'KVM_GET_SREGS'        || true
        'model:rfc'    | 'H_ENTER'              || true
    }

    def "names that were declared before are known"() {
        given:
        x86.evaluate(Language.GROOVY, 'def declared = 5')

        expect:
        pieces(x86, Language.GROOVY, 'declared + 1', Highlight.Kind.UNKNOWN) == []
    }

    def "the bracket at the caret is shown with its counterpart: #text at #at"() {
        expect:
        of(x86, Language.GROOVY, text, at).findAll { it.kind() == Highlight.Kind.BRACKET }*.from() == shown

        where:
        text            | at || shown
        'vm { [1, 2] }' | 13 || [3, 12]
        'vm { [1, 2] }' | 3  || [3, 12]
        'vm { [1, 2] }' | 5  || [5, 10]
        'vm { [1, 2] }' | 1  || []
        'vm { [1, 2]'   | 4  || []
        "vm { '}' }"    | 10 || [3, 9]
    }

    @Sample(verify = 8)
    def "#file: no name of a script that works is called unknown"() {
        given:
        def text = SCRIPTS.resolve(file).toFile().text

        expect:
        // A script may ask for an ioctl that some boards lack.
        pieces(file =~ /arm|vgic/ ? arm : file =~ /ppc|power|card|mission/ ? power : x86, Language.ofFile(file), text, Highlight.Kind.UNKNOWN).findAll { !it.startsWith('KVM_') } == []

        where:
        // Of RISC-V there is no model.
        file << Files.walk(SCRIPTS).collect { SCRIPTS.relativize(it).toString() }.findAll { it =~ /\.(groovy|js)$/ && !(it =~ /riscv/) }.sort()
    }

    def "the text of thousands of lines is read in a moment"() {
        given:
        def text = "m = vm { memory at: 0, size: 64.KB } // ${'x' * 40}\n" * 2_000

        when:
        of(x86, Language.GROOVY, text)
        def cpu = { ManagementFactory.threadMXBean.currentThreadCpuTime }
        def start = cpu()
        of(x86, Language.GROOVY, text)

        then:
        cpu() - start < 2_000_000_000L
    }
}
