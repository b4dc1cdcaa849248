package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.Main
import org.kvmsh.repl.cli.AppliesTo
import org.kvmsh.repl.cli.AppliesTo.OnFarm
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Programs
import org.kvmsh.specs.kit.Sample
import picocli.CommandLine.Model.OptionSpec
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Each option of kvmsh test says in one annotation where it applies: on a farm, in the processes of --isolate, beside --resume. Here each is given in each of these ways. */
class OptionsApplyWhereTheySaySpec extends Specification {
    static final List<OptionSpec> OPTIONS = Main.commands().subcommands.test.commandSpec.options().findAll { !it.usageHelp() }
    /** A value of each option that takes one; a name with a slash is a file of the spec's directory. */
    static final Map<String, String> VALUES = [
            '--board': 'model:x86_64', '--filter': 'a*', '--tag': '!slow', '--rerun-failed': './failed', '--shuffle': '7', '--repeat': '2', '--output': 'junit=./junit.xml',
            '--run': './run', '--resume': './ended', '--farm': 'slurm',
            '--wait': '2s', '--jobs': '2', '--baseline': './failed',
            '--timeout': '30s', '--known': './known.toml', '--script-name': 'a.groovy']

    @Shared
    @TempDir
    Path home

    @TempDir
    Path folder

    def setupSpec() {
        write('slurm/scontrol', 'echo "MaxArraySize = 1001\nMaxJobCount = 10000"')
        write('slurm/sinfo', 'case "$*" in *%C*) echo 0/2/0/2 ;; *) echo kvm ;; esac')
        write('slurm/sbatch', 'echo 1')
        write('slurm/squeue', ':')
        file('a.groovy', "test('a') { expect { true } }\nprintln 'given ' + new File('/proc/self/cmdline').text.replace('\\u0000', ' ')")
        file('known.toml', '')
        Kvmsh.run('test', at('a.groovy'), '-b', 'model:x86_64', '--run', at('ended'))
        def passes = home.resolve('a.groovy').toFile().text
        file('a.groovy', passes.replace('expect { true }', 'expect { false }'))
        assert Kvmsh.run('test', at('a.groovy'), '-b', 'model:x86_64', '--run', at('failed')).status == 1
        file('a.groovy', passes)
        def results = home.resolve('ended/results.jsonl')
        Files.write(results, Files.readAllLines(results).take(1))
    }

    def "#name says where it applies, and has a value here"() {
        expect:
        where(option) != null
        option.arity().max() == 0 || VALUES.containsKey(name)

        where:
        option << OPTIONS
        name = option.longestName()
    }

    @Sample(verify = 16)
    def "#name on a farm: #farm"() {
        when:
        def others = given('--board', option) + given('--farm', option) + given('--run', option)
        def result = test([PATH: "${at('slurm')}:${System.getenv('PATH')}".toString()], at('a.groovy'), *word(option), *others)
        def task = folder.resolve('run/attempt-1/0/command')

        then:
        switch (farm) {
            case OnFarm.NOWHERE:
                assert result.status == 2
                assert result.err =~ /^kvmsh test: (\Q$name\E cannot be used with --farm|use only one of .*|--resume uses .*)|^use only one of /
                break
            case OnFarm.TASKS:
                assert !result.err.contains('cannot be used with')
                assert Files.readString(task).contains(passed(option))
                break
            default:
                assert !result.err.contains('cannot be used with')
                assert name == '--list' || Files.exists(task) && !Files.readString(task).contains(passed(option))
        }

        where:
        option << OPTIONS
        name = option.longestName()
        farm = where(option).farm()
    }

    def "a farm cannot compare with a board"() {
        when:
        def result = test(at('a.groovy'), '-b', 'model:x86_64', '--baseline', 'model:rfc', '--farm', 'slurm', '--run', at('compared'))

        then:
        result.err == 'kvmsh test: --baseline=BOARD cannot be used with --farm\n'
        result.status == 2
    }

    def "the processes of --isolate get all options that say so, and no other"() {
        given:
        def tried = OPTIONS.findAll { where(it).processes() || where(it).farm() != OnFarm.NOWHERE && !(it.longestName() in ['--list', '--farm', '--board', '--run', '--isolate', '--bisect']) }

        when:
        def result = test(at('a.groovy'), *tried.collectMany { word(it) }.unique(), '--isolate', '-b', 'model:x86_64', '--run', at('isolated'))
        def given = result.out.readLines().find { it.startsWith('given ') }

        then:
        tried.findAll { where(it).processes() != given.contains(" ${it.longestName()}") }*.longestName() == []
        tried.findAll { where(it).processes() }.every { given.contains(" ${word(it).first()}") }
    }

    @Sample(verify = 4)
    def "#name beside --resume: #resumed"() {
        when:
        def result = test('--resume', at('ended'), *word(option))

        then:
        (result.err =~ /uses the options of the run: remove |use only one of /).find() == !resumed

        where:
        option << OPTIONS.findAll { it.longestName() != '--resume' }
        name = option.longestName()
        resumed = where(option).resumed()
    }

    private static AppliesTo where(OptionSpec option) {
        option.userObject().getAnnotation(AppliesTo)
    }

    private Kvmsh.Result test(Map<String, String> environment = [:], String... arguments) {
        Kvmsh.runWith(environment, '', 'test', *arguments)
    }

    /** An option of the run, if it is not the one that is tried. */
    private List<String> given(String name, OptionSpec tried) {
        tried.longestName() == name ? [] : word(OPTIONS.find { it.longestName() == name })
    }

    /** The option with its value. */
    private List<String> word(OptionSpec option) {
        def value = VALUES[option.longestName()]
        [option.longestName() + (value ? '=' + place(value) : '')]
    }

    /** The option as a task's command has it. */
    private String passed(OptionSpec option) {
        " '${word(option).first()}'"
    }

    /** Results are written below the test's own directory. */
    private String place(String value) {
        value == './run' || value.startsWith('junit=') ? value.replace('./', "$folder/") : value.replaceFirst(/^\.\//, "$home/")
    }

    private String at(String name) {
        home.resolve(name)
    }

    private void file(String name, String text) {
        Files.writeString(home.resolve(name), text)
    }

    private void write(String name, String text) {
        Programs.write(home.resolve(name), text)
    }
}
