package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A test run is green only if each of its boards lives when the last script is over, and its kernel's log was read up to a line that was written then. */
@Timeout(600)
class RunsEndOnALiveBoardSpec extends Specification {
    static final String KNOWN = 'known.toml'
    /** Ends the kernel once the script, which does not wait for it, is over. */
    static final String PANIC = """\
        test('passes') { expect { 1 == 1 } }
        def begun = new java.util.concurrent.CountDownLatch(1)
        Thread.start { try { begun.countDown(); boardlog.BoardLog.crash kvm } catch (Throwable e) { } }
        begun.await()
        """.stripIndent()
    /** Ends the newest QEMU of this process, and waits until it is gone. */
    static final String KILL = """\
        test('passes') { expect { 1 == 1 } }
        ProcessHandle.current().descendants().filter { it.info().command().orElse('').contains('qemu-system') }.max(Comparator.comparing { it.info().startInstant().get() }).get().tap { it.destroyForcibly() }.onExit().get()
        """.stripIndent()
    /** The dump of all tasks is larger than what a reply brings of the log, and several are larger than the log. */
    static final String FLOOD = "test('passes') { expect { 1 == 1 } }\n8.times { boardlog.BoardLog.dumpTasks kvm }\n"

    @TempDir
    Path folder

    def "a board that #how after the last test fails the run: #board #options"() {
        given:
        EmulatedBoards.orSkip(board)
        script('a.groovy', text)

        when:
        def result = Kvmsh.run('test', at('a.groovy'), '-b', board, '--run', at('run'), '--output', "junit=${at('junit.xml')}", *options)

        then:
        result.status == 1
        verdicts(result)[0] == 'ok 1 passes'
        verdicts(result).any { it ==~ /not ok \d a\.groovy,? (the rest|or a script that ran in parallel, after both ended) # board lost: QEMU .*$said.*/ }
        Files.readString(folder.resolve('junit.xml')).contains('board lost: QEMU')
        state().startsWith('bad: ')

        where:
        how         | board         | text  | options               || said
        'panics'    | 'qemu:x86_64' | PANIC | []                    || 'Kernel panic - not syncing: sysrq triggered crash'
        'panics'    | 'qemu:x86_64' | PANIC | ['-j', '2']           || 'Kernel panic - not syncing: sysrq triggered crash'
        'panics'    | 'qemu:x86_64' | PANIC | ['--isolate']         || 'Kernel panic - not syncing: sysrq triggered crash'
        'panics'    | 'qemu:x86_64' | PANIC | ['--repeat', '2']     || 'Kernel panic - not syncing: sysrq triggered crash'
        'panics'    | 'qemu:arm64'  | PANIC | []                    || 'Kernel panic - not syncing: sysrq triggered crash'
        'is killed' | 'qemu:x86_64' | KILL  | []                    || 'was killed by SIGKILL'
        'is killed' | 'qemu:arm64'  | KILL  | ['-j', '2']           || 'was killed by SIGKILL'
    }

    def "a board that panics after a script fails that script, and the next ones run on the restarted board"() {
        given:
        EmulatedBoards.orSkip('qemu:x86_64')
        script('a.groovy', PANIC)
        script('b.groovy', "test('next') { expect { 1 == 1 } }")

        when:
        def result = Kvmsh.run('test', folder.toString(), '-b', 'qemu:x86_64', '--run', at('run'))

        then:
        verdicts(result)*.replaceAll(' # .*', '') == ['ok 1 passes', 'not ok 2 a.groovy, the rest', 'ok 1 next']
        result.status == 1
        state().startsWith('bad: board lost')
    }

    def "a board that the script itself has opened fails the run if #what: #own, #options"() {
        given:
        EmulatedBoards.orSkip('qemu:x86_64')
        script('a.groovy', "def other = board 'qemu:x86_64'\ndef kernel = boardlog.BoardLog.kvmOf(other)\n" + text)
        script('b.groovy', "test('next') { expect { 1 == 1 } }")

        when:
        def result = Kvmsh.run('test', folder.toString(), '-b', own, '--run', at('run'), *known(options))

        then:
        verdicts(result)*.replace("$folder/", '')*.replaceAll(/(qemu:x86_64: board lost: QEMU).*(Kernel panic).*/, '$1: $2')*.replaceAll(/(QEMU) was killed.*/, '$1').sort() == [*lines, 'ok 1 next'].sort()
        result.status == (lines.every { it.startsWith('ok') } ? 0 : 1)
        own != 'qemu:arm64' || state() == 'clean'

        where:
        what                                        | own            | text                                                                                                        | options           || lines
        'it panics when its tests are over'         | 'model:x86_64' | PANIC.replace('crash kvm', 'crash kernel')                                                                  | []                || ['ok 1 passes', 'not ok 2 a.groovy, the rest # qemu:x86_64: board lost: QEMU: Kernel panic']
        'it panics when its tests are over'         | 'model:x86_64' | PANIC.replace('crash kvm', 'crash kernel')                                                                  | ['--isolate']     || ['ok 1 passes', 'not ok 2 a.groovy, the rest # qemu:x86_64: board lost: QEMU: Kernel panic']
        'it is killed when its tests are over'      | 'model:x86_64' | KILL                                                                                                        | ['-j', '2']       || ['ok 1 passes', 'not ok 2 a.groovy, the rest # qemu:x86_64: board lost: QEMU']
        'a test makes its kernel report a fault'    | 'qemu:arm64'   | "test('bad') { boardlog.BoardLog.log kernel, 'UBSAN: shift-out-of-bounds in a.c:1:2' }\ntest('good') { expect { 1 == 1 } }" | [] || ['not ok 1 bad # qemu:x86_64: kernel: UBSAN: shift-out-of-bounds in a.c:1:2', 'ok 2 good']
        'a report is allowed'                       | 'model:x86_64' | "test('let') { expect { 1 == 1 }; boardlog.BoardLog.log kernel, 'UBSAN: shift-out-of-bounds in a.c:1:2' }"   | ['--known', KNOWN] || ['ok 1 let # qemu:x86_64: kernel: UBSAN: shift-out-of-bounds in a.c:1:2, allowed: known (known.toml:1:1)']
        'a BUG comes after its tests'               | 'model:x86_64' | "test('good') { expect { 1 == 1 } }\nboardlog.BoardLog.log kernel, 'BUG: KASAN: use-after-free in a+0x1/0x2'" | []                || ['ok 1 good', 'not ok 2 a.groovy, the rest # qemu:x86_64: kernel: KASAN: use-after-free in a+0x1/0x2']
        'a test closes it after a BUG'              | 'model:x86_64' | "test('bad') { boardlog.BoardLog.log kernel, 'BUG: KASAN: use-after-free in a+0x1/0x2'; other.close() }\ntest('good') { expect { 1 == 1 } }" | [] || ['not ok 1 bad # qemu:x86_64: kernel: KASAN: use-after-free in a+0x1/0x2', 'ok 2 good']
        'its log wrapped'                           | 'model:x86_64' | FLOOD.replace('dumpTasks kvm', 'dumpTasks kernel')                                                          | []                || ['ok 1 passes', 'not ok 2 a.groovy, the rest # qemu:x86_64: kernel log bad: lines were overwritten before kvmsh read them']
        'nothing happens to it'                     | 'model:x86_64' | "test('good') { other.vm { }; expect { 1 == 1 } }"                                                          | ['--require-log'] || ['ok 1 good']
    }

    def "a script run directly fails too if a board that it has opened panics after its last test"() {
        given:
        EmulatedBoards.orSkip('qemu:x86_64')
        script('a.groovy', "def other = board 'qemu:x86_64'\n" + PANIC.replace('crash kvm', 'crash boardlog.BoardLog.kvmOf(other)'))

        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', at('a.groovy')).with { it.status == 1 && it.out.contains('qemu:x86_64: board lost: QEMU') }
    }

    def "a script run directly fails too if its board #how after its last test"() {
        given:
        EmulatedBoards.orSkip('qemu:x86_64')
        script('a.groovy', text)

        when:
        def result = Kvmsh.run('-q', '-b', 'qemu:x86_64', at('a.groovy'))

        then:
        result.status == 1
        result.out.contains('board lost: QEMU')

        where:
        how         | text
        'panics'    | PANIC
        'is killed' | KILL
    }

    def "a log that wrapped before it was read is no clean one"() {
        given:
        EmulatedBoards.orSkip('qemu:x86_64')
        script('a.groovy', FLOOD)

        when:
        def result = Kvmsh.run('test', at('a.groovy'), '-b', 'qemu:x86_64', '--run', at('run'))

        then:
        verdicts(result) == ['ok 1 passes', 'not ok 2 a.groovy, the rest # kernel log bad: lines were overwritten before kvmsh read them']
        result.status == 1
        state() == 'bad: lines were overwritten before kvmsh read them'
    }

    def "the log of #board is clean if its kernel reports nothing, and a report of a test makes it bad"() {
        given:
        EmulatedBoards.orSkip(board)
        script('a.groovy', "test('passes') { vm { } }\n$more")

        when:
        def result = Kvmsh.run('test', at('a.groovy'), '-b', board, '--run', at('run'), *known(options))

        then:
        result.status == status
        state() == log

        where:
        board         | more                                                                                  | options           || status | log
        'qemu:x86_64' | ''                                                                                    | []                || 0      | 'clean'
        'qemu:x86_64' | ''                                                                                    | ['--require-log'] || 0      | 'clean'
        'qemu:x86_64' | ''                                                                                    | ['--isolate']     || 0      | 'clean'
        'qemu:arm64'  | ''                                                                                    | ['--require-log'] || 0      | 'clean'
        'qemu:x86_64' | "test('told') { boardlog.BoardLog.log kvm, 'rcu: INFO: rcu_preempt self-detected stall on CPU' }" | [] || 0      | 'clean'
        'qemu:x86_64' | "test('bad') { boardlog.BoardLog.log kvm, 'UBSAN: shift-out-of-bounds in a.c:1:2' }" | []                || 1      | 'bad: UBSAN: shift-out-of-bounds in a.c:1:2'
        'qemu:x86_64' | "test('let') { boardlog.BoardLog.log kvm, 'UBSAN: shift-out-of-bounds in a.c:1:2' }" | ['--known', KNOWN] || 0 | 'clean'
    }

    def "a model has no kernel log, and none is required of it"() {
        given:
        script('a.groovy', "test('passes') { expect { 1 == 1 } }")

        expect:
        Kvmsh.run('test', at('a.groovy'), '-b', 'model:x86_64', '--run', at('run'), '--require-log').status == 0
        state() == null
    }

    @Needs(['kvm', 'agent'])
    @Requires(value = { KernelReportsFailTestsSpec.restricted() }, reason = 'no setpriv (util-linux) or another user than root, or a kernel whose log everybody may read')
    @Sample(of = 4)
    def "a log that may not be read is told, and fails the run that requires it: #options"() {
        given:
        script('a.groovy', "test('one') { expect { 1 == 1 } }")
        script('b.groovy', "test('two') { expect { 1 == 1 } }")

        when:
        def result = Kvmsh.run('test', folder.toString(), '-b', "exec:setpriv --bounding-set=-syslog ${LocalAgent.program()} -", '--run', at('run'), *options)

        then:
        result.status == status
        verdicts(result)*.replaceAll(' # .*', '') == lines
        result.withoutList.readLines().findAll { it.contains('kernel log not readable') && !it.contains('ok ') }*.replaceAll('.*: kernel', 'kernel') == [
                'kernel log not readable: /dev/kmsg: EPERM (1, Operation not permitted); a kernel report shows only as a taint']
        state() == 'not readable: /dev/kmsg: EPERM (1, Operation not permitted)'

        where:
        options                          || status | lines
        []                               || 0      | ['ok 1 one', 'ok 1 two']
        ['--isolate']                    || 0      | ['ok 1 one', 'ok 1 two']
        ['--require-log']                || 1      | ['ok 1 one', 'ok 1 two', 'not ok 2 b.groovy, the rest']
        ['--require-log', '--isolate']   || 1      | ['ok 1 one', 'not ok 2 a.groovy, the rest', 'ok 1 two', 'not ok 2 b.groovy, the rest']
    }

    /** The options, with a file that allows UBSAN's reports where one is asked for. */
    private List<String> known(List<String> options) {
        script('known.toml', '[[splat]]\nlog = "UBSAN"\nreason = "known"\n')
        options.collect { it == KNOWN ? at(it) : it }
    }

    private static List<String> verdicts(Kvmsh.Result result) {
        result.out.readLines().findAll { it ==~ /(not )?ok \d+ .*/ }
    }

    /** What run.json has of the board's log. */
    private String state() {
        Json.facts(folder.resolve('run/run.json'), '').facts[0].kernelLog
    }

    private void script(String name, String text) {
        Files.writeString(folder.resolve(name), text)
    }

    private String at(String name) {
        folder.resolve(name).toString()
    }
}
