package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Eventually
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Programs
import org.kvmsh.specs.kit.StartedKvmsh
import org.opentest4j.TestAbortedException
import spock.lang.Timeout

/** {@code kvmsh test --farm slurm}: tests run by the tasks of a Slurm job, whose verdicts come from what each task has kept. */
@Timeout(600)
class FarmOfSlurmSpec extends FarmSpecification {
    static final String SPINS = '''\
        test('before') { }
        test('hangs') {
          vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }
          new File(System.getenv('HERE'), 'node').text = System.getenv('SLURMD_NODENAME')
          new File(System.getenv('HERE'), 'spinning').text = ProcessHandle.current().pid()
          run within: 5.min
        }
        test('behind') { }
        '''.stripIndent()

    def "the farm's results are those of a run on this host, in the same order"() {
        given:
        (1..4).each { file("s${it}.groovy", "test('passes') { }\ntest('fails') { expect { $it < 4 } }\ntest('for Arm', boards: 'arm*') { }") }
        file('broken.groovy', 'no such word')
        def scripts = ['test', folder.toString(), '-b', 'model:x86_64', '-b', 'model:rfc']

        when:
        def here = Kvmsh.runWith(slurm.environment, '', *scripts, '--output', "json=${at('here.json')}", '--run', at('elsewhere/here'))
        def farm = onFarm(*scripts[1..-1], '--farm', asking())
        def report = Kvmsh.run('report', at('run'), '--output', "json=${at('report.json')}")

        then:
        farm.err == ''
        farm.status == here.status
        report.status == here.status
        farm.out.readLines().last() == here.out.readLines().last()
        verdicts('farm.json') == verdicts('here.json')
        verdicts('report.json') == verdicts('here.json')
        tasks() == 10
        [here, farm, report].every { it.out.readLines().count { it.startsWith('  same failure as on model:x86_64 above; to run it again: ') } == 2 }
        Json.facts(folder.resolve('run/run.json'), '').facts*.name == ['model:x86_64', 'model:rfc']
        [0, 1].every { callsOfPassed('run', it) == callsOfPassed('elsewhere/here', it) && callsOfPassed('run', it).size() == 7 }
    }

    def "a task that is killed loses its tests, and none of another's"() {
        given:
        file('a.groovy', SPINS)
        file('b.groovy', "test('of another task') { }")
        def environment = slurm.environment + [HERE: folder.toString()]
        def killing = Thread.start {
            Eventually.eventually { Files.exists(folder.resolve('spinning')) && Files.size(folder.resolve('spinning')) > 0 }
            ProcessHandle.of(Files.readString(folder.resolve('spinning')) as long).get().destroyForcibly()
        }

        when:
        def farm = onFarm(environment, at('a.groovy'), at('b.groovy'), '-b', 'model:x86_64', '--farm', asking())

        then:
        farm.status == 1
        verdicts('farm.json')*.drop(2) == [['before', 'passed'], ['hangs', 'error'], ['a.groovy, the rest', 'not run'], ['of another task', 'passed']]

        cleanup:
        killing?.join()
    }

    def "a controller that is started again changes nothing"() {
        given:
        (1..6).each { file("s${it}.groovy", "test('takes a while') { sleep 2.s }") }
        def restarting = Thread.start {
            Eventually.eventually { slurm.asked('squeue', '-h', '-t', 'RUNNING').readLines().size() > 0 }
            slurm.stopController()
            sleep 6000
            slurm.startController()
        }

        when:
        def farm = onFarm(folder.toString(), '-b', 'model:x86_64', '--farm', asking())

        then:
        farm.status == 0
        verdicts('farm.json')*.last() == ['passed'] * 6

        cleanup:
        restarting?.join()
    }

    def "Ctrl-C cancels what was submitted"() {
        given:
        file('a.groovy', SPINS)

        when:
        def status = new StartedKvmsh(folder, slurm.environment + [HERE: folder.toString()], 'test', 'a.groovy', '-b', 'model:x86_64', '--farm', 'slurm', '--run', 'run').withCloseable { started ->
            Thread.start {
                Eventually.eventually { Files.exists(folder.resolve('spinning')) }
                started.kill('INT')
            }
            started.await()
        }

        then:
        status == 128 + 2
        slurm.asked('squeue', '-h').trim().empty
        Kvmsh.run('report', at('run')).status == 1
    }

    def "a node that dies loses the test that ran there, and a second attempt runs what is left"() {
        given:
        file('a.groovy', SPINS.replace('5.min', "(new File(System.getenv('HERE'), 'ends').exists() ? 100.ms : 5.min)"))
        (1..3).each { file("s${it}.groovy", "test('elsewhere') { }") }
        def environment = slurm.environment + [HERE: folder.toString()]
        def dead = -1
        def killing = Thread.start {
            Eventually.eventually { Files.exists(folder.resolve('spinning')) && Files.size(folder.resolve('spinning')) > 0 }
            dead = Files.readString(folder.resolve('node')).substring(1) as int
            slurm.stopNode(dead)
            ProcessHandle.of(Files.readString(folder.resolve('spinning')) as long).get().with { [it.parent().get(), it]*.destroyForcibly() }
        }

        when: 'a node and what ran there are gone'
        def farm = onFarm(environment, folder.toString(), '-b', 'model:x86_64', '--farm', asking())

        then:
        farm.status == 1
        verdicts('farm.json')*.drop(2) == [['before', 'passed'], ['hangs', 'error'], ['a.groovy, the rest', 'not run'], *[['elsewhere', 'passed']] * 3]

        when: 'the node is there again, and the script ends'
        killing.join()
        slurm.startNode(dead)
        slurm.awaitIdle()
        file('ends', '')
        def again = Kvmsh.runWith(environment, '', 'test', '--resume', at('run'))

        then:
        again.err == ''
        again.status == 1
        again.out.readLines().last() == 'model:x86_64 (model): 5 passed, 1 failed, 0 skipped'
        Kvmsh.run('report', at('run'), '--output', "json=${at('farm.json')}").status == 1
        verdicts('farm.json')*.drop(2) == [['before', 'passed'], ['hangs', 'failed'], ['behind', 'passed'], *[['elsewhere', 'passed']] * 3]
        tasks(2) == 1
        callsOfPassed('run', 0).size() == 5
        Files.readAllLines(folder.resolve('run/boards/0/calls.jsonl')).size() == 5

        cleanup:
        killing?.join()
    }

    def "tasks go on when the kvmsh that submitted them is gone by #how, and another one waits for them"() {
        given:
        (1..4).each { file("s${it}.groovy", "test('takes a while') { sleep 3.s }") }

        when:
        def started = new StartedKvmsh(folder, slurm.environment, 'test', '.', '-b', 'model:x86_64', '--farm', asking(), '--run', 'run')
        def status = started.withCloseable {
            Thread.start {
                Eventually.eventually { slurm.asked('squeue', '-h', '-t', 'RUNNING').readLines().size() > 0 }
                started.kill(how)
            }
            started.await()
        }

        then:
        status == ended
        started.lines.contains('kvmsh test: the tasks continue; kvmsh test --resume run waits for them') == (how == 'HUP')
        !slurm.asked('squeue', '-h').trim().empty

        when:
        started = new StartedKvmsh(folder, slurm.environment, 'test', '--resume', 'run')
        status = started.withCloseable { it.await() }

        then:
        status == 0
        started.results().last() == 'model:x86_64 (model): 4 passed, 0 failed, 0 skipped'
        slurm.asked('squeue', '-h').trim().empty

        when:
        started = new StartedKvmsh(folder, slurm.environment, 'test', '--resume', 'run')
        status = started.withCloseable { it.await() }

        then:
        status == 2
        started.lines == ['kvmsh test: nothing to resume: run is complete']

        where:
        how    || ended
        'HUP'  || 128 + 1
        'KILL' || 128 + 9
    }

    def "tests are chosen, repeated and known to fail as on this host"() {
        given:
        (1..3).each { file("s${it}.groovy", "test('one') { expect { $it < 3 } }\ntest('two', tags: ['slow']) { }\ntest('three') { }") }
        file('known.toml', "[[failure]]\ntest = 's3.groovy: one'\nreason = 'known'\n[[failure]]\ntest = 'none'\nreason = 'is not there'\n")
        def options = [folder.toString(), '-b', 'model:x86_64', '--filter', 'one', '--filter', 'two', '--filter', 'four', '--tag', '!slow', '--repeat', '2', '--known', at('known.toml'), '--wait']

        when:
        def here = Kvmsh.runWith(slurm.environment, '', 'test', *options, '--output', "json=${at('here.json')}")
        def farm = onFarm(*options, '--farm', asking())

        then:
        farm.err == here.err
        farm.err.contains('--filter four matches no test')
        farm.err.contains('known.toml:4:1: this entry matched no test in this run')
        farm.status == here.status
        verdicts('farm.json') == verdicts('here.json')
        verdicts('farm.json').size() == 3
        Files.readString(folder.resolve('run/attempt-1/0/command')).contains(" '--wait' ")
    }

    def "each board is on nodes that have what it needs, and one that no node can have does not run"() {
        given:
        file('a.groovy', "test('t', boards: 'model:x86_64') { new File('${at('ran')}') << System.getenv('SLURMD_NODENAME') + '\\n' }\ntest('u') { }")
        ['b', 'c'].each { file("${it}.groovy", "test('v', boards: 'model:rfc') { def held = new File('${at('held')}'); expect { held.createNewFile() }; sleep 1.s; held.delete() }") }
        file('boards.toml', """\
            [[board]]
            name = 'model:x86_64'
            constraint = 'first&kvm'
            [[board]]
            name = 'model:rfc*'
            licenses = 'juno'
            [[board]]
            name = 'model:arm*'
            constraint = 'kvm&power9'
            [[board]]
            name = '*'
            shard = '1s'
            """.stripIndent())

        when:
        def farm = onFarm(folder.toString(), '-b', 'model:x86_64', '-b', 'model:arm-vgicv2', '-b', 'model:rfc', '--farm', at('boards.toml'))

        then:
        farm.err == ''
        farm.status == 2
        verdicts('farm.json')*.last() == ['passed', 'passed', 'skipped', 'skipped', *['not run'] * 3, 'skipped', 'passed', 'passed', 'passed']
        farm.out.contains('not run: no node has power9')
        Files.readAllLines(folder.resolve('ran')) == ['n0']
        farm.out =~ /Slurm job \d+: 3 tasks, --licenses=juno/
    }

    def "nothing runs on a node that does not have the run's directory"() {
        given:
        file('a.groovy', "test('t') { }")
        slurm.stopNode(0)
        try {
            slurm.startNode(0, 'unshare', '-m', 'sh', '-c', "mount -t tmpfs none '$folder' && exec \"\$@\"".toString(), 'sh')
        } catch (IllegalStateException e) {
            slurm.startNode(0)
            throw new TestAbortedException("this machine does not let a process have mounts of its own: $e.message")
        }
        slurm.awaitIdle()

        when:
        def farm = onFarm(at('a.groovy'), '-b', 'model:x86_64', '--farm', asking("sbatch = ['--constraint=first']"))

        then:
        farm.status == 2
        verdicts('farm.json')*.last() == ['not run']
        farm.out.contains("not run: node n0 does not have ${at('run/attempt-1')}")

        cleanup:
        slurm.stopNode(0)
        slurm.startNode(0)
        slurm.awaitIdle()
    }

    def "#what changes nothing"() {
        given:
        file('a.groovy', "test('t') { sleep 2.s }")

        when:
        def farm = Kvmsh.runWith(slurm.environment + environment, '', 'test', at('a.groovy'), '-b', 'model:x86_64', '--farm', asking(asked), '--run', at(run), '--output', "json=${at('farm.json')}")

        then:
        farm.err == ''
        farm.status == 0
        verdicts('farm.json')*.last() == ['passed']
        Files.exists(folder.resolve("$run/attempt-1/0/log"))
        slurm.asked('squeue', '-h').trim().empty

        where:
        what                              | environment                 | run         | asked
        'a warning of sbatch'             | [:]                         | 'run'       | "sbatch = ['-N2', '-n1']"
        "a person's own choice of squeue" | [SQUEUE_STATES: 'RUNNING']  | 'run'       | ''
        "sbatch's own sign in a path"     | [:]                         | '100%a%j%%' | ''
    }

    def "nothing stays submitted #how"() {
        given:
        file('a.groovy', "test('t') { }")
        Programs.write(folder.resolve('bin/sbatch'), before + "\nPATH=\${PATH#*:} exec sbatch --hold \"\$@\"")

        when:
        def started = new StartedKvmsh(folder, slurm.environment + [PATH: "${at('bin')}:${System.getenv('PATH')}".toString()], 'test', 'a.groovy', '-b', 'model:x86_64', '--farm', 'slurm', '--run', 'run')
        int ended = started.withCloseable { it.await() }

        then:
        started.lines.last().contains(said)
        ended == status
        slurm.asked('squeue', '-h').trim().empty
        Files.list(folder.resolve('run')).withCloseable { it.count() } == 0

        where:
        how                                | before                                        || status  | said
        'if its jobs are not written down' | 'mkdir -p run/attempt-1/farm.json.new'        || 2       | 'farm.json.new'
        'if Ctrl-C ends sbatch'            | 'kill -INT $PPID; sleep 1; kill -KILL $$'     || 128 + 2 | 'kvmsh test: interrupted before the tasks were submitted'
    }

    def "rejected before a test runs: #what"() {
        given:
        file('a.groovy', "test('t') { }")

        when:
        def result = Kvmsh.runWith(slurm.environment + environment, '', 'test', at('a.groovy'), '-b', 'model:x86_64', *arguments.collect { it == 'run' ? at(it) : it.contains(' = ') ? asking(it) : it })

        then:
        result.err == "kvmsh test: $message\n"
        result.status == 2
        !Files.exists(folder.resolve('run')) || Files.list(folder.resolve('run')).withCloseable { it.count() } == 0

        where:
        what                              | environment  | arguments                                                              || message
        'a feature that no node has'      | [:]          | ['--farm', "constraint = 'power9'", '--run', 'run']                   || 'no node has power9'
        'another farm'                    | [:]          | ['--farm', 'lsf', '--run', 'run']                                     || 'unknown farm: lsf; write slurm, or a file NAME.toml'
        'no directory for the run'        | [:]          | ['--farm', 'slurm']                                                   || '--farm needs --run DIRECTORY, on a file system that the nodes share'
        'rounds without an end'           | [:]          | ['--farm', 'slurm', '--run', 'run', '--repeat=until-failure']          || '--repeat=until-failure cannot be used with --farm'
        'a license that there is not'     | [:]          | ['--farm', "sbatch = ['--licenses=seattle']", '--run', 'run']          || 'Slurm has no license seattle'
        'an option that sbatch rejects'   | [:]          | ['--farm', "partition = 'lab'", '--run', 'run']                       || 'sbatch failed: sbatch: error: Batch job submission failed: Invalid partition name specified'
        'a way of running that it lacks'  | [:]          | ['--farm', 'slurm', '--run', 'run', '--fail-fast']                   || '--fail-fast cannot be used with --farm'
        'a board that is given twice'     | [:]          | ['--farm', 'slurm', '--run', 'run', '-b', 'model:x86_64']             || '--farm takes each board once, but model:x86_64 is given 2 times; --repeat 2 runs its scripts 2 times'
        'no Slurm'                        | [PATH: '/x'] | ['--farm', 'slurm', '--run', 'run']                                   || "scontrol not found; install Slurm's commands (on Debian: apt-get install slurm-client)"
    }

    /** The tests of a board whose calls are kept though they passed. */
    private Set<String> callsOfPassed(String run, int board) {
        Files.readAllLines(folder.resolve("$run/boards/$board/calls.jsonl")).collect { Json.value(it).subMap('script', 'test').toString() } as Set
    }
}
