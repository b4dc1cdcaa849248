package org.kvmsh.specs.compare

import com.google.gson.Gson
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh compare} takes boards, traces and files of facts, compares what both sides have, and names what it could not compare. */
@Timeout(300)
class SidesAreComparedSpec extends Specification {
    static final String MODEL = 'A: model:x86_64 (model), software model: ring 0 code, no interrupt controller'

    @TempDir
    Path folder

    @Sample(verify = 4)
    def "a trace beside one of #what: #differs"() {
        given:
        trace('one.trace', 'e6 80 f4')
        trace('other.trace', code, board)

        when:
        def result = Kvmsh.run('compare', at('one.trace'), at('other.trace'))

        then:
        result.err == ''
        lines(result)[0] ==~ /A: one\.trace, a trace of \d+ calls on model:x86_64 \(model\)/
        lines(result).any { it ==~ /calls: \d+ compared, \d+ values, $differs/ }
        lines(result).contains('not compared: tests, times: A, B: a trace')
        told == null ? lines(result)*.replaceAll('call \\d+', 'call N').contains('  KVM_RUN made at call N') : lines(result).findAll { it.startsWith('  ') }*.replaceAll('call \\d+', 'call N') == told
        result.status == (told == [] ? 0 : 1)

        where:
        what                     | board          | code          || differs       | told
        'the same guest'         | 'model:x86_64' | 'e6 80 f4'    || 'none differs' | []
        'a write to another port' | 'model:x86_64' | 'e6 81 f4'   || '1 differs'   | ['  KVM_RUN io.port at call N: A 0x80, B 0x81']
        'one write more'         | 'model:x86_64' | 'e6 80 e6 80 f4' || '8 differ'     | null
    }

    @Needs('kvm:x86_64')
    def "a trace of a model beside one of this host's kernel"() {
        given:
        trace('model.trace', 'e6 80 f4')
        trace('kernel.trace', 'e6 80 f4', 'kvm')

        when:
        def result = Kvmsh.run('compare', at('model.trace'), at('kernel.trace'))

        then:
        lines(result).any { it ==~ /calls: \d+ compared, \d+ values, none differs/ }
        result.status == 0
    }

    def "an errno that differs is a difference of calls"() {
        given:
        ['zero': 0, 'other': 77].each { name, type -> script("attempt { kvm.ioctl KVM_CREATE_VM, $type }\ntrace.save '${at(name)}'") }

        when:
        def result = Kvmsh.run('compare', at('zero'), at('other'))

        then:
        lines(result).any { it =~ /^  KVM_CREATE_VM answer at call \d+: A vm 1, B EINVAL$/ }
        result.status == 1
    }

    def "calls of several vCPUs are compared in each one's own order"() {
        given:
        [one: [0, 1], other: [1, 0]].each { name, order ->
            script("""m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 f4'; vcpu(0) { real 0x1000 }; vcpu(1) { real 0x1000 } }
                trace exits: true
                for (i in $order) { m.vcpu(i).ioctl 'KVM_RUN' }
                trace.save '${at(name)}'""")
        }

        expect:
        with(Kvmsh.run('compare', at('one'), at('other'))) { status == 0 && out.contains('values, none differs') }
    }

    def "a board beside the facts of #what: #status"() {
        given:
        Files.writeString(folder.resolve('facts.json'), Kvmsh.run('boards', 'facts', 'model:x86_64').out.replace(*change))

        when:
        def result = Kvmsh.run('compare', 'model:x86_64', at('facts.json'))

        then:
        lines(result)[0..1] == [MODEL, 'B: facts.json, facts of model:x86_64 (model)']
        lines(result)[2] ==~ /capabilities: \d\d compared, $counted/
        lines(result)[3..4] == ['not compared: tests, times: A: a board, not a recorded run with tests; B: a facts file', 'not compared: calls: A: a board without scripts; B: a facts file']
        lines(result).drop(5) == told
        result.status == status

        where:
        what                        | change                                                    || status | counted        | told
        'the same board'            | ['x', 'x']                                                || 0      | 'none differs' | []
        'one with another value'    | ['"KVM_CAP_NR_VCPUS": 4', '"KVM_CAP_NR_VCPUS": 9']         || 1      | '1 differs'    | ['capabilities with other values: 1', '  KVM_CAP_NR_VCPUS: A 4, B 9']
        'one without a capability'  | ['"KVM_CAP_HLT"', '"KVM_CAP_HLT_NOT"']                     || 1      | '2 differ'     | ['capabilities of A only: 1', '  KVM_CAP_HLT: A 1, B -', 'capabilities of B only: 1', '  KVM_CAP_HLT_NOT: A -, B 1']
    }

    def "of a trace only the capabilities count that it asked for"() {
        given:
        script("kvm.ioctl KVM_CHECK_EXTENSION, KVM_CAP_NR_VCPUS\nkvm.ioctl KVM_CHECK_EXTENSION, KVM_CAP_IRQCHIP\ntrace.save '${at('a.trace')}'")
        Files.writeString(folder.resolve('facts.json'), Kvmsh.run('boards', 'facts', 'model:x86_64').out.replace('"KVM_CAP_NR_VCPUS": 4', '"KVM_CAP_NR_VCPUS": 9'))

        when:
        def result = Kvmsh.run('compare', at('a.trace'), at('facts.json'))

        then:
        lines(result).contains('  KVM_CAP_NR_VCPUS: A 4, B 9')
        lines(result)[2] =~ /^capabilities: [234] compared, only those queried in a trace, 1 differs$/
        result.status == 1
    }

    def "two boards without scripts are compared by their capabilities, with scripts by their calls"() {
        expect:
        with(Kvmsh.run('compare', 'model:x86_64', 'model:x86_64')) { status == 0 && out =~ /capabilities: \d\d compared, none differs/ && out.contains('not compared: calls: A, B: a board without scripts') }
        with(Kvmsh.run('compare', 'model:x86_64', 'model:rfc')) { status == 1 && out.contains('  KVM_CAP_PPC_PAPR: A -, B 1') }
        with(Kvmsh.run('compare', 'model:x86_64', 'model:x86_64', Kvmsh.script('first-light.groovy'))) {
            status == 0 && out =~ /calls: 28 compared in 1 script, \d+ values, none differs/ && out.contains('not compared: capabilities: A, B: a board running scripts (only calls are compared)')
        }
    }

    def "a named board whose architecture is not known yet is opened: #first and #other"() {
        given:
        Files.createDirectory(folder.resolve('kvmsh'))
        Files.writeString(folder.resolve('kvmsh/boards.toml'), '[boards.juno]\nboard = "serial:/dev/nonexistent@115200"\n')

        when:
        def result = Kvmsh.runWith([XDG_CONFIG_HOME: folder.toString()], '', 'compare', first, other, Kvmsh.script('first-light.groovy'))

        then:
        result.err.contains('/dev/nonexistent: no such device')
        result.status == 1

        where:
        first          | other
        'juno'         | 'model:x86_64'
        'model:x86_64' | 'juno'
    }

    @Sample(verify = 4)
    def "what cannot be compared is a usage error: #arguments"() {
        given:
        trace('a.trace', 'f4')
        Files.writeString(folder.resolve('text'), 'a text')
        Files.writeString(folder.resolve('a.groovy'), '')
        Files.createDirectory(folder.resolve('empty'))
        Files.writeString(folder.resolve('half.trace'), Files.readString(folder.resolve('a.trace')).strip())

        when:
        def result = Kvmsh.run('compare', *arguments.collect { it.replace('AT/', "$folder/") })

        then:
        result.out == ''
        result.err.replace("$folder/", '') =~ "^(kvmsh compare: )?\\Q$message"
        result.status == 2

        where:
        arguments                             || message
        ['AT/text', 'kvm']                    || "text cannot be compared: expected a board, a run's directory, a trace (trace.save 'FILE') or facts (kvmsh boards facts)"
        ['AT/none', 'kvm']                    || 'cannot read none: no such file or directory'
        ['nightly', 'kvm']                    || 'no board nightly'
        ['model:vax', 'kvm']                  || 'no board model:vax'
        ['AT/empty', 'kvm']                   || "empty is not a run's directory: it has no run.json"
        ['AT/half.trace', 'kvm']              || 'half.trace'
        ['AT/a.trace', 'kvm', 'AT/a.groovy']  || 'scripts can be run only on boards, and a.trace is not a board'
        ['kvm']                               || "missing argument: 'B'"
    }

    def "sides that have nothing in common are a usage error, after what each has"() {
        given:
        Kvmsh.run('test', '-b', 'exec:/bin/false', '--run', at('run'), Files.writeString(folder.resolve('a.groovy'), '').toString())

        when:
        def result = Kvmsh.run('compare', at('run'), 'model:x86_64')

        then:
        lines(result).drop(2) == ['not compared: capabilities: A: a run that recorded no capabilities of a board', 'not compared: tests, times: B: a board, not a recorded run with tests',
                'not compared: calls: A: a run in which no test failed at a call; B: a board without scripts']
        result.err == 'kvmsh compare: the sides have nothing in common to compare; to compare a run with a board: kvmsh test -b BOARD --baseline RUN\n'
        result.status == 2
    }

    def "--json has the counts and each difference"() {
        given:
        trace('one.trace', 'e6 80 f4')
        trace('other.trace', 'e6 81 f4')

        when:
        def result = Kvmsh.run('compare', '--json', at('one.trace'), at('other.trace'))
        def facts = new Gson().fromJson(result.out, Map)

        then:
        result.status == 1
        facts.compared.calls =~ /^\d+ compared/
        facts.compared.tests == null
        facts.differences*.subMap('aspect', 'what', 'script', 'a', 'b', 'counts') == [[aspect: 'calls', what: 'KVM_RUN io.port', script: null, a: '0x80', b: '0x81', counts: true]]
        facts.differences[0].place ==~ /call \d+/
        facts.expected == []
        facts.wrong == []
    }

    private void trace(String name, String code, String board = 'model:x86_64') {
        script("""trace exits: true
            m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$code'; vcpu(0) { real 0x1000 }; on(io: 0x80..0x81) { } }
            m.run until: hlt
            trace.save '${at(name)}'""", board)
    }

    private void script(String text, String board = 'model:x86_64') {
        def result = Kvmsh.run('-q', '-b', board, Files.writeString(folder.resolve('script.groovy'), text).toString())
        assert result.err == ''
    }

    private List<String> lines(Kvmsh.Result result) {
        result.out.replace("$folder/", '').readLines()
    }

    private String at(String name) {
        folder.resolve(name)
    }
}
