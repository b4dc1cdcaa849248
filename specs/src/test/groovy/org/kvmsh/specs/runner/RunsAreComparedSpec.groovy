package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh compare} holds two kept runs against each other, test by test. */
@Timeout(300)
class RunsAreComparedSpec extends Specification {
    @TempDir
    Path folder

    def "a test that #before and then #after is told, and the status is #status: #what"() {
        given:
        run('before', scripts[before])
        run('after', scripts[after])

        when:
        def result = Kvmsh.run('compare', at('before'), at('after'))

        then:
        result.err == ''
        told == null || result.out.readLines() == told.collect { it.replace('PLACE', at('a.groovy')) } + [status == 0 ? "$count tests compared, none fails that did not".toString() : "$count tests compared".toString()]
        result.status == status

        where:
        what                           | before    | after     | count || status | told
        'nothing changed'              | 'passes'  | 'passes'  | 2     || 0      | []
        'it fails since'               | 'passes'  | 'fails'   | 2     || 1      | ['new failures: 1', "  a.groovy: t on model:x86_64 (model): PLACE:2:13: expectation failed: 1 == 2"]
        'it is an error since'         | 'passes'  | 'hangs'   | 2     || 1      | ['new failures: 1', '  a.groovy: t on model:x86_64 (model): TIMEOUT']
        'it fails as before'           | 'fails'   | 'fails'   | 2     || 0      | ['failures as before: 1', "  a.groovy: t on model:x86_64 (model): PLACE:2:13: expectation failed: 1 == 2"]
        'it fails for another reason'  | 'fails'   | 'refused' | 2     || 1      | ['failures for another reason: 1',
                                                                                   "  a.groovy: t on model:x86_64 (model): PLACE:2:13: KVM_CREATE_VM on /dev/kvm failed with EINVAL (22, Invalid argument); before: PLACE:2:13: expectation failed: 1 == 2"]
        'it fails as before, later'    | 'fails'   | 'later'   | 2     || 0      | ['failures as before: 1', "  a.groovy: t on model:x86_64 (model): PLACE:3:13: expectation failed: 1 == 2"]
        'its run ends as before'       | 'wild'    | 'wild'    | 2     || 0      | null
        'it passes again'              | 'fails'   | 'passes'  | 2     || 0      | ['fixed: 1', '  a.groovy: t on model:x86_64 (model): passed, was failed']
        'it is skipped'                | 'passes'  | 'skipped' | 2     || 0      | []
        'it is not there any more'     | 'passes'  | 'without' | 2     || 1      | ['in the earlier run only: 1', '  a.groovy: t on model:x86_64 (model): was passed']
        'it is there now'              | 'without' | 'passes'  | 2     || 0      | []
        'it is there now, and fails'   | 'without' | 'fails'   | 2     || 1      | ['new failures: 1', "  a.groovy: t on model:x86_64 (model): PLACE:2:13: expectation failed: 1 == 2"]
        scripts = [passes : "test('t') { }", fails: "test('t') { expect { 1 == 2 } }", refused: "test('t') { kvm.ioctl KVM_CREATE_VM, 99 }", skipped: "test('t', boards: 'arm*') { }",
                   without: '', later: "// a line more\ntest('t') { expect { 1 == 2 } }",
                   wild: "test('t') { m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 f4'; vcpu(0) { real 0x1000 } }; m.run() }",
                   hangs: "test('t', within: 1.s) { sleep 60.s }"]
    }

    def "a board that is not available is told as not run"() {
        given:
        run('before', "test('t') { }")
        run('after', "test('t') { }", 'exec:/nonexistent')

        when:
        def result = Kvmsh.run('compare', at('before'), at('after'))

        then:
        result.out.readLines().findAll { !it.startsWith(' ') } == ['not run: 1', 'in the earlier run only: 2', '3 tests compared']
        result.status == 1
    }

    def "what is no run is a usage error"() {
        when:
        def result = Kvmsh.run('compare', at('nothing'), at('nothing'))

        then:
        result.err == "kvmsh compare: ${at('nothing')} is not a run's directory: it has no run.json; kvmsh test makes one\n"
        result.status == 2
    }

    private void run(String name, String test, String board = 'model:x86_64') {
        Files.writeString(folder.resolve('a.groovy'), "test('first') { }\n$test\n")
        Kvmsh.run('test', at('a.groovy'), '-b', board, '--run', at(name))
    }

    private String at(String name) {
        folder.resolve(name)
    }
}
