package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.text.Mark
import org.kvmsh.dsl.text.MarkedLine
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LauncherFiles
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** Colors help a reader's eye on a terminal; the text is the same without them. */
class ColorsSpec extends Specification {
    /** What the launcher reports about a terminal. */
    static final Map<String, String> ON_TERMINAL = [KVMSH_TERMINAL: '12', TERM: 'xterm', NO_COLOR: '']
    static final String OVERLAP = 'vm { memory at: 0, size: 64.KB; memory at: 0x8000, size: 4.KB }'
    static final List<String> ERROR = ['-b', 'model:x86_64', '-e', OVERLAP]
    static final String ESC = '\u001b'
    static final String BOLD = "$ESC[1m", RED = "$ESC[31m", GREEN = "$ESC[32m", YELLOW = "$ESC[33m", BOLD_RED = "$ESC[31;1m", MAGENTA = "$ESC[35;1m", FAINT = "$ESC[2m", END = "$ESC[0m"

    @TempDir
    Path folder

    def "an error has its position, its errno and its caret in color, and the argument faint"() {
        when:
        def result = Kvmsh.runWith(ON_TERMINAL, '', *ERROR)
        def lines = result.err.readLines()

        then:
        result.out.startsWith("model:x86_64 (${YELLOW}model${END}), ")
        lines[0].startsWith("${BOLD}-e:1:33${END}: KVM_SET_USER_MEMORY_REGION ")
        lines[0].endsWith("${RED}EEXIST (17, File exists)${END}")
        lines[1] == "    $OVERLAP"
        lines[2].endsWith("${BOLD_RED}^${END}")
        lines[3] ==~ /\Q$FAINT\E  argument: .*\Q$END\E/
        lines[4].startsWith('  rule: ')
    }

    def "echoed calls are faint, and a script's output has no color"() {
        when:
        def lines = Kvmsh.runWith(ON_TERMINAL, '', '-b', 'model:x86_64', '-e', "vm { memory at: 0, size: 64.KB }; println 'done'").out.readLines()

        then:
        lines[1].startsWith("$FAINT  kvm   KVM_CREATE_VM")
        lines.last() == 'done'
    }

    def "a test's verdict, its script and the counts above 0 have colors"() {
        given:
        def script = Files.writeString(folder.resolve('s.groovy'), "test('holds') { expect { 1 == 1 } }\ntest('fails') { expect { 1 == 2 } }\ntest('waits') { needs cap: KVM_CAP_PPC_RMA }\n")

        when:
        def lines = Kvmsh.runWith(ON_TERMINAL, '', 'test', "$script", '-b', 'model:x86_64').out.readLines()

        then:
        lines.contains("${BOLD}s.groovy${END}" as String)
        lines.contains("${GREEN}ok${END} 1 holds" as String)
        lines.contains("${BOLD_RED}not ok${END} 2 fails" as String)
        lines.any { it.startsWith("${YELLOW}ok${END} 3 waits${FAINT} # SKIP ") }
        lines.last() == "model:x86_64 (model): ${GREEN}1 passed${END}, ${BOLD_RED}1 failed${END}, ${YELLOW}1 skipped${END}"
    }

    def "a plan's steps are bold, and boards with a real kernel have a green kind"() {
        given:
        def plan = Kvmsh.runWith(ON_TERMINAL, '', 'plan', '-b', 'model:x86_64', '-e', 'vm { memory at: 0, size: 64.KB }').out.readLines()
        def boards = Kvmsh.runWith(ON_TERMINAL, '', 'boards').out.readLines()

        expect:
        plan.any { it ==~ /\Q$BOLD\E1\. .*/ }
        boards.any { it ==~ /model:x86_64 +\Q${YELLOW}model${END}\E .*/ }
        boards.any { it ==~ /kvm +\Q${GREEN}real${END}\E .*/ }
    }

    @Sample(verify = 4)
    def "text without its colors is the same as text printed to a file: #arguments"() {
        given:
        def colored = Kvmsh.runWith(ON_TERMINAL, '', *arguments)
        def plain = Kvmsh.run(*arguments)

        expect:
        (colored.out + colored.err).contains(ESC)
        [colored.status, withoutColors(colored.out), withoutColors(colored.err)] == [plain.status, plain.out, plain.err]

        where:
        arguments << [ERROR, ['--help'], ['test', '--help'], ['boards'], ['plan', '-b', 'model:x86_64', '-e', OVERLAP],
                      ['plan', '-b', 'model:rfc', Kvmsh.script('mission.groovy')], ['-b', 'model:x86_64', '-e', 'vm { memroy at: 0 }']]
    }

    def "there are no colors #where"() {
        when:
        def result = Kvmsh.runWith(ON_TERMINAL + environment, '', *options, *ERROR)

        then:
        !(result.out + result.err).contains(ESC)

        where:
        where                       | environment           | options
        'if nothing is a terminal'  | [KVMSH_TERMINAL: '0'] | []
        'with NO_COLOR'             | [NO_COLOR: '1']       | []
        'on a dumb terminal'        | [TERM: 'dumb']        | []
        'with --no-color'           | [:]                   | ['--no-color']
    }

    def "--no-color works for every command, and for its help: #arguments"() {
        when:
        def result = Kvmsh.runWith(ON_TERMINAL, '', *arguments)

        then:
        result.status == 0
        !(result.out + result.err).contains(ESC)

        where:
        arguments << [['test', '--no-color', '--help'], ['boards', '--no-color'], ['plan', '--no-color', '-b', 'model:x86_64', '-e', 'vm { memory at: 0, size: 64.KB }'], ['--no-color', '--help'],
                      ['boards', 'facts', '--no-color', 'model:x86_64']]
    }

    def "errors in a file have no colors while the output is a terminal"() {
        when:
        def result = Kvmsh.runWith(ON_TERMINAL + [KVMSH_TERMINAL: '1'], '', *ERROR)

        then:
        result.out.contains(ESC)
        !result.err.contains(ESC)
    }

    def "the shell's prompt shows the kind in color"() {
        given:
        def shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'))

        when:
        shell.await('model:x86_64 model> ')

        then:
        shell.printed().contains("model:x86_64 ${YELLOW}model")

        cleanup:
        shell?.close()
    }

    @Needs('libcapstone')
    def "in the shell changed registers and the parts of instructions have colors"() {
        given:
        def shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'))
        shell.type("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 40 f4'; vcpu(0) { real 0x1000; regs rax: 4 } }").await('machine on')

        when:
        shell.type('m.step()').await('; next 0x1001')
        shell.type('m.step()').await('changed: ')
        shell.type('m.context').await('flags', 1)
        shell.type('dis 0x1000, 2').settle()

        then:
        shell.printed().contains("changed: ${MAGENTA}rax${END} 0x5 -> ${MAGENTA}0x6${END}, ${MAGENTA}rip${END} 0x1001 -> ${MAGENTA}0x1002${END}")
        shell.printed().contains("rax    ${MAGENTA}*0x0000000000000006${END}")
        shell.printed() =~ /-> 0x1002  \Q$FAINT\Ef4\Q$END\E +\Q$BOLD\Ehlt\Q$END\E/
        shell.printed() =~ /0x1000  \Q$FAINT\E40\Q$END\E  \Q$BOLD\Eincw\Q$END\E %ax/

        when:
        shell.type('attempt { m.ioctl KVM_CREATE_VCPU, 0 }').settle()
        shell.type("trace 'KVM_CREATE_VCPU'").settle()

        then: 'a refused call'
        shell.printed() =~ /KVM_CREATE_VCPU .*\Q$RED\EEEXIST/

        cleanup:
        shell?.close()
    }

    @Needs('jars')
    @Requires(value = { new File('/usr/bin/script').canExecute() }, reason = 'script (bsdutils) is not installed')
    def "./kvmsh prints in color on a terminal, and not through a pipe"() {
        given:
        def kvmsh = "'${launcher()}' -b model:x86_64 -e 'vm { memroy at: 0 }'"

        expect:
        onTerminal(kvmsh).contains("${BOLD}-e:1:6${END}: ")
        !onTerminal("$kvmsh 2>&1 | cat").contains(ESC)
    }

    def "a line's text is the text of its pieces"() {
        given:
        def line = MarkedLine.of(Mark.PLACE, 'a.groovy:1:2').and(': ').and(MarkedLine.of('text').and(null, '')).and(Mark.ERRNO, 'EINVAL')

        expect:
        line.toString() == 'a.groovy:1:2: textEINVAL'
        line.pieces()*.mark() == [Mark.PLACE, null, null, Mark.ERRNO]
    }

    /** The launcher beside jars that are built, without a directory for its class archive, which takes long to make. */
    private Path launcher() {
        def target = Files.createDirectories(folder.resolve('repl/target'))
        Files.writeString(target.resolve('kvmsh'), 'no folder')
        Files.createSymbolicLink(target.resolve('lib'), Kvmsh.ROOT.resolve('repl/target/lib'))
        Files.copy(Kvmsh.ROOT.resolve('repl/target/built'), target.resolve('built'))
        LauncherFiles.copyTo(folder)
    }

    private static String onTerminal(String command) {
        def started = new ProcessBuilder('/usr/bin/script', '-qec', command, '/dev/null').redirectErrorStream(true).redirectInput(new File('/dev/null'))
        started.environment().putAll([TERM: 'xterm', NO_COLOR: '', XDG_CACHE_HOME: '/dev/null', JAVA_HOME: System.getProperty('java.home')])
        started.start().inputReader().text
    }

    private static String withoutColors(String text) {
        text.replaceAll("$ESC\\[[0-9;]*m", '')
    }
}
