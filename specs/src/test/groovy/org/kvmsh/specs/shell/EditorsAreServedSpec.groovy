package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.eclipse.lsp4j.TextDocumentContentChangeEvent
import org.kvmsh.specs.kit.EditorClient
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import static org.kvmsh.specs.kit.EditorClient.edit

/** {@code kvmsh lsp}, as an editor has it: errors while a script is typed, completion, explanations of names. */
class EditorsAreServedSpec extends Specification {
    static final String GUEST = 'def m = vm {\n  memory at: 0, size: 64.KB\n  vcpu(0) { real 0x1000 }\n}\n'

    @Shared
    @TempDir
    Path folder

    @Shared
    @AutoCleanup
    EditorClient editor

    def setupSpec() {
        editor = new EditorClient(folder)
        editor.initialize()
    }

    @Sample(verify = 16)
    def "an error is at its word, with the message and the advice: #name"() {
        when:
        editor.open(uri(name), language, text)

        then:
        editor.errors(uri(name)) == errors

        where:
        name           | language     | text                                     || errors
        'word.groovy'  | 'groovy'     | GUEST.replace('vcpu(', 'vcpuu(')         || ["2:2-7 unknown word 'vcpuu'\ndid you mean 'vcpu'?"]
        'right.groovy' | 'groovy'     | GUEST                                    || []
        'syntax.js'    | 'javascript' | 'const a = 1\nconst m = vm({memory: }\n' || ['1:12-13 this ( is not closed\nclose it with )']
        'right.js'     | 'javascript' | 'const m = vm({vcpu: {real: 0x1000}})\n' || []
        'two.groovy'   | 'groovy'     | 'nowhere\nvmm { }\nwhile (true) { thre }\n' || ["0:0-7 unknown name 'nowhere'\ndeclare it: def nowhere = 0", "1:0-3 unknown word 'vmm'\ndid you mean 'vm'?", "2:15-19 unknown name 'thre'\ndeclare it: def thre = 0"]
        'empty.groovy' | 'groovy'     | ''                                       || []
        'lines.groovy' | 'groovy'     | 'def a = 1\r\n\r\n  vmm { }\r\n'         || ["2:2-5 unknown word 'vmm'\ndid you mean 'vm'?"]
    }

    def "a file is checked again after an edit, and only its newest text counts"() {
        given:
        def script = uri('edited.groovy')
        editor.open(script, 'groovy', GUEST)
        assert editor.errors(script) == []

        when: 'a word is typed, letter by letter'
        (0..<5).each { editor.change(script, it + 2, edit(4, it, it, 'vmm {'[it])) }
        editor.change(script, 7, edit(4, 5, 5, ' }'))

        then:
        editor.errors(script) == ["4:0-3 unknown word 'vmm'\ndid you mean 'vm'?"]

        when: 'it is corrected'
        editor.change(script, 8, edit(4, 2, 3, ''))

        then:
        editor.errors(script) == []

        when: 'the whole text is sent'
        editor.change(script, 9, new TextDocumentContentChangeEvent('memry'))

        then:
        editor.errors(script) == ["0:0-5 unknown name 'memry'\ndid you mean 'memory'?"]

        when: 'it is closed'
        editor.shut(script)

        then:
        editor.errors(script) == []
        editor.published.empty
    }

    def "a script is checked against the headers of the boards that it needs"() {
        given:
        def script = uri('ppc.groovy')

        when:
        editor.open(script, 'groovy', "needs boards: 'ppc64'\nvm { vcpu(0) { regs r " + '} }\n')

        then:
        editor.completions(script, 1, 20)*.label.containsAll(['r3:', 'pc:'])
        !editor.completions(script, 1, 20)*.label.contains('rax:')
    }

    @Sample(verify = 8)
    def "completion offers what the language offers at the caret: #offered"() {
        given:
        def script = uri("complete${offered}.groovy".replace(':', ''))
        editor.open(script, 'groovy', GUEST + typed)

        when:
        def items = editor.completions(script, 4, typed.length())
        def item = items.find { it.label == offered }

        then:
        item.kind.name() == kind
        item.detail.contains(detail)
        item.textEdit.getLeft().range.start.character == from
        item.textEdit.getLeft().newText == text

        and: 'its text is sent when the editor asks for it'
        (editor.answer(editor.server.textDocumentService.resolveCompletionItem(item)).documentation?.getRight()?.value ?: '').contains(page)

        where:
        typed                      | offered         || kind         | detail       | from | text            | page
        'pl'                       | 'plan'          || 'Function'   | 'show the calls'  | 0    | 'plan'          | 'without making them'
        'm.re'                     | 'regs'          || 'Method'     | 'registers'  | 2    | 'regs'          | 'm.regs.rax'
        'm.run '                   | 'until:'        || 'Property'   | 'exit'       | 6    | 'until: '       | 'an exit by its name'
        'm.ioctl KVM_GET_NR_MMU'   | 'KVM_GET_NR_MMU_PAGES' || 'EnumMember' | '' | 8    | 'KVM_GET_NR_MMU_PAGES' | 'an ioctl of x86_64'
    }

    def "completion offers what the script has declared before: #language, #typed"() {
        given:
        def script = uri("own.${language == 'groovy' ? 'groovy' : 'js'}")
        editor.open(script, language, text + typed)

        expect:
        editor.completions(script, text.count('\n'), typed.length())*.label == labels

        cleanup:
        editor.shut(script)

        where:
        language     | text                                                                            | typed    || labels
        'groovy'     | 'def guest = vm { vcpu 0 }\nlong guess(n) { def gulp = n; gulp }\ngusts = []\n' | 'gu'     || ['guest', 'guess', 'gusts']
        'groovy'     | 'def f() {\n  def gulp = 1\n'                                                   | 'gu'     || ['gulp']
        'javascript' | 'const guest = vm({vcpu: 0})\nfunction guess(n) { let gulp = n; return gulp }\n' | 'gu'     || ['guest', 'guess']
    }

    def "a path is relative to the directory of the script that has it"() {
        given:
        def inner = Files.createDirectories(folder.resolve('inner'))
        Files.writeString(inner.resolve('boot.elf'), '')
        def script = inner.resolve('paths.groovy').toUri().toString()
        def typed = "load elf: 'bo"
        editor.open(script, 'groovy', "vm {\n$typed")

        expect:
        editor.completions(script, 1, typed.length())*.label == ['boot.elf']
    }

    def "a hover explains #name"() {
        given:
        def script = uri("hover${name}.groovy")
        editor.open(script, 'groovy', GUEST + text)

        when:
        def shown = editor.hover(script, 4, text.indexOf(name) + 1)

        then:
        says.every { shown.contains(it) }
        !(shown =~ /]\([\w-]+\.md/)

        where:
        name              | text                             || says
        'vm'              | 'vm { }'                         || ['create a VM on this board', 'def m = vm {', '- returns:', 'see the machine']
        'until'           | 'm.run until: hlt'               || ['an exit by its name']
        'KVM_RUN'         | '// KVM_RUN'                     || ['an ioctl of', 'issued on', 'EINTR']
        'KVM_CAP_IRQFD'   | 'needs cap: KVM_CAP_IRQFD'       || ['a capability of', 'KVM_IRQFD']
        'KVM_EXIT_MMIO'   | 'on(exit: KVM_EXIT_MMIO) { }'    || ['outside all memslots', 'e.address', 'fills kvm_run.mmio']
        'EINVAL'          | 'expect(errno: EINVAL) { }'      || ['EINVAL (22, Invalid argument)']
        'kvm_sregs'       | "struct('kvm_sregs')"            || ['struct kvm_sregs', 'cr0']
    }

    def "a hover on nothing, or on the script's own names, is empty"() {
        given:
        def script = uri('none.groovy')
        editor.open(script, 'groovy', GUEST)

        expect:
        editor.hover(script, 0, 4) == null
        editor.hover(script, 3, 1) == null
        editor.hover(script, 99, 99) == null
    }

    private String uri(String name) {
        folder.resolve(name).toUri().toString()
    }
}
