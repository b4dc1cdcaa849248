package org.kvmsh.specs.house

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Page
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Specification
import spock.lang.TempDir

/** The README and the guide: each command that they show is run, and prints what they show; what they link to exists. */
class PagesAreTrueSpec extends Specification {
    static final String PROMPT = 'kvm:x86_64 real> '
    /** A command whose output goes to a file. */
    static final String WRITES = /^\$ \.\/kvmsh (.*) > (\S+)$/
    /** Outside of quotes. */
    static final String PIPE = / \| (?=[^']*$)/
    /** A line of a listing, and the next instruction after a step: with an instruction as text. */
    static final String DISASSEMBLED = /(?m)^ *-> 0x|\bnext 0x[0-9a-f]+: [0-9a-f]{2}(?: [0-9a-f]{2})* {2}[a-z]/

    @TempDir
    Path folder

    @Sample(verify = 16)
    def "#page shows what a command prints: #command"() {
        given:
        Needed.orSkip(*needs(command, output))

        and: 'the files that the commands before it write'
        written.each { file, writes -> Files.writeString(folder.resolve(file), Kvmsh.run(*words(writes)).out) }

        when:
        def printed = written.keySet().inject(printed(written.keySet().inject(command) { text, file -> text.replaceAll(/(?<= )\Q$file\E(?=$| )/, "$folder/$file") })) { text, file -> text.replace("$folder/$file", file) }
        update(page, "\$ ./kvmsh $command\n", output, printed)

        then:
        Boolean.getBoolean('snapshots.update') || general(printed) == general(output)

        where:
        [page, command, output, written] << Page.ALL.collectMany { page ->
            page.blocks('console').collectMany { block ->
                def commands = (block.text.split(/(?m)^(?=\$ )/) as List).findAll().collect { it.split('\n', 2) as List }
                def written = commands*.first().findAll { it =~ WRITES }.collectEntries { [(it.split(' > ')[1]): it.split(' > ')[0] - '$ ./kvmsh '] }
                commands.findAll { !(it.first() =~ WRITES) }.collect { command, output -> [page, command - '$ ./kvmsh ', output, written] }
            }
        }
    }

    @Needs('kvm')
    def "the README shows the session as it is printed"() {
        given:
        def readme = new Page('README.md')
        def shown = readme.blocks('session').first().text
        def shell = new TypedShell([:], 'kvm', folder.resolve('history'), false, 200, Language.GROOVY, 500, true)
        int prompts = 0

        when:
        shown.readLines().each { line ->
            if (line.startsWith(PROMPT)) {
                shell.await(PROMPT, ++prompts)
                shell.type(line - PROMPT)
            } else if (line ==~ / +> .*/) {
                shell.type(line.replaceFirst(/ +> /, ''))
            }
        }
        shell.awaitEnd()
        def screen = shell.screenText().readLines()*.stripTrailing().findAll().dropWhile { !it.startsWith(PROMPT) }.join('\n') + '\n'
        update(readme, '```session\n', shown, screen)

        then:
        Boolean.getBoolean('snapshots.update') || general(screen) == general(shown)

        cleanup:
        shell.close()
    }

    def "every file and directory that #page links to exists"() {
        given:
        def linked = (page.file.text =~ /\]\(([^)#]+?)(?:#[^)]*)?\)/).collect { it[1] }.findAll { !it.contains('://') }

        expect:
        linked.findAll { !page.file.parentFile.toPath().resolve(it).toFile().exists() } == []

        where:
        page << Page.ALL
    }

    def "the README has at most 150 lines, and the guide's first page links to every other page"() {
        expect:
        file('README.md').readLines().size() <= 150
        Page.GUIDE.drop(1)*.name.findAll { it != 'README.md' && !file('docs/guide/README.md').text.contains("($it)") } == []
    }

    def "the page of commands has every command"() {
        expect:
        commands([]).size() > 15
        commands([]).findAll { !file('docs/guide/commands.md').text.contains("## `${['kvmsh', *it].join(' ')}`\n") } == []
    }

    /** A command and those below it, by what its help lists. */
    private static List<List<String>> commands(List<String> command) {
        def help = Kvmsh.run(*command, '--help').out.readLines()
        def below = help.dropWhile { !it.startsWith('Commands') }.drop(1).takeWhile { it.startsWith('  ') }.findAll { it ==~ /  \w[\w-]*  .*/ }
        [command] + below.collectMany { commands(command + it.trim().split(' ').first()) }
    }

    private static File file(String path) {
        Kvmsh.ROOT.resolve(path).toFile()
    }

    /** Asked to, writes what was printed into the page. */
    private static void update(Page page, String before, String shown, String printed) {
        if (Boolean.getBoolean('snapshots.update') && general(printed) != general(shown)) {
            page.update(before, shown, printed)
        }
    }

    /** What a command prints, and what the programs behind a | make of it. */
    private static String printed(String command) {
        def (kvmsh, filter) = command =~ PIPE ? command.split(PIPE, 2) as List : [command, null]
        (filter == null ? Kvmsh.runOnTerminal(*words(kvmsh)) : filtered(Kvmsh.run(*words(kvmsh)), filter)).replace("${Kvmsh.ROOT}/", '').readLines()*.stripTrailing().collect { it + '\n' }.join()
    }

    private static List<String> words(String kvmsh) {
        Page.words(kvmsh)*.replaceAll(/(?<=^|")scripts\//, "$Kvmsh.ROOT/scripts/")
    }

    private static String filtered(Kvmsh.Result result, String filter) {
        def process = new ProcessBuilder('sh', '-c', "cat | $filter").redirectErrorStream(true).start()
        process.outputStream.withWriter { it << result.out }
        result.heading + process.inputStream.text + result.err
    }

    /** The boards that a command is for, the disassembler of what it prints, and the assembler of what it or its script puts together. */
    private static List<String> needs(String command, String output) {
        def boards = (command =~ / ((?:rfc:)?qemu:[\w-]+)/).collect { it[1] } + (output =~ /kvm:x86_64 \(?real/ || command =~ / (rfc:)?kvm\b/ ? ['kvm:x86_64'] : [])
        def modes = (command =~ /\basm\((\w+)/).collect { it[1] } + (command =~ /\basm: "/ ? ['x86_16'] : [])
        boards + (output =~ DISASSEMBLED ? ['libcapstone'] : []) + modes.collect { "asm:$it".toString() } + (command =~ /\bguest c:/ ? ['cc:x86_64'] : []) + (command =~ / scripts\/(\S+\.\w+)/).collect { Needed.ofScript(it[1]) }.flatten()
    }

    /** Without details that differ between machines and runs, and without the empty lines of a redrawn terminal. */
    private static String general(String text) {
        text.readLines()*.stripTrailing().findAll().join('\n').replaceAll(/Linux \S+/, 'Linux VERSION').replaceAll(/userspace_addr: 0x[0-9a-f]+/, 'userspace_addr: ADDRESS')
                .replaceAll(/(CREATE_VM|CREATE_VCPU|mmap fd)( =)? \d+/, '$1$2 FD').replaceAll(/\S+\/kvmsh\/runs\/[\w-]+/, 'RUN').replaceAll(/in [0-9.]+ m?s\b/, 'in TIME').replaceAll(/kvm \[\d+\]/, 'kvm [PID]').replaceAll(/(?<=\S) {2,}/, '  ')
                .replaceAll(/available boards: .*/, 'available boards: BOARDS')
                .replaceAll(/(?s)(boards that accept this vm \{ \}: [^\n]*\n *choose one with [^\n]*|no available board accepts this vm \{ \};[^\n]*)/, 'BOARDS').replaceAll(/(?m)^.*scripts\/(\S+):/, 'scripts/$1:')
                .replaceAll(/, (with )?\S*scripts\/kernels\//, ', $1scripts/kernels/')
    }
}
