package org.kvmsh.specs.trace

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import org.kvmsh.specs.shell.ColorsSpec
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** /strace on and --strace print each system call when it returns, in the trace's lines. */
@Timeout(600)
class CallsAreShownAsTheyReturnSpec extends Specification {
    static final String GUEST = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ec 40 e6 80 f4'; vcpu(0) { real 0x1000; regs rdx: 0x60 }; on(io: 0x60) { 41 }; on(io: 0x80) { } }"
    /** mov cx, 4096; dec cx; out 0x80, al; jnz: 4096 exits with the same line. */
    static final String LOOP = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b9 00 10 49 e6 80 75 fb f4'; vcpu(0) { real 0x1000 }; on(io: 0x80) { } }"
    static final String RED = "\u001b[31m", FAINT = "\u001b[2m", END = "\u001b[0m"

    @TempDir
    Path folder

    @AutoCleanup
    TypedShell shell

    private TypedShell shell(Language language = Language.GROOVY) {
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 200, language)
        shell.await('> ')
        shell
    }

    def "--strace prints every call once: those of vm, of words after it, and each KVM_RUN with its exit, as trace has them"() {
        when:
        def lines = Kvmsh.run('--strace', '-b', 'model:x86_64', '-e', "trace exits: true; $GUEST; m.run until: hlt; m.regs.rax; println 'the trace'; println trace; null").out.readLines()
        def shown = lines[1..<lines.indexOf('the trace')] - '        load 5 bytes at 0x1000'
        def trace = lines.drop(lines.indexOf('the trace') + 1)

        then: 'the calls that opened the board are before it'
        shown.size() > 10
        trace.take(trace.findIndexOf { it.endsWith(' close = 0') }).takeRight(shown.size()) == shown
        shown.any { it.startsWith('  vm    KVM_SET_USER_MEMORY_REGION ') }
        shown.count { it ==~ /  vcpu  KVM_RUN = 0, io in port 0x60 .*/ } == 1
        shown.any { it ==~ /  vcpu  KVM_RUN = 0, hlt/ }
        shown.any { it.startsWith('  vcpu  KVM_GET_REGS') }
    }

    def "a refused call has a red errno, kvmsh's own calls are faint, and without a terminal there are no escapes"() {
        given:
        def arguments = ['--strace', '-b', 'model:x86_64', '-e', 'm = vm { memory at: 0, size: 64.KB; vcpu 0 }; attempt { m.ioctl KVM_CREATE_VCPU, 0 }; caps "IRQCHIP"; null']

        when:
        def colored = Kvmsh.runWith(ColorsSpec.ON_TERMINAL, '', *arguments).out
        def plain = Kvmsh.run(*arguments).out

        then:
        colored.readLines().any { it.startsWith('  vm    KVM_CREATE_VCPU = ') && it.contains("${RED}EEXIST (17, File exists)$END") }
        colored.readLines().any { it.startsWith("$FAINT  ") && it.contains('[kvmsh: ') }
        !plain.contains('\u001b')
        colored.replaceAll('\u001b\\[[0-9;]*m', '') == plain
    }

    def "equal KVM_RUNs are counted, and the last exit of a run is always shown"() {
        when:
        def out = Kvmsh.run('--strace', '-b', 'model:x86_64', '-e', "$LOOP; m.run within: 60.s").out
        def runs = out.readLines().findAll { it =~ /KVM_RUN|the same, / }

        then:
        runs[0] ==~ /  vcpu  KVM_RUN = 0, io out port 0x80 .*/
        runs.size() < 1000
        runs[1] ==~ /        \.\.\. the same, \d+ more times/
        runs.last() ==~ /  vcpu  KVM_RUN = 0, hlt/

        and: 'no exit is lost'
        runs.sum { it.startsWith('  vcpu') ? 1 : (it =~ /\d+/)[0] as int } == 4097
    }

    @Sample(verify = 4)
    def "/strace on shows the calls of each line in #language, /strace off ends it, /strace tells which"() {
        given:
        shell(language)

        expect:
        shell.type('/strace').await('\noff')
        shell.type('/strace perhaps').await('/strace takes on or off, not perhaps')
        shell.type('/strace on').type(vm).await('KVM_CREATE_VCPU').count('KVM_CREATE_VCPU') == 1
        shell.type(read).await('KVM_GET_SREGS')
        shell.type('/strace').await('\non')
        shell.type('/strace off').type('/strace').await('\noff', 2)
        shell.type(read).type('40 + 2').await('42 (0x2a)').count('KVM_GET_SREGS') == 1

        where:
        language        | vm                                                     | read
        Language.GROOVY | 'm = vm { memory at: 0, size: 64.KB; vcpu 0 }'         | "m.reg 'cs.base'"
        Language.JS     | 'm = vm({memory: {at: 0, size: KB(64)}, vcpu: 0})' | "m.reg('cs.base')"
    }

    def "it stays on for the next board"() {
        expect:
        shell().type('/strace on').type('/board model:rfc').await('model:rfc model')
        shell.type('m = vm { memory at: 0, size: 64.MB }').await('KVM_CREATE_VM')
    }

    def "calls of a run in the background are printed above the prompt, and what is being typed stays whole"() {
        given:
        shell().type('/strace on').type("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 60 eb fc'; vcpu(0) { real 0x1000 }; on(io: 0x60) { sleep 100; 1 } }").await('> ', 3)

        when:
        shell.type('going = m.start within: 60.s').await('run 1 in the background')
        shell.await('KVM_RUN with 0x1 = 0, io in port 0x60')
        shell.keys('40 +')
        def before = shell.screenText().count('KVM_RUN with')
        shell.await('KVM_RUN with', before + 2)
        shell.keys(' 2\r')

        then:
        shell.await('42 (0x2a)')
        shell.type('m.stop(); going.join()').await('stopped')
    }
}
