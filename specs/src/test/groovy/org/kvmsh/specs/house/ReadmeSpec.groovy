package org.kvmsh.specs.house

import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Specification
import spock.lang.TempDir

class ReadmeSpec extends Specification {
    static final String README = new File(Kvmsh.ROOT.toFile(), 'README.md').text

    @TempDir
    Path folder

    def "a command of the README prints what the README says: #command"() {
        given:
        Needed.orSkip(*needs(command, output))

        when:
        def result = Kvmsh.run(*words(command))

        then:
        general(result.out + result.err) == general(output)

        where:
        [command, output] << blocks('console').collectMany { it.split(/(?m)^(?=\$ )/) as List }.findAll().collect { it.split('\n', 2) as List }
                .collect { command, output -> [command - '$ ./kvmsh ', output] }
    }

    @Needs('kvm')
    def "the README's session goes as the README shows it"() {
        given:
        def shown = blocks('session').first()
        def shell = new TypedShell([:], 'kvm', folder.resolve('history'))
        int prompts = 0

        when:
        shown.readLines().each { line ->
            if (line.startsWith('kvm:x86_64 real> ')) {
                shell.await('kvm:x86_64 real> ', ++prompts)
                shell.type(line - 'kvm:x86_64 real> ')
            } else if (line ==~ / +> .*/) {
                shell.type(line.replaceFirst(/ +> /, ''))
            }
        }
        shell.awaitEnd()

        then:
        def screen = shell.screenText().readLines().dropWhile { !it.startsWith('kvm:x86_64 real> ') }
        general(screen.join('\n')) == general(shown)

        cleanup:
        shell.close()
    }

    def "every folder and file that the README names is there"() {
        expect:
        (README =~ /\]\((\w[\w\/.-]*)\)/).collect { it[1] }.every { new File(Kvmsh.ROOT.toFile(), it).exists() }
        (README =~ /(?m)^    (\w+)\/ /).collect { it[1] }.every { new File(Kvmsh.ROOT.toFile(), it).directory }
    }

    /** The boards that a command is for, and the assembler of what it or its script puts together. */
    private static List<String> needs(String command, String output) {
        def boards = (command =~ / ((?:rfc:)?qemu:[\w-]+)/).collect { it[1] } + (output.contains('kvm:x86_64 real') || command =~ / (rfc:)?kvm\b/ ? ['kvm:x86_64'] : [])
        def modes = (command =~ /\basm\((\w+)/).collect { it[1] } + (command =~ /\basm: "/ ? ['x86_16'] : [])
        boards + modes.collect { "asm:$it".toString() } + (command =~ / scripts\/(\S+\.\w+)/).collect { Needed.ofScript(it[1]) }.flatten()
    }

    private static List<String> blocks(String kind) {
        (README =~ /(?s)```$kind\n(.*?)```/).collect { it[1] }
    }

    /** A command line's words, as a shell takes them apart. */
    private static List<String> words(String command) {
        (command =~ /'([^']*)'|(\S+)/).collect { it[1] ?: it[2] }
                .collect { it.startsWith('scripts/') ? Kvmsh.ROOT.resolve(it).toString() : it }
    }

    /** Without what differs from machine to machine and from run to run, and the empty lines of a terminal that draws anew. */
    private static String general(String text) {
        text.replace("${Kvmsh.ROOT}/", '').readLines()*.stripTrailing().findAll().join('\n').replaceAll(/Linux \S+/, 'Linux VERSION').replaceAll(/userspace_addr: 0x[0-9a-f]+/, 'userspace_addr: ADDRESS')
                .replaceAll(/(CREATE_VM|CREATE_VCPU|mmap fd)( =)? \d+/, '$1$2 FD').replaceAll(/in [0-9.]+ m?s\b/, 'in TIME')
                .replaceAll(/boards at hand: .*/, 'boards at hand: BOARDS').replaceAll(/(?m)^.*scripts\/(\S+):/, 'scripts/$1:')
    }
}
