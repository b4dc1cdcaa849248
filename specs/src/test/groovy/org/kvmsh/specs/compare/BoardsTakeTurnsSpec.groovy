package org.kvmsh.specs.compare

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh test --baseline BOARD}: the scripts on that board too, round by round in turn, and the comparison. */
@Timeout(300)
class BoardsTakeTurnsSpec extends Specification {
    @TempDir
    Path folder

    def "kvmsh test --baseline BOARD runs rounds on both boards in turn, each board beginning every other round, and compares"() {
        given:
        def script = Files.writeString(folder.resolve('t.groovy'), "new File('$folder/order') << (board.name.endsWith('rfc') ? 'B' : 'A')\ntest('a') { Thread.sleep(board.name.endsWith('rfc') ? 250 : 10) }").toString()

        when:
        def result = Kvmsh.run('test', '--baseline', 'model:x86_64', '-b', 'model:rfc', '--repeat', '7', '--run', at('run'), script)

        then:
        result.err == ''
        folder.resolve('order').toFile().text == 'ABBAABBAABBAAB'
        result.out.contains('\nround 2 of 7 on model:x86_64 (model)\n')
        result.out.contains('\ntests: 1 compared, none differs\n')
        result.out =~ /\nslower: 1\n {2}t\.groovy: a: A .*, B .*: \d+ ms slower, the median of 7 pairs\n/
        result.status == 1

        and: 'the run is kept as that of two boards'
        Kvmsh.run('report', at('run')).out.readLines().last() == 'all boards: 2 passed, 0 failed, 0 skipped'
    }

    def "with one of the boards not available the other's tests run, and the status says that tests did not run"() {
        given:
        def script = Files.writeString(folder.resolve('t.groovy'), "test('a') { }").toString()

        when:
        def result = Kvmsh.run('test', '--baseline', before, '-b', after, '--repeat', '2', '--run=none', script)

        then:
        result.out.contains('all boards: 1 passed, 0 failed, 0 skipped, 1 not run')
        result.status == 2

        where:
        before             | after
        'model:x86_64'     | 'exec:/nonexistent'
        'exec:/nonexistent' | 'model:x86_64'
    }

    @Sample(verify = 2)
    def "the exit status is the comparison's: #what"() {
        given:
        def script = Files.writeString(folder.resolve('t.groovy'), "test('a') { expect { $condition } }\ntest('b') { }").toString()

        when:
        def result = Kvmsh.run('test', '--baseline', 'model:x86_64', '-b', 'model:rfc', '--run=none', script)

        then:
        told.every { result.out.contains(it) }
        result.status == status

        where:
        what                 | condition                  || status | told
        'fails on both'      | 'false'                    || 0      | ['\nall boards: 2 passed, 2 failed, 0 skipped\n', '\ntests: 2 compared, none differs\n', '\nfailures as before: 1\n']
        'fails on the first' | 'board.name.endsWith("rfc")'  || 0   | ['\nfixed: 1\n  t.groovy: a: passed, was failed\n']
        'fails on the other' | '!board.name.endsWith("rfc")' || 1   | ['\nnew failures: 1\n  t.groovy: a: ']
    }

    def "what else is wrong still fails the run: results that cannot be written"() {
        given:
        def script = Files.writeString(folder.resolve('t.groovy'), "test('a') { expect { false } }").toString()

        expect:
        with(Kvmsh.run('test', '--baseline', 'model:x86_64', '-b', 'model:rfc', '--run=none', '--output', 'json=/dev/full', script)) {
            assert status == 1
            assert err.contains('cannot write the results to /dev/full')
        }
    }

    @Needs(['qemu:x86_64', 'kvm:x86_64'])
    def "two kernels take turns, and both stay open meanwhile"() {
        when:
        def result = Kvmsh.run('test', '--baseline', 'qemu:x86_64', '-b', 'kvm', '--repeat', '2', '--run=none', Kvmsh.script('first-light.groovy'))

        then:
        result.out.readLines().findAll { it.startsWith('round ') }*.replaceAll(/ \(.*/, '') == ['round 1 of 2 on qemu:x86_64', 'round 1 of 2 on kvm:x86_64', 'round 2 of 2 on kvm:x86_64', 'round 2 of 2 on qemu:x86_64']
        result.out.contains('\ntests: 1 compared, none differs\n')
        result.status == 0
    }

    @Needs(['kill', 'SIGINT'])
    def "Ctrl-C ends both boards' rounds, and nothing is compared"() {
        given:
        def script = Files.writeString(folder.resolve('t.groovy'), "test('a') { new File('$folder/now').text = ''; sleep 60.s }").toString()
        def process = new ProcessBuilder(StartedKvmsh.command(['test', '--baseline', 'model:x86_64', '-b', 'model:rfc', '--repeat', '3', '--run=none', script])).redirectErrorStream(true).start()

        when:
        while (process.alive && !Files.exists(folder.resolve('now'))) {
            Thread.sleep(20)
        }
        new ProcessBuilder('kill', '-INT', "${process.pid()}").start().waitFor()
        def out = process.inputReader().readLines()

        then:
        process.waitFor() == 130
        out[-2..-1] == ['all boards: 0 passed, 0 failed, 0 skipped, 1 error, 1 not run', 'the test run was stopped: interrupted']

        cleanup:
        process?.destroyForcibly()
    }

    private String at(String name) {
        folder.resolve(name)
    }
}
