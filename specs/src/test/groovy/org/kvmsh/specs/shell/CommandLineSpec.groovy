package org.kvmsh.specs.shell

import com.google.gson.JsonParser
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.commands.Commands
import org.kvmsh.repl.Main
import org.kvmsh.repl.cli.FormerOptions
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

class CommandLineSpec extends Specification {
    static final List<String> MODEL = ['-b', 'model:x86_64']

    @TempDir
    Path folder

    def "-e runs a text and shows its value"() {
        when:
        def result = Kvmsh.run(*MODEL, '-e', '40 + 2')

        then:
        result.err == ''
        result.status == 0
        result.out.readLines().last() == '42'
    }

    def "a file and standard input run in the same way, and show no value"() {
        given:
        def file = Files.writeString(folder.resolve('a.groovy'), text)

        expect:
        Kvmsh.run(*MODEL, file.toString()).out == Kvmsh.runWith([:], text, *MODEL).out
        Kvmsh.run(*MODEL, file.toString()).out == Kvmsh.runWith([:], text, *MODEL, '-').out
        Kvmsh.run(*MODEL, file.toString()).out.readLines().drop(1) == ['hello']

        where:
        text = "println 'hello'\n42"
    }

    def "the exit status is #status after #what"() {
        expect:
        Kvmsh.run(*MODEL, *arguments).status == status

        where:
        what                             | arguments                           || status
        'success'                        | ['-e', '1']                         || 0
        'an expectation that held'       | ['-e', 'expect { 1 == 1 }']         || 0
        'an expectation that failed'     | ['-e', 'expect { 1 == 2 }']         || 1
        'a script that threw'            | ['-e', 'throw new Exception("x")']  || 1
        'a script that does not compile' | ['-e', '1 +']                       || 1
        'a word that does not exist'       | ['-e', 'vmm { }']                   || 1
        'an option that does not exist'    | ['--nonsense']                      || 2
        'both a text and a file'         | ['-e', '1', 'x.groovy']             || 2
        'a file that does not exist'       | ['/nonexistent.groovy']             || 2
        'two files'                      | ['a.groovy', 'b.groovy']            || 2
    }

    def "an unknown board is wrong usage, and the error lists the boards"() {
        when:
        def result = Kvmsh.runWith([XDG_CACHE_HOME: '/nonexistent'], '', '-b', 'qemu:vax', '-e', '1')

        then:
        result.status == 2
        result.err == 'kvmsh: no board qemu:vax; known boards: kvm, qemu:x86_64, qemu:arm64, qemu:arm64-gicv3, qemu:arm64-rfc, qemu:ppc64, qemu:ppc64-powernv, qemu:ppc64-rfc, qemu:riscv64, model:x86_64, model:arm-vgicv2, model:rfc, ' +
                'model:ppc970-hv, model:power7-hv, model:ppc-pr, ' +
                'ssh:HOST, serial:DEVICE@BAUD, tcp:HOST:PORT, listen:ADDRESS:PORT, exec:COMMAND, rfc:BOARD\n'
    }

    @Sample(verify = 4)
    def "a command of the shell in #language on standard input is named at its line: #text, #command"() {
        when:
        def result = Kvmsh.runWith([:], "$text\n$command\n".toString(), '-q', '-b', 'model:x86_64', '--lang', language)

        then:
        result.status == 1
        result.err.startsWith("stdin:2:1: $command works only in the shell\n")

        where:
        // A name that is also a word can be divided by.
        [language, text, command] << [[['groovy', '1 + 1'], ['js', 'print(1)']], Commands.names() - ['/board', '/rfc', '/top']].combinations { language, name -> [*language, name] }
    }

    def "of two commands of the shell on standard input, the first is named"() {
        when:
        def result = Kvmsh.runWith([:], '1 + 1\n/save a.groovy\n/quit\n', '-q', '-b', 'model:x86_64')

        then:
        result.status == 1
        result.err.startsWith('stdin:2:1: /save works only in the shell\n')
    }

    def "for an unknown board, the nearest name is first"() {
        expect:
        Kvmsh.run('-b', 'kvmm', '-e', '1').err.startsWith("kvmsh: no board kvmm; did you mean 'kvm'? known boards: kvm, qemu:x86_64, ")
    }

    def "a requested board that is unavailable fails with the reason, and is not replaced"() {
        when:
        def result = Kvmsh.runWith([KVMSH_KVM: '/nonexistent'], '', '-b', 'kvm', '-e', '1')

        then:
        result.status == 1
        result.out == ''
        result.err.startsWith('kvmsh: KVMSH_KVM=/nonexistent: no such file')
    }

    def "a device that is not KVM and a missing device have different errors"() {
        when:
        def result = Kvmsh.runWith([KVMSH_KVM: '/dev/null'], '', '-b', 'kvm', '-e', '1')

        then:
        result.status == 1
        result.err == 'kvmsh: /dev/null: ENOTTY (25, Inappropriate ioctl for device): the file is not the KVM device (api.rst 4.1)\n'
    }

    def "-q hides the steps, and the board's line goes to standard error: what a script prints can be piped"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:rfc', '-e', 'vm { platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000 }')

        then:
        result.out.readLines()*.take(9) == ['machine o']
        result.heading.startsWith('model:rfc (model')
        result.err == ''

        and:
        JsonParser.parseString(Kvmsh.run('-q', *MODEL, '-e', 'println caps("*").json; null').out).isJsonArray()
    }

    def "Java stacks are shown only with --trace-errors: #arguments"() {
        when:
        def without = Kvmsh.run(*arguments)
        def with = Kvmsh.run(*arguments, '--trace-errors')

        then:
        !(without.out + without.err).contains('\tat ')
        (with.out + with.err).contains(first)
        (with.out + with.err).contains('\tat org.kvmsh.')

        where:
        arguments                                                                   || first
        ['-b', 'model:x86_64', '-e', 'kvm.ioctl KVM_CREATE_VM, 99']                 || '\tat org.kvmsh.dsl.script.ScriptError.refused'
        ['-b', 'model:x86_64', '--lang', 'js', '-e', 'kvm.ioctl(KVM_CREATE_VM, 99)'] || '\tat org.kvmsh.dsl.script.ScriptError.refused'
        ['-b', 'model:x86_64', '-e', "test('a') { [].first() }"]                    || 'java.util.NoSuchElementException'
        ['plan', '-b', 'model:x86_64', '-e', 'vm { rma 1.MB }']                     || '\tat org.kvmsh.dsl.plan.'
    }

    def "a first argument that is not a path, file or command gets a suggestion: #typed"() {
        when:
        def result = Kvmsh.run(typed)

        then:
        result.status == 2
        result.out == ''
        result.err == "kvmsh: no such command or file: $typed; $suggestion\n"

        where:
        typed   || suggestion
        'board' || 'did you mean \'kvmsh boards\'?'
        'tset'  || 'did you mean \'kvmsh test\'?'
        'xyzzy' || 'the commands are test, report, compare, check, bringup, plan, gdb, top, boards, kernel, abi, rfc, guide, doctor, cache; to run a line of a script: kvmsh -e \'LINE\''
    }

    def "a command's name after the first argument is a script's argument"() {
        given:
        def file = Files.writeString(folder.resolve('a.groovy'), 'println args')

        expect:
        Kvmsh.run(*MODEL, file.toString(), 'test', 'boards').out.readLines().last() == '[test, boards]'
    }

    def "wrong usage of #command is told in two lines, the second of which shows its options"() {
        when:
        def result = Kvmsh.run(command, '--wrong')

        then:
        result.status == 2
        result.err == "unknown option: '--wrong'\nusage: kvmsh $command --help\n"

        where:
        command << ['test', 'plan', 'boards', 'abi', 'doctor', 'cache', 'lsp', 'dev']
    }

    @Sample(verify = 4)
    def "an option that is no more tells what to write: #former"() {
        given:
        def (kvmsh, command, option) = former.split(' ')

        when:
        def results = [[option], ["$option=7"], [option, '7']].collect { Kvmsh.run(command, *it) }

        then:
        results*.status == [2, 2, 2]
        results*.err.toSet() == ["kvmsh $command: $option was removed; use $instead\n".toString()] as Set
        Main.commands().subcommands[instead.startsWith('kvmsh ') ? instead.split(' ')[1] : command].commandSpec.findOption((instead =~ /--[a-z-]+/)[0]) != null

        where:
        [former, instead] << FormerOptions.NEW.collect { [it.key, it.value] }
    }

    def "words, which was a command, tells what to write: #arguments"() {
        expect:
        with(Kvmsh.run(*arguments)) {
            status == 2
            err.readLines().first() == "kvmsh words was removed; use kvmsh guide $instead"
        }

        where:
        arguments               || instead
        ['words']               || '--as=FORMAT'
        ['words', '--as', 'ts'] || '--as=FORMAT'
        ['words', 'load']       || 'load'
    }

    def "a value after = that an option does not take is its own, and no file: #arguments"() {
        expect:
        with(Kvmsh.run(*arguments)) {
            status == 2
            out == ''
            err.readLines().first() == told
        }

        where:
        arguments                                || told
        ['test', '--shuffle=abc', 'a.groovy']    || "invalid value 'abc' for --shuffle: write a number of at most 9 digits"
        ['test', '--shuffle=', 'a.groovy']       || "invalid value '' for --shuffle: write a number of at most 9 digits"
        ['test', '--wait=abc', 'a.groovy']       || "invalid value 'abc' for --wait: write 90s, 500ms or 5min"
        ['--wait=abc', '-e', '1']                || "invalid value 'abc' for --wait: write 90s, 500ms or 5min"
    }

    def "run is understood after options too: #options"() {
        given:
        def file = Files.writeString(folder.resolve('a.groovy'), 'println args').toString()

        expect:
        Kvmsh.run(*options, 'run', file, 'run', 'b').out.readLines().last() == '[run, b]'

        where:
        options << [[], ['-q', '-b', 'model:x86_64'], ['-b', 'model:x86_64'], ['--board=model:x86_64'], ['--wait', '5s', '-b', 'model:x86_64'], ['-b', 'model:x86_64', '--lang', 'groovy']]
    }

    def "run is understood after each option of kvmsh that takes a value: #option"() {
        given:
        def file = Files.writeString(folder.resolve('a.groovy'), "println 'ran ' + args").toString()

        expect:
        Kvmsh.run('-q', *(option in ['-b', '--board'] ? [] : ['-b', 'model:x86_64']), option, value, 'run', file, 'b').out.readLines().contains('ran [b]')

        where:
        option << Main.commands().commandSpec.options().findAll { it.arity().min() > 0 && !('-e' in it.names()) }.collectMany { it.names() as List }
        value = option in ['-b', '--board'] ? 'model:x86_64' : option == '--lang' ? 'groovy' : '/dev/null'
    }

    def "run without a script says what is missing: #arguments"() {
        expect:
        with(Kvmsh.run(*arguments)) {
            status == 2
            out == ''
            err == 'kvmsh: run needs the name of a script: kvmsh run FILE\n'
        }

        where:
        arguments << [['run'], ['run', '-b', 'model:x86_64'], ['-q', 'run']]
    }

    def "what other programs call #typed is understood"() {
        given:
        def (result, same) = [typed, meant].collect { Kvmsh.runWith([:], 'println 6 * 7', *it) }

        expect:
        result.status == 0
        result.out == same.out
        result.err == ''

        where:
        typed                                                        || meant
        ['help']                                                     || ['--help']
        ['help', 'boards', 'agent']                                  || ['boards', 'agent', '--help']
        ['version']                                                  || ['--version']
        ['run', '-q', *MODEL, Kvmsh.script('first-light.groovy')]    || ['-q', *MODEL, Kvmsh.script('first-light.groovy')]
        ['shell', '-q', *MODEL]                                      || ['-q', *MODEL]
    }

    def "--help lists the options and the exit statuses"() {
        when:
        def result = Kvmsh.run('--help')

        then:
        result.status == 0
        ['-b, --board', '-e, --eval', '-q, --quiet', 'FILE', 'Exit status'].every { result.out.contains(it) }
    }

    def "wrong usage is reported in kvmsh's own words: #arguments"() {
        when:
        def result = Kvmsh.run(*arguments)

        then:
        result.status == 2
        result.out == ''
        result.err.readLines().first() == message

        where:
        arguments                                               || message
        ['--nonsense']                                          || "unknown option: '--nonsense'"
        ['test']                                                || "missing argument: 'PATH'"
        ['boards', 'bundle']                                    || "missing argument: 'FILE'"
        ['-b', 'kvm', '-b', 'model:rfc', '-e', '1']             || 'option --board is given twice'
        ['test', '--run', 'a', '--resume', 'b', 'c']            || 'use only one of --run=DIRECTORY|none, --resume=RUN'
        ['test', '--output']                                    || 'option --output needs FORMAT=FILE'
        ['test', '--output', 'a.xml', 'a']                      || "--output: 'a.xml' is not FORMAT=FILE: write junit=FILE; FORMAT: junit, gitlab, ktap, json"
        ['report', '--output', 'ktap=']                         || "--output: 'ktap=' is not FORMAT=FILE: write ktap=FILE"
        ['test', '--timeout', 'soon', 'a']                      || "--timeout: 'soon' is not a time: write 90s, 500ms or 5min"
        ['boards', 'bogus']                                     || "unexpected argument: 'bogus'"
        ['boards', 'inside', 'qemu:arm64', 'a', '--within', 'b'] || "--within: 'b' is not a time: write 90s, 500ms or 5min"
        ['guide', '--as', 'pdf']                                || "--as: one of MD, TS, GDSL, not 'pdf'"
    }
}
