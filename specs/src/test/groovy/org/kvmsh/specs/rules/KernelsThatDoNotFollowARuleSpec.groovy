package org.kvmsh.specs.rules

import java.nio.file.Path
import javax.xml.parsers.DocumentBuilderFactory
import org.kvmsh.bindings.abi.Ioctl
import org.kvmsh.bindings.kernel.ForwardingKernel
import org.kvmsh.bindings.kernel.Kernel
import org.kvmsh.bindings.kernel.Region
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.bindings.kvm.Kvm as KvmFile
import org.kvmsh.bindings.kvm.UnfollowedRule
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.plan.step.HostFacts
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/**
 * The kernel under test may be right, and a rule of kvmsh's wrong: unchecked { } and --unchecked send the calls that a rule refuses, and tell where the
 * kernel does not follow the rule. A patched kernel is a proposal's answer here, or one ioctl answered in front of a real kernel.
 */
@Timeout(600)
class KernelsThatDoNotFollowARuleSpec extends Specification {
    private static final String TAKES = 'rfc:model:x86_64 (model, with proposals) accepted KVM_IOEVENTFD on the VM, although it breaks a rule'
    private static final String REFUSES = 'rfc:model:x86_64 (model, with proposals) refused KVM_IOEVENTFD on the VM with EBUSY (16, Device or resource busy), but the rule gives another errno'
    private static final String RULE = '  rule: EINVAL: len is 3, but must be 0, 1, 2, 4 or 8 (api.rst 4.59)'
    private static final String ASKED = '  argument: datamatch: 0x0, addr: 0x100, len: 3, fd: 0, flags: 0'

    @TempDir
    Path folder

    /** A kernel that answers one ioctl differently than the kernel below it, on request. */
    private static class Patched extends ForwardingKernel {
        private final Ioctl ioctl
        Integer answer

        Patched(Kernel below, String ioctl) {
            super(below)
            this.ioctl = below.abi().ioctl(ioctl)
        }

        @Override int ioctl(int fd, int request, Region argument, Region... reached) {
            request == ioctl.request() && answer != null ? answer : super.ioctl(fd, request, argument, reached)
        }
    }

    private String script(String name, String text) {
        def file = folder.resolve(name)
        file.toFile().text = text
        file.toString()
    }

    def "#board: a call is checked against exactly the rules that it breaks"() {
        given:
        Needed.orSkip(board)
        def on = board.startsWith('qemu') ? new OnBoard(EmulatedBoards.open(board)) : new OnBoard(board)
        def patched = new Patched(on.board.kernel(), 'KVM_IOEVENTFD')
        def kvm = KvmFile.open(patched, '/dev/kvm').get()
        def vm = kvm.createVm(0).get()
        List<UnfollowedRule> told = []
        def asked = Argument.of(patched, 'kvm_ioeventfd').set('addr', 0x100).set('len', length)

        when: 'without a listener, and then the kernel itself'
        patched.answer = 0
        vm.ioctl('KVM_IOEVENTFD', asked)
        kvm.comparison().begin(new HostFacts(on.board, { [] })) { told << it }
        patched.answer = null
        def errno = vm.ioctl('KVM_IOEVENTFD', asked).errno()

        then: 'it follows the rule'
        told.empty
        errno != 0

        when: 'the patched kernel accepts the call, and then refuses it with another errno'
        patched.answer = 0
        vm.ioctl('KVM_IOEVENTFD', asked)
        patched.answer = -16
        vm.ioctl('KVM_IOEVENTFD', asked)

        then:
        told*.errno() == (broken == null ? [] : [0, 16])
        told.every { it.call() == 'KVM_IOEVENTFD' && it.argument().contains("addr: 0x100, len: $length,") && it.broken()*.text() == [broken] && it.broken()[0].rule().source() == 'api.rst 4.59' }

        when: 'without a listener again'
        kvm.comparison().end()
        told.clear()
        vm.ioctl('KVM_IOEVENTFD', asked)

        then:
        told.empty

        cleanup:
        [asked, vm, kvm, on].each { it?.close() }

        where:
        [board, length, broken] << [['kvm', 'qemu:x86_64'], [[3, 'len is 3, but must be 0, 1, 2, 4 or 8'], [8, null]]].combinations { board, row -> [board, *row] }
    }

    def "#language: the note has the position, the call, its argument and the rule"() {
        given:
        def file = script("patched.$language", text)

        when:
        def run = Kvmsh.run('-q', '-b', 'rfc:model:x86_64', file)

        then:
        run.status == 0
        run.out.readLines() == ["note: $file:2:$taken: $TAKES" as String, ASKED, RULE, "note: $file:3:$refused: $REFUSES" as String, ASKED, RULE, '16']

        where:
        language | taken | refused | text
        'groovy' | 26    | 35      | '''proposal(KVM_IOEVENTFD) { arg -> arg.state.taken ? -EBUSY : (arg.state.taken = 1) - 1 }
def m = unchecked { vm { ioctl KVM_IOEVENTFD, addr: 0x100, len: 3, fd: 0 } }
def errno = attempt { unchecked { m.ioctl KVM_IOEVENTFD, addr: 0x100, len: 3, fd: 0 } }
println errno.number()
'''
        'js'     | 39    | 47      | '''proposal(KVM_IOEVENTFD, arg => { if (arg.state.taken) return -EBUSY; arg.state.taken = 1 })
const m = unchecked(() => vm({ioctl: [[KVM_IOEVENTFD, {addr: 0x100, len: 3, fd: 0}]]}))
const errno = attempt(() => { unchecked(() => m.ioctl(KVM_IOEVENTFD, {addr: 0x100, len: 3, fd: 0})) })
println(errno)
'''
    }

    def "a test's notes are in its result even if it passed: on the screen, in KTAP and in JUnit"() {
        given:
        def file = script('patched.groovy', '''proposal(KVM_IOEVENTFD) { arg -> 0 }
def m = vm { memory at: 0, size: 64.KB }
test('taken') { 3.times { m.ioctl KVM_IOEVENTFD, addr: 0x100, len: 3, fd: 0 }; expect { m.memmap.all.size() == 1 } }
test('follows') { expect { m.ioctl(KVM_IOEVENTFD, addr: 0x100, len: 4, fd: 0) == 0 } }
m.ioctl KVM_IOEVENTFD, addr: 0x100, len: 3, fd: 0
''')
        def ktap = folder.resolve('results.ktap').toFile()
        def junit = folder.resolve('results.xml').toFile()

        when:
        def run = Kvmsh.run('test', '--unchecked', '-b', 'rfc:model:x86_64', '--output', "ktap=$ktap.path", '--output', "junit=$junit.path", file)

        then:
        run.status == 0
        run.out.readLines().drop(2) == ['ok 1 taken', "  note: $file:3:27: $TAKES" as String, "  $ASKED" as String, "  $RULE" as String, 'ok 2 follows',
                                        'ok 3 patched.groovy, the rest', "  note: $file:5:1: $TAKES" as String, "  $ASKED" as String, "  $RULE" as String,
                                        'rfc:model:x86_64 (model, with proposals): 3 passed, 0 failed, 0 skipped']

        and:
        def lines = ktap.readLines()*.strip()
        lines.indexOf("# note: $file:3:27: $TAKES" as String) == lines.indexOf('ok 1 taken') - 3
        lines[lines.indexOf('ok 1 taken') - 1] == "# $RULE" as String

        and:
        def cases = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(junit).getElementsByTagName('testcase')
        (0..<cases.length).collect { cases.item(it).getElementsByTagName('system-out').item(0)?.textContent ?: '' } == ["note: $file:3:27: $TAKES\n$ASKED\n$RULE", '', "note: $file:5:1: $TAKES\n$ASKED\n$RULE"]*.toString()
    }

    def "#board: a followed rule is a refusal of the kernel or the model, without a note"() {
        given:
        Needed.orSkip(board)

        when:
        def run = Kvmsh.run('-q', '--unchecked', '-b', board, '-e', 'vm { memory at: 0x10000000000000, size: 64.KB }')

        then:
        run.status == 1
        !run.out.contains('note:')
        run.err.startsWith('-e:1:6: KVM_SET_USER_MEMORY_REGION on the VM failed with EINVAL (22, Invalid argument)\n')
        run.err.contains('\n  rule: the range ends at 0x1000000000ffff, above the highest guest physical address')

        where:
        board << ['kvm', 'qemu:x86_64', 'model:x86_64']
    }

    def "a vm that only the planner refuses is reported when the kernel accepts all of its calls"() {
        given: 'a vm that the planner refuses, with calls that a proposal accepts'
        def on = new OnBoard('rfc:model:x86_64')

        when:
        on.run('proposal(KVM_CREATE_PIT2) { arg -> 0 }\nproposal(KVM_CREATE_IRQCHIP) { arg -> 0 }\nunchecked { vm { pit } }')

        then:
        on.printed.readLines().last() == 'note: text#1:3:18: rfc:model:x86_64 (model, with proposals) accepted every call of this vm { }; kvmsh would have rejected the block: pit needs irqchip: the timer\'s interrupt goes to the in-kernel PIC (api.rst 4.71)'

        cleanup:
        on.close()
    }

    def "kvmsh plan --unchecked shows the plan, with each rule that a call breaks"() {
        when:
        def checked = Kvmsh.run('plan', '-b', 'model:x86_64', '-e', text)
        def unchecked = Kvmsh.run('plan', '--unchecked', '-b', 'model:x86_64', '-e', text)

        then:
        checked.status == 1
        checked.err.contains('would fail with EINVAL')
        unchecked.status == 0
        unchecked.out.readLines().findAll { it.contains('breaks a rule') || it.contains('would refuse') }*.strip() == lines

        where:
        text                                                                 | lines
        'vm { vcpu(0) { ioctl KVM_SET_SREGS, cr0: 0x80000000 } }'            | ['breaks a rule: EINVAL: cr0 has PG (paging) without PE (protected mode) (arch/x86/kvm/x86.c)']
        'plan { ioctl KVM_IOEVENTFD, addr: 0x100, len: 3, fd: 0 }'           | ['breaks a rule: EINVAL: len is 3, but must be 0, 1, 2, 4 or 8 (api.rst 4.59)']
    }

    def "a shell started with --unchecked stays unchecked on another board, and in its saved file"() {
        given:
        def shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), true)
        def saved = folder.resolve('saved.groovy')

        when:
        shell.await('model:x86_64 model>')
        shell.type('/board rfc:model:x86_64').await('rfc:model:x86_64 model, with proposals>')
        shell.type('proposal(KVM_IOEVENTFD) { arg -> 0 }')
        shell.type('vm { ioctl KVM_IOEVENTFD, addr: 0x100, len: 3, fd: 0 }')
        def screen = shell.await(RULE)
        shell.type("/save $saved").await("$saved: ")

        then:
        screen.contains("note: shell#2:1:6: $TAKES")
        saved.toFile().readLines()[0] == '// typed in kvmsh --unchecked: run this with --unchecked too'

        cleanup:
        shell.close()
    }

    def "unchecked returns its block's value, and later calls are checked again: #language"() {
        given:
        def on = new OnBoard('model:x86_64', language)

        when:
        def given = on.run(block)

        then:
        given == 64 * 1024

        when:
        on.run(after)

        then:
        def refused = thrown(org.kvmsh.dsl.script.ScriptError)
        refused.message.contains('would fail with EINVAL')

        cleanup:
        on.close()

        where:
        language        | block                                                                              | after
        Language.GROOVY | 'unchecked { vm { memory at: 0, size: 64.KB; vcpu 0 } }.memmap; unchecked { 64.KB }' | 'vm { memory at: 0x10000000000000, size: 64.KB }'
        Language.JS     | 'unchecked(() => vm({memory: {at: 0, size: KB(64)}})).memmap; unchecked(() => KB(64))' | 'vm({memory: {at: 0x10000000000000, size: KB(64)}})'
    }
}
