package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A guest that still runs on a thread of a script, when a test or the script is over, is an error of that test or script; it ends, and all others run. */
@Timeout(600)
class GuestsLeftRunningSpec extends Specification {
    static final Map<String, String> LOOPS = [
            'model:x86_64'    : "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }",
            'kvm'             : "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }",
            'model:arm-vgicv2': "vm { memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '00 00 00 14'; vcpu(0) { start 0x40000000 } }",
            'qemu:arm64'      : "vm { memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '00 00 00 14'; vcpu(0) { start 0x40000000 } }",
            'qemu:ppc64'      : "vm { platform SPAPR; memory at: 0, size: 1.MB; load at: 0x10000, hex: '00 00 00 48'; vcpu(0) { start 0x10000 } }"]
    /** How a thread of a script may be inside a run of m. */
    static final List<String> WAYS = ['m.run()', 'm.run within: 100.s', 'm.run until: { false }', 'm.vcpu(0).ioctl KVM_RUN, within: 100.s', 'm.run steps: 1_000_000_000, within: 100.s']
    /** Waits until the thread t is inside its run. */
    static final String RUNS = "while (!t.stackTrace.any { (it.className + '.' + it.methodName) in ['org.kvmsh.dsl.machine.run.Runs.perform', 'org.kvmsh.dsl.machine.vcpu.VcpuEngine.runByName'] }) { sleep 1 }"
    static final String WHEN_TEST_ENDS = 'this run had not ended when the test did'
    static final String WHEN_SCRIPT_ENDS = 'this run had not ended when the script did'

    @TempDir
    Path folder

    @Sample(of = 4, verify = 64)
    def "on #board, a test whose thread is inside #way at its end fails at that place, and the others run"() {
        given:
        Needed.orSkip(board == 'kvm' ? 'kvm:x86_64' : board)
        script('a.groovy', "test('before') { expect { 1 == 1 } }\ntest('left') {\n  def m = ${LOOPS[board]}\n  def t = Thread.start { $way }\n  $RUNS\n}\ntest('after') { def m = ${LOOPS[board]}; m.run until: timeout, within: 50.ms }\n")
        script('b.groovy', "test('of another script') { expect { 1 == 1 } }")

        when:
        def result = Kvmsh.runShared('test', '-b', board, '--output', "junit=${at('junit.xml')}", '--output', "json=${at('all.json')}", folder.toString())

        then:
        verdicts(result) == ['ok 1 before', 'not ok 2 left', 'ok 3 after', 'ok 1 of another script']
        result.out.contains("a.groovy:4:26: $WHEN_TEST_ENDS")
        result.out.contains('wait for the thread that runs the guest: thread.join()')
        result.status == 1
        Files.readString(folder.resolve('junit.xml')).contains(WHEN_TEST_ENDS)
        Files.readString(folder.resolve('all.json')).contains(WHEN_TEST_ENDS)

        where:
        [board, way] << [LOOPS.keySet().toList(), WAYS].combinations().findAll { of, how -> of in ['kvm', 'model:x86_64'] || how in ['m.run()', 'm.vcpu(0).ioctl KVM_RUN, within: 100.s'] }
                .findAll { of, how -> !(how.contains('steps') && of != 'kvm') }
    }

    @Sample(of = 4, verify = 64)
    def "a guest left by the script outside of its tests is an error of the script: #how"() {
        given:
        script('a.groovy', text)
        script('b.groovy', "test('of another script') { expect { 1 == 1 } }")

        when:
        def result = Kvmsh.run('test', '-b', 'model:x86_64', *options, folder.toString())

        then:
        verdicts(result) as Set == (expected + 'ok 1 of another script') as Set
        result.out.contains("a.groovy:2:24: $WHEN_SCRIPT_ENDS")
        result.status == 1

        where:
        [how, text, expected, options] << [
                ['with tests', "def m = ${LOOPS['model:x86_64']}\ndef t = Thread.start { m.run() }\n$RUNS\ntest('one') { expect { 1 == 1 } }", ['ok 1 one', 'not ok 2 a.groovy, the rest']],
                ['without', "def m = ${LOOPS['model:x86_64']}\ndef t = Thread.start { m.run() }\n$RUNS\n", ['not ok 1 a.groovy']],
                ['begun by a test', "def m = ${LOOPS['model:x86_64']}; test('one') {\ndef t = Thread.start { m.run() }\n$RUNS\n}", ['ok 1 one', 'not ok 2 a.groovy, the rest']]
        ].collectMany { row -> [[], ['-j', '2'], ['--isolate']].collect { row + [it] } }.findAll { it[3] != ['--isolate'] || it[0] == 'with tests' || Boolean.getBoolean('whole') }.collect { it[0] = "${it[0]} ${it[3].join(' ')}".trim(); it }
    }

    def "a script run directly fails too"() {
        given:
        script('a.groovy', "m = ${LOOPS['model:x86_64']}\ndef t = Thread.start { m.run() }\n$RUNS\n")

        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', at('a.groovy'))

        then:
        result.status == 1
        result.err.contains("a.groovy:2:24: $WHEN_SCRIPT_ENDS")
        !result.err.contains('a bug in kvmsh')
    }

    def "a guest whose handler does not return is told, and the others run"() {
        given:
        script('a.groovy', """\
            test('stuck') {
              def inside = new java.util.concurrent.CountDownLatch(1)
              def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 f4'; vcpu(0) { real 0x1000 }
                           on(io: 0x10) { e -> inside.countDown(); while (!new File('${at('end')}').exists()) { try { Thread.sleep 100 } catch (InterruptedException x) { } } } }
              Thread.start { m.run() }
              inside.await()
            }
            test('after') { expect { 1 == 1 } }
            """.stripIndent())
        script('b.groovy', "test('of another script') { expect { 1 == 1 } }")

        when:
        def result = Kvmsh.run('test', '-b', 'model:x86_64', folder.toString())

        then:
        verdicts(result) == ['not ok 1 stuck', 'ok 2 after', 'not ok 3 a.groovy, the rest', 'ok 1 of another script']
        result.out.contains('kvmsh could not stop the run: one of its handlers does not return; the machine stays open')
        result.status == 1

        cleanup:
        Files.createFile(folder.resolve('end'))
    }

    private static List<String> verdicts(Kvmsh.Result result) {
        result.out.readLines().findAll { it ==~ /(not )?ok \d+ .*/ }*.replaceFirst(/ # thread .* still runs$/, '')
    }

    private void script(String name, String text) {
        Files.writeString(folder.resolve(name), text)
    }

    private String at(String name) {
        folder.resolve(name).toString()
    }
}
