package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.HidingScript
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.opentest4j.TestAbortedException
import spock.lang.Timeout

/** A verdict is earned on a farm as on this host: scripts that hide failures are red, the kernel's log was read, and a run is of one kernel. */
@Timeout(600)
class FarmVerdictsSpec extends FarmSpecification {
    @Override
    protected int nodes() {
        4
    }

    def "scripts that hide failures have their verdicts on the farm"() {
        given: 'of each folder, language and verdict one, and some that end their process, two of them with status 0'
        def all = HidingScript.all()
        def some = all.findAll { !it.endsProcess() }.groupBy { [it.folder(), it.name().replaceFirst(/.*\./, ''), it.verdict()] }.values().collect { it[it.size().intdiv(2)] }
        def ending = all.findAll { it.endsProcess() && it.name() =~ /halt|exit\.|out-of-memory\.js/ }
        def report = { List<HidingScript> scripts, String file -> HidingScript.wrong(scripts, false, folder.resolve(file)) }

        when: 'several in a task'
        def farm = onFarm(*some*.file()*.toString(), '-b', 'model:x86_64')
        Kvmsh.run('report', at('run'), '--output', "json=${at('report.json')}")

        then:
        some.size() >= 20
        some*.verdict().toSet() == ['green', 'red', 'none'] as Set
        some.count { it.name().endsWith('.js') } >= 10
        farm.status == 1
        report(some, 'farm.json') == []
        report(some, 'report.json') == []

        when: 'each in its own, which it ends'
        folder.resolve('run').toFile().deleteDir()
        farm = onFarm(slurm.environment + [JDK_JAVA_OPTIONS: '-Xmx200m'], *ending*.file()*.toString(), '-b', 'model:x86_64', '--farm', asking())

        then:
        farm.status == 1
        report(ending, 'farm.json') == []
        tasks() == ending.size()
    }

    def "the state of the kernel's log is that of all tasks: #board"() {
        given:
        Needed.orSkip(board)
        file('a.groovy', "test('a') { vm { vcpu 0 }; expect { 1 == 1 } }")
        file('b.groovy', "test('b') { expect { 1 == 1 } }\n$last")

        when:
        def farm = onFarm(at('a.groovy'), at('b.groovy'), '-b', board, '--farm', asking())

        then:
        farm.status == status
        Json.facts(folder.resolve('run/run.json'), '').facts[0].kernelLog ==~ log
        Kvmsh.run('report', at('run')).status == status
        tasks() == 2

        where:
        board         | last                                                                                     || status | log
        'kvm'         | ''                                                                                       || 0      | /clean|not readable: .*/
        'qemu:x86_64' | "boardlog.BoardLog.log kvm, 'UBSAN: shift-out-of-bounds in a.c:1:2'"                      || 1      | /bad: .*/
    }

    def "tasks whose nodes have two kernels are no success"() {
        given: 'a node that reads other ELF notes'
        Needed.orSkip('kvm')
        ['a', 'b'].each { file("${it}.groovy", "test('t') { sleep 2.s; expect { 1 == 1 } }") }
        def notes = Files.readAllBytes(Path.of('/sys/kernel/notes'))
        Files.write(folder.resolve('notes'), notes.tap { it[20] = (byte) (it[20] ^ 1) })
        slurm.stopNode(0)
        try {
            slurm.startNode(0, 'unshare', '-m', 'sh', '-c', "mount --bind '${at('notes')}' /sys/kernel/notes && exec \"\$@\"".toString(), 'sh')
        } catch (IllegalStateException e) {
            slurm.startNode(0)
            throw new TestAbortedException("this machine does not let a process have mounts of its own: $e.message")
        }
        slurm.awaitIdle()

        when:
        def farm = onFarm(at('a.groovy'), at('b.groovy'), '-b', 'kvm', '--farm', asking())

        then:
        tasks() == 2
        farm.status == 1
        verdicts('farm.json')*.last() == ['passed', 'passed', 'error']
        farm.out =~ /kvm ran two kernels: in \S+ .*build id [0-9a-f]+.*; in \S+ .*build id [0-9a-f]+/
        Kvmsh.run('report', at('run')).status == 1

        cleanup:
        slurm.stopNode(0)
        slurm.startNode(0)
        slurm.awaitIdle()
    }
}
