package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.remote.AgentProgram
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.OpenFiles
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(600)
class ShellSpec extends Specification {
    static final String HALTS = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4'; vcpu(0) { real 0x1000; regs rax: 41 } }"
    /** Prints KV and M at port 0x3f8, a line each, and halts. */
    static final String PRINTS = 'ba f8 03 b0 4b ee b0 56 ee b0 0a ee b0 4d ee b0 0a ee f4'

    @TempDir
    Path folder

    TypedShell shell

    def cleanup() {
        shell?.close()
    }

    def "the prompt shows the board and its kind: #prompt"() {
        when:
        shell = typedShell(board)

        then:
        shell.await("\n$prompt")

        where:
        board          | prompt
        'model:rfc'    | 'model:rfc model, not validated against a real kernel> '
        'model:x86_64' | 'model:x86_64 model> '
    }

    @Needs('kvm')
    def "on this machine's own KVM the prompt shows that it is real"() {
        when:
        shell = typedShell(null)

        then:
        shell.await('\nkvm:x86_64 real> ')
    }

    def "without KVM the shell opens on the model, and its first line has the reason"() {
        when:
        shell = new TypedShell([KVMSH_KVM: '/nonexistent'], null, folder.resolve('history'))

        then:
        shell.await('\nmodel:x86_64 model> ').readLines().first().contains('KVM is not available on this host: KVMSH_KVM=/nonexistent: no such file')
    }

    def "a run shows what its guest printed, and only that of this run, before its outcome: #language"() {
        given:
        def words = language == Language.JS ? "var m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '$PRINTS'}, vcpu: {real: 0x1000}, console: {io: 0x3f8}}); m"
                : "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$PRINTS'; vcpu(0) { real 0x1000 }; console io: 0x3f8 }"
        shell = typedShell('model:x86_64', language)
        shell.type(words).await('machine on model:x86_64')

        expect:
        shell.type('m.run()').await('\nKV\nM\nhlt after 6 exits in ')
        shell.type('m.regs.rip = 0x100c; m.run()').await('\nM\nhlt after 3 exits in ')

        and: 'also if it ended otherwise than asked'
        def until = language == Language.JS ? '{until: shutdown}' : 'until: shutdown'
        shell.type("m.regs.rip = 0x100c; m.run($until)").await('run until shutdown: ended instead with hlt').contains('\nM\nshell#4:')

        where:
        language << Language.values()
    }

    def "of a long output a run shows the last lines, and how many were before"() {
        given:
        shell = typedShell('model:x86_64')
        shell.type("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ba f8 03 b9 28 00 b0 41 ee b0 0a ee e2 f8 f4'; vcpu(0) { real 0x1000 }; console io: 0x3f8 }").await('machine on')

        expect:
        shell.type('m.run()').await('\n... 28 earlier lines; m.console has them' + '\nA' * 12 + '\nhlt after 81 exits in ')
    }

    def "/quiet switches the lines of calls off, and on again"() {
        given:
        shell = typedShell('model:x86_64')
        shell.await('\nmodel:x86_64 model> ')

        expect:
        shell.type('vm { memory at: 0, size: 64.KB }').await('KVM_SET_USER_MEMORY_REGION')

        when:
        shell.type('/quiet').await('calls are not printed; /quiet off prints them')
        shell.type('vm { memory at: 0, size: 64.KB }').await('machine on model:x86_64', 2)

        then:
        shell.screenText().count('KVM_SET_USER_MEMORY_REGION') == 1

        when:
        shell.type('/quiet off').await('\ncalls are printed')

        then:
        shell.type('vm { memory at: 0, size: 64.KB }').await('KVM_SET_USER_MEMORY_REGION', 2)
        shell.type('/quiet maybe').await('/quiet takes on or off, not maybe')
    }

    @Needs(['kvm', 'agent:x86_64'])
    def "a lost board is reported in one error and in the prompt, and the shell continues"() {
        given:
        def agent = new AgentProgram(System.getenv()).forMachine('x86_64').toString()
        shell = typedShell("exec:$agent -")
        shell.await('remote> ')

        when:
        shell.type('m = vm { memory at: 0, size: 64.KB }').await('machine on exec:')
        ProcessHandle.current().descendants().filter { it.info().command().orElse('') == agent }.forEach { it.destroyForcibly() }

        then:
        shell.type('m.ioctl KVM_CREATE_IRQCHIP').await('remote, lost> ').contains('the board was lost during KVM_CREATE_IRQCHIP: the link to its agent')
        shell.type('40 + 2').await('42 (0x2a)')
        shell.type('/board model:x86_64').await('model:x86_64 model> ')
    }

    @Sample(verify = 4)
    def "#board: a machine echoes its steps and stays open between lines"() {
        given:
        Needed.orSkip(board)
        shell = typedShell(board)

        expect:
        shell.type(HALTS).await('\nmachine on ').contains('KVM_SET_USER_MEMORY_REGION slot: 0')
        shell.type('m.run()').await('hlt after 1 exit in ')
        shell.type('m.regs.rax').await('42 (0x2a)')
        shell.type('m.regs').await('rax    0x000000000000002a')
        shell.type('m.close(); m').await('1 vCPU, closed')
        shell.type('m.run()').await('this machine is closed')

        where:
        board << OnBoard.x86()
    }

    def "a block may span several lines"() {
        given:
        shell = typedShell('model:rfc')

        expect:
        shell.type('vm {').type('  platform SPAPR').type('  arch 206').type('}').await('machine on model:rfc')
        shell.type('vm <').type('  rma 128.MB').type('>').await('an RMA of 128 MiB')
    }

    @Sample(verify = 8)
    def "#language: a text that breaks off in #what goes on in the next line"() {
        given:
        shell = typedShell('model:x86_64')
        if (language == 'js') {
            shell.type('/lang js').await('js> ')
        }

        expect:
        shell.type(first).type(second).await(shown)

        where:
        language | what                    | first         | second        || shown
        'groovy' | 'a comment'             | '/* one'      | 'two */ 42'   || '42 (0x2a)'
        'groovy' | 'a comment behind code' | '40 + /* one' | 'two */ 2'    || '42 (0x2a)'
        'groovy' | 'a text'                | "'''one"      | "two'''"      || '\none'
        'js'     | 'a comment'             | '/* one'      | 'two */ 42'   || '42 (0x2a)'
        'js'     | 'a comment in brackets' | '(40 /* one'  | 'two */ + 2)' || '42 (0x2a)'
        'js'     | 'a template'            | '`one'        | 'two`'        || '\none'
        'js'     | 'a value of a template' | '`one${40 +'  | '2}two`'      || 'one42two'
    }

    def "#language: #text is wrong in its line, and the prompt returns"() {
        given:
        shell = typedShell('model:x86_64')
        if (language == 'js') {
            shell.type('/lang js').await('js> ')
        }

        expect:
        shell.type(text).await('shell#')
        shell.type('6 * 7').await('42 (0x2a)')

        where:
        language | text
        'js'     | 'let r = /abc'
        'js'     | 'let r = /a*'
        'js'     | 'x = y /foo'
        'js'     | '"abc'
        'groovy' | '6 /foo'
        'groovy' | '"abc'
    }

    def "names that are declared on one line are defined on the next"() {
        given:
        shell = typedShell('model:rfc')

        expect:
        shell.type('def x = 20').await('20 (0x14)')
        shell.type('x + 22').await('42 (0x2a)')
    }

    def "an error does not end the shell"() {
        given:
        shell = typedShell('model:rfc')

        expect:
        shell.type('vm { arhc 206 }').await('did you mean \'arch\'?')
        shell.type('6 * 7').await('42 (0x2a)')
    }

    def "a command without its slash is suggested: #line"() {
        given:
        shell = typedShell('model:x86_64')

        expect:
        shell.type(line).await("did you mean '$command'?")

        where:
        line          | command
        'reload'      | '/reload'
        'lang js'     | '/lang js'
        'save s.js'   | '/save s.js'
    }

    def "on a narrow terminal a long line is wrapped between words and continued with indentation"() {
        given:
        def wide = explained(200)
        def narrow = explained(60)

        expect:
        narrow*.tokenize().flatten() == wide*.tokenize().flatten()
        narrow.size() > wide.size()
        narrow.findAll { it.length() > 60 && !it.contains('vm { memory') } == []
        narrow[narrow.findIndexOf { it.startsWith('  argument: ') } + 1] ==~ / {6}\S.*/
    }

    def "a value is wrapped between words too, and a text is not"() {
        given:
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 60)

        when:
        shell.type("(1..40).collect { 'word' }").await('word]')
        def screen = shell.type("'word ' * 20 + 'end'").await('word end')

        then:
        screen.readLines().count { it ==~ /(\[| {4})(word, ?)+|    .*word]/ } > 3
        screen.contains('word ' * 20 + 'end')
    }

    private List<String> explained(int columns) {
        shell?.close()
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, columns)
        shell.await('model:x86_64 model> ')
        shell.type('vm { memory at: 0, size: 64.KB; memory at: 0x8000, size: 4.KB }').await('model:x86_64 model> ', 2).readLines()
                .dropWhile { !it.startsWith('shell#1:1:') }.takeWhile { !it.startsWith('model:x86_64 model> ') }
    }

    @Sample(verify = 4)
    def "commands of the session begin with a slash: #line"() {
        given:
        shell = typedShell('model:rfc')

        expect:
        shell.type(line).await(answer)

        where:
        line                  || answer
        '/help'               || 'platform'
        '/help rma'           || 'rma 128.MB'
        '/help KVM_RUN'       || 'an ioctl of ppc64'
        '/help rmaa'          || 'did you mean \'rma'
        '/board'              || 'current board: model:rfc (model'
        '/board model:x86_64' || '\nmodel:x86_64 model> '
        '/board qemu:vax'     || 'no board qemu:vax'
        '/bord'               || 'did you mean \'/board\'? /help lists the commands'
        '/foo'                || 'unknown command: /foo; /help lists the commands'
    }

    def "slash commands never hide names of the language"() {
        given:
        shell = typedShell('model:rfc')

        expect:
        shell.type('help = 41; help + 1').await('42 (0x2a)')
        shell.type('84 /4').await('\n21\n')
        shell.type('// a remark').type('1 + 1').await('\n2\n')
    }

    def "a patch may be pasted with any quotes in it, and its names are defined on the next line"() {
        given:
        shell = typedShell('model:x86_64')
        shell.type('/rfc').await('rfc> ')

        when:
        Kvmsh.ROOT.resolve('scripts/rfc').resolve('kvm-ppc-set-platform.patch').toFile().readLines().each { shell.type(it) }
        shell.type('.')

        then:
        shell.await('struct kvm_ppc_set_platform, 8 bytes')
        shell.type('KVM_PPC_PV_SPAPR + 40').await('42 (0x2a)')
        shell.type('/help KVM_PPC_SET_PLATFORM').await('Says what a guest expects around it', 2)
    }

    def "/board closes the machines of the board before"() {
        given:
        shell = typedShell('model:x86_64')
        shell.type(HALTS).await('\nmachine on ')

        expect:
        shell.type('/board model:rfc').await('\nmodel:rfc model, not validated against a real kernel> ')
        shell.type('m').await('1 vCPU, closed')
    }

    def "if a board is unavailable, the current board stays open"() {
        given:
        shell = new TypedShell([KVMSH_KVM: '/nonexistent'], 'model:x86_64', folder.resolve('history'))
        shell.type(HALTS).await('\nmachine on ')

        expect:
        shell.type('/board kvm').await('no such file')
        shell.type('m.run()').await('hlt after 1 exit in ')
    }

    def "Ctrl-C abandons a line, Ctrl-D leaves"() {
        given:
        shell = typedShell('model:rfc')
        shell.await('model, not validated against a real kernel> ')

        when:
        shell.keys('garbage {').press(TypedShell.CTRL_C)
        shell.type('6 * 7').await('42 (0x2a)')
        shell.press(TypedShell.CTRL_D)

        then:
        shell.awaitEnd()
    }

    @Sample(verify = 4)
    def "Ctrl-C stops a guest and leaves the shell and the machine open, on #board"() {
        given:
        Needed.orSkip(board)
        shell = typedShell(board)
        shell.await('> ')
        shell.type("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 eb fe'; vcpu(0) { real 0x1000 }; on(io: 0x80) { println 'running' } }").await('\nmachine on ')

        when:
        shell.type('m.run within: 5.min').await('\nrunning')
        shell.press(TypedShell.CTRL_C)

        then:
        shell.await('stopped after 1 exit')
        shell.type('m.regs.rip').await('4098 (0x1002)')

        where:
        board << OnBoard.x86() + ['qemu:x86_64']
    }

    def "Ctrl-C stops a loop of the script"() {
        given:
        shell = typedShell('model:rfc')

        when:
        shell.type('println "looping"; while (true) { }').await('\nlooping')
        shell.press(TypedShell.CTRL_C)

        then:
        shell.await('interrupted')
        shell.type('6 * 7').await('42 (0x2a)')
    }

    def "/lang switches to JavaScript, also on several lines, and Ctrl-C stops its loops"() {
        given:
        shell = typedShell('model:x86_64')

        when:
        shell.type('/lang js').type('/lang').await('\njs')
        shell.type('const m = vm({').type('  memory: {at: 0, size: KB(64)},').type('  vcpu: {real: 0x1000},').type('})').await('KVM_SET_REGS')
        shell.type('m.regs.rip').await('4096 (0x1000)')
        shell.type('/help memory').await('memory({at: 0, size: KB(64)})')
        shell.type('println("looping"); while (true) { }').await('\nlooping')
        shell.press(TypedShell.CTRL_C)

        then:
        shell.await('interrupted')
        shell.type('6 * 7').await('42 (0x2a)')
        shell.type('/lang groovy').type("println 'in ' + 'Groovy'").await('\nin Groovy')
        shell.type('/lang perl').await('unknown language: perl; supported languages: groovy and js')
    }

    def "/quit leaves too, and every VM is closed"() {
        given:
        int before = OpenFiles.ofKvm()
        shell = typedShell(OnBoard.x86().find { Needed.missing(it) == null })
        shell.type(HALTS).await('\nmachine on ')

        when:
        shell.type('/quit').awaitEnd()
        shell.close()

        then:
        OpenFiles.ofKvm() == before
    }

    def "history outlives the shell"() {
        given:
        def history = folder.resolve('state/kvmsh/history')
        shell = new TypedShell([:], 'model:rfc', history)
        shell.type('6 * 7').await('42 (0x2a)')
        shell.type('/quit').awaitEnd()
        shell.close()

        when:
        shell = new TypedShell([:], 'model:rfc', history)
        shell.await('model, not validated against a real kernel> ')
        shell.keys('\u0010\u0010').type('').await('42 (0x2a)')

        then:
        Files.readString(history).contains('6 * 7')
    }

    def "a line with a board's token is not in the history"() {
        given:
        def history = folder.resolve('history')
        shell = new TypedShell([:], 'model:rfc', history)

        when:
        shell.type('6 * 7').await('42 (0x2a)')
        shell.type('/board tcp:127.0.0.1?token=secret').await('has no port')
        shell.type('/quit').awaitEnd()

        then:
        Files.readString(history).contains('6 * 7')
        !Files.readString(history).contains('secret')
    }

    private TypedShell typedShell(String board, Language language = Language.GROOVY) {
        new TypedShell([:], board, folder.resolve('history'), false, 200, language)
    }
}
