package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

/** A test that failed is listed with what the runs kept beside its run gave for it: when it last passed, and what has changed since. */
class FailuresHaveAHistorySpec extends Specification {
    static final String TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/

    @TempDir
    Path folder

    def "a test that passed in the last run, #what"() {
        given:
        run('1', 'vm { }', '1 == 1')

        expect:
        run('2', machine, '1 == 2') == ["last passed at TIME, in ${at('runs/1')}", 'changed since it passed: the script', *differing]
        report('2') == ["last passed at TIME, in ${at('runs/1')}", 'changed since it passed: the script', *differing]

        where:
        what                  | machine                                || differing
        'with the same calls' | 'vm { }'                               || ['calls: the same as when it passed']
        'with another call'   | 'vm { memory at: 0, size: 64.KB }'     || ['calls that differ (- when it passed, + in this run):',
                                '  +  vm    KVM_SET_USER_MEMORY_REGION slot: 0, flags: 0, guest_phys_addr: 0x0, memory_size: 0x10000, userspace_addr: ADDRESS = 0']
    }

    @Sample(verify = 4)
    def "an exit that differs is told, and a read that kvmsh makes to show the failure is no call that differs: #what"() {
        given:
        ['1': before, '2': now].each { number, handler ->
            run(number, "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ec 40 f4'; vcpu(0) { real 0x1000; regs rdx: 0x60 }; $handler }; m.run(until: hlt)",
                    "m.regs.rax == 42")
        }

        expect:
        report('2') == ["last passed at TIME, in ${at('runs/1')}", 'changed since it passed: the script', *differing]

        where:
        what                  | before                | now                   || differing
        'another value'       | 'on(io: 0x60) { 41 }' | 'on(io: 0x60) { 40 }' || ['calls that differ (- when it passed, + in this run):',
                                '  -  vcpu  KVM_GET_REGS = 0, rax: 0x2a, rip: 0x1003, other fields unchanged', '  +  vcpu  KVM_GET_REGS = 0, rax: 0x29, rip: 0x1003, other fields unchanged',
                                'last exits that differ (- when it passed, + in this run):', '  -  vCPU 0  io in port 0x60 size 1 = 0x29', '  +  vCPU 0  io in port 0x60 size 1 = 0x28']
        'another exit reason' | 'on(io: 0x60) { 41 }' | ''                    || ['calls that differ (- when it passed, + in this run):',
                                '  -  vcpu  KVM_GET_REGS = 0, rax: 0x2a, rip: 0x1003, other fields unchanged',
                                'last exits that differ (- when it passed, + in this run):', '  -  vCPU 0  io in port 0x60 size 1 = 0x29', '  -  vCPU 0  hlt', '  +  vCPU 0  io in port 0x60 size 1 = 0x0']
    }

    def "at most six exits that differ are listed, of a VM its last 32"() {
        given:
        ['1': 0, '2': 1].each { number, value ->
            run(number, "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b9 64 00 ec e2 fd f4'; vcpu(0) { real 0x1000; regs rdx: 0x60 }; on(io: 0x60) { $value } }; m.run(until: hlt)",
                    "m.regs.rax == 0")
        }
        def lines = report('2').dropWhile { !it.startsWith('last exits') }

        expect:
        lines.size() == 8
        lines.last() ==~ /  56 more, in .*exits.txt/
    }

    def "exits are not compared with a run in which none were kept"() {
        given:
        ['1', '2'].each { number ->
            run(number, "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }; m.run(until: hlt)", number == '1' ? 'true' : 'false')
        }
        def kept = folder.resolve('runs/1/boards/0/calls.jsonl').toFile()
        assert kept.text.contains('"exits":["1 vCPU 0  hlt"]')
        kept.text = kept.text.replaceAll(/,"exits":\[[^]]*]/, '')

        expect:
        !report('2').any { it.startsWith('last exits') }
    }

    def "a test that has failed for some runs"() {
        given:
        run('1', 'vm { }', '1 == 1')
        run('2', 'vm { }', '1 == 2')
        run('3', 'vm { }', '1 == 2')

        expect:
        run('4', 'vm { }', '1 == 2').take(2) == ["last passed at TIME, in ${at('runs/1')}; failed in 2 earlier runs after that", 'passed in 1 of the last 3 runs before this one']
        report('2').take(2) == ["last passed at TIME, in ${at('runs/1')}", 'changed since it passed: the script']

        when: 'the run in which it passed is gone'
        folder.resolve('runs/1').toFile().deleteDir()

        then:
        run('5', 'vm { }', '1 == 2') == ['no earlier pass found; failed in 3 earlier runs, the first at TIME']
    }

    def "a test that passes and fails has the number of runs in which it passed, of the last ten"() {
        given:
        ['1 == 1', *(['1 == 2', '1 == 1'] * 5)].eachWithIndex { condition, i -> run("$i", 'vm { }', condition) }

        expect: 'a run before the last ten does not count'
        run('11', 'vm { }', '1 == 2').take(2) == ["last passed at TIME, in ${at('runs/10')}", 'passed in 5 of the last 10 runs before this one']
        report('3').take(2) == ["last passed at TIME, in ${at('runs/2')}", 'passed in 2 of the last 3 runs before this one']
    }

    def "a kernel that has changed since is told"() {
        given:
        run('1', 'vm { }', '1 == 1')
        run('2', 'vm { }', '1 == 2')
        ['1', '2'].each { number ->
            def facts = folder.resolve("runs/$number/run.json").toFile()
            assert facts.text.contains('"build": null')
            facts.text = facts.text.replace('"build": null', "\"build\": \"Linux 6.1.$number\"")
        }

        expect:
        report('2').contains('changed since it passed: the script, the kernel (Linux 6.1.1 then, Linux 6.1.2 now)')
    }

    @Sample(verify = 8)
    def "the files of results have it too: #format"() {
        given:
        run('1', 'vm { }', '1 == 1')
        run('2', 'vm { memory at: 0, size: 64.KB }', '1 == 2', '--output', "junit=${at('test.xml')}", '--output', "ktap=${at('test.ktap')}")
        def report = Kvmsh.run('report', at('runs/2'), '--github', '--output', "junit=${at('report.xml')}", '--output', "ktap=${at('report.ktap')}", '--output', "gitlab=${at('gitlab.xml')}").out
        def text = (file ? folder.resolve(file).toFile().text : report.readLines().find { it.startsWith('::error') }.replace('%0A', '\n')).replace('&gt;', '>')

        expect:
        text =~ /(?m)last passed at $TIME, in \Q${at('runs/1')}\E$/
        text.contains('changed since it passed: the script')
        text.contains('+  vm    KVM_SET_USER_MEMORY_REGION slot: 0,')

        and: 'the test that passed has none'
        text.count('last passed at') == 1

        where:
        format             | file
        'JUnit'            | 'test.xml'
        'KTAP'             | 'test.ktap'
        'JUnit by report'  | 'report.xml'
        'KTAP by report'   | 'report.ktap'
        'JUnit for GitLab' | 'gitlab.xml'
        'GitHub'           | null
    }

    def "the page of a run has it, if it is not compared with a baseline"() {
        given:
        run('1', 'vm { }', '1 == 1')
        run('2', 'vm { }', '1 == 2')

        when:
        def pages = [[], ['--baseline', at('runs/1')]].collect { baseline ->
            Kvmsh.run('report', at('runs/2'), *baseline, '--html', at('page'))
            Files.readString(folder.resolve('page/index.html'))
        }

        then:
        pages[0].contains('<h4>Earlier runs</h4>')
        pages[0].replaceAll(TIME, 'TIME').contains("last passed at TIME, in ${at('runs/1')}\nchanged since it passed: the script\ncalls: the same as when it passed")
        !pages[1].contains('Earlier runs')
    }

    def "a script of one test has its history too"() {
        given:
        test('1', 'expect { 1 == 1 }')

        expect:
        test('2', 'expect { 1 == 2 }').any { it ==~ /    last passed at $TIME, in .*1/ }
    }

    @Sample(verify = 8)
    def "no history is told of #what"() {
        given:
        run('1', 'vm { }', '1 == 1')
        prepare(this)

        expect:
        run(now, 'vm { }', '1 == 2', *options) == []

        where:
        what                                  | now       | options                    | prepare
        'a run that is not beside'            | 'other/2' | []                         | { }
        'another script of that name'         | '2'       | []                         | { it.scripts = 'elsewhere' }
        'a test by another name'              | '2'       | []                         | { it.name = 'that' }
        'another board'                       | '2'       | ['-b', 'model:arm-vgicv2'] | { it.board = [] }
        'a run whose files are damaged'       | '2'       | []                         | { Files.writeString(it.folder.resolve('runs/1/results.jsonl'), 'x\n') }
        'a run whose request is damaged'      | '2'       | []                         | { Files.writeString(it.folder.resolve('runs/1/run.json'), '{') }
    }

    String scripts = 'scripts'
    String name = 'it'
    List<String> board = ['-b', 'model:x86_64']

    String at(String file) {
        folder.resolve(file)
    }

    /** The lines below the failure of a run with such a script. */
    List<String> run(String number, String machine, String condition, String... options) {
        below(test(number, "test('other') { expect { true } }\ntest('$name') { def m = $machine; expect { $condition } }", options))
    }

    List<String> test(String number, String text, String... options) {
        Files.createDirectories(folder.resolve(scripts))
        Files.writeString(folder.resolve("$scripts/a.groovy"), text + '\n')
        Kvmsh.run('test', *board, '--run', at("runs/$number"), *options, at(scripts)).out.readLines()
    }

    List<String> report(String number) {
        below(Kvmsh.run('report', at("runs/$number")).out.readLines())
    }

    static List<String> below(List<String> lines) {
        lines.dropWhile { it != '1 test failed:' }.drop(2).takeWhile { it.startsWith('    ') && !it.contains('to run it again: ') }
                .collect { it.substring(4).replaceAll(TIME, 'TIME').replaceAll(/userspace_addr: 0x\p{XDigit}+/, 'userspace_addr: ADDRESS') }
    }
}
