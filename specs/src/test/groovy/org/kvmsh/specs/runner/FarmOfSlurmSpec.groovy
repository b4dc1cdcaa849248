package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Eventually
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.SlurmCluster
import org.kvmsh.specs.kit.StartedKvmsh
import org.opentest4j.TestAbortedException
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh test --farm slurm}: tests run by the tasks of a Slurm job, whose verdicts come from what each task has kept. */
@Timeout(600)
class FarmOfSlurmSpec extends Specification {
    static final String SPINS = '''\
        test('before') { }
        test('hangs') {
          vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }
          new File(System.getenv('HERE'), 'spinning').text = ProcessHandle.current().pid()
          run within: 5.min
        }
        test('behind') { }
        '''.stripIndent()

    @Shared
    @TempDir
    Path home

    @TempDir
    Path folder

    @Shared
    @AutoCleanup
    SlurmCluster slurm

    def setupSpec() {
        Needed.orSkip(SlurmCluster.NEEDED)
        try {
            slurm = new SlurmCluster(home, 3)
        } catch (IllegalStateException e) {
            throw new TestAbortedException("Slurm does not start on this machine: $e.message")
        }
    }

    def "the farm's results are those of a run on this host, in the same order"() {
        given:
        (1..7).each { file("s${it}.groovy", "test('passes') { }\ntest('fails') { expect { $it < 7 } }\ntest('for Arm', boards: 'arm*') { }") }
        file('broken.groovy', 'no such word')
        def scripts = ['test', folder.toString(), '-b', 'model:x86_64', '-b', 'model:rfc']

        when:
        def here = Kvmsh.runWith(slurm.environment, '', *scripts, '--json', at('here.json'))
        def farm = Kvmsh.runWith(slurm.environment, '', *scripts, '--json', at('farm.json'), '--farm', 'slurm', '--run', at('run'))
        def report = Kvmsh.run('report', at('run'), '--json', at('report.json'))

        then:
        farm.err == ''
        farm.status == here.status
        report.status == here.status
        farm.out.readLines().last() == here.out.readLines().last()
        verdicts('farm.json') == verdicts('here.json')
        verdicts('report.json') == verdicts('here.json')
        Files.list(folder.resolve('run/shards')).withCloseable { it.count() } > 2
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
        def farm = Kvmsh.runWith(environment, '', 'test', at('a.groovy'), at('b.groovy'), '-b', 'model:x86_64', '--farm', 'slurm', '--run', at('run'), '--json', at('farm.json'))

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
        def farm = Kvmsh.runWith(slurm.environment, '', 'test', folder.toString(), '-b', 'model:x86_64', '--farm', 'slurm', '--run', at('run'), '--json', at('farm.json'))

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

    def "rejected before a test runs: #what"() {
        given:
        file('a.groovy', "test('t') { }")

        when:
        def result = Kvmsh.runWith(slurm.environment + environment, '', 'test', at('a.groovy'), '-b', 'model:x86_64', *arguments.collect { it == 'run' ? at(it) : it })

        then:
        result.err == "kvmsh test: $message\n"
        result.status == 2

        where:
        what                              | environment  | arguments                                                              || message
        'a feature that no node has'      | [:]          | ['--farm', 'slurm', '--run', 'run', '--sbatch=--constraint=power9'] || 'sbatch failed: sbatch: error: Batch job submission failed: Invalid feature specification'
        'another farm'                    | [:]          | ['--farm', 'lsf', '--run', 'run']                                     || 'unknown farm: lsf; supported: slurm'
        'no directory for the run'        | [:]          | ['--farm', 'slurm']                                                   || '--farm needs --run DIRECTORY, on a file system that the nodes share'
        'an option of sbatch, no farm'    | [:]          | ['--sbatch=-x']                                                       || '--sbatch needs --farm slurm'
        'no Slurm'                        | [PATH: '/x'] | ['--farm', 'slurm', '--run', 'run']                                   || "scontrol not found; install Slurm's commands (on Debian: apt-get install slurm-client)"
    }

    /** Board, script, test and verdict of each test. */
    private List<List<String>> verdicts(String file) {
        Json.value(Files.readString(folder.resolve(file)).replace('\n', '')).boards.collectMany { board ->
            board.scripts.collectMany { script -> script.tests.collect { [board.board, script.script, it.name, it.verdict] } }
        }
    }

    private String at(String name) {
        folder.resolve(name)
    }

    private void file(String name, String text) {
        Files.writeString(folder.resolve(name), text)
    }
}
