package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import javax.xml.parsers.DocumentBuilderFactory
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.Whole
import spock.lang.Snapshot
import spock.lang.Snapshotter
import spock.lang.Specification
import spock.lang.TempDir

/** {@code kvmsh test}: checked-in scripts as regression tests, on one board or several. */
class TestCommandSpec extends Specification {
    static final String TESTS = '''\
        def m = vm { }
        test('a type that does not exist') { expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 } }
        test('an interrupt controller #1', boards: 'arm*') { m.ioctl KVM_CREATE_IRQCHIP }
        test('an RMA that a guest must have') { needs cap: KVM_CAP_PPC_RMA, min: 2; m.ioctl KVM_ALLOCATE_RMA }
        test('the kernel takes it \\u0007') { expect(errno: ENODEV) { kvm.ioctl KVM_CREATE_VM, 99 } }
        '''.stripIndent()

    @TempDir
    Path folder
    @Snapshot
    Snapshotter snapshot

    def "a line for each test, and counts for each board and in total; the same in JUnit XML and KTAP"() {
        given:
        script('a/tests.groovy', TESTS)
        script('a/b/plain.groovy', 'expect { vm { } != null }')
        script('a/notes.txt', 'no script')

        when:
        def result = run('a', '-b', 'model:x86_64', '-b', 'model:rfc', '--output', "junit=${at('junit.xml')}", '--output', "ktap=${at('ktap.txt')}")

        then:
        result.status == 1
        result.err ==~ /kvmsh test: the run is recorded in \S+; kvmsh report shows it again\nkvmsh test: to repeat the tests that failed: kvmsh test --rerun-failed=\S+\n/
        snapshot.assertThat(told(result.out)).matchesSnapshot('output')
        snapshot.assertThat(told(Files.readString(folder.resolve('ktap.txt')))).matchesSnapshot('ktap')
        snapshot.assertThat(told(Files.readString(folder.resolve('junit.xml'))).replaceAll(/time="[0-9.]+"/, 'time="TIME"').replaceAll(/timestamp="[^"]+"/, 'timestamp="THEN"')).matchesSnapshot('junit')
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(folder.resolve('junit.xml').toFile()).getElementsByTagName('testcase').length == 10
    }

    @Sample(verify = 4)
    def "the exit status is #status: #what"() {
        given:
        script('one.groovy', text)

        when:
        def result = run('one.groovy', '-b', 'model:x86_64', *more)

        then:
        result.status == status
        (result.out + result.err).contains(said)

        where:
        what                                            | text                                             | more                          || status | said
        'a script without tests ran to its end'         | 'vm { }'                                         | []                            || 0      | 'model:x86_64 (model): 1 passed, 0 failed, 0 skipped'
        'it did not'                                    | 'expect { vm { } == 1 }'                         | []                            || 1      | '0 passed, 1 failed, 0 skipped'
        'all is skipped'                                | "needs boards: ['arm64', 'qemu:*']; vm { }"      | []                            || 0      | '# SKIP needs a board that matches arm64 or qemu:*; this board is model:x86_64 (x86_64, model)'
        'a capability is not in the headers'            | "needs cap: 'KVM_CAP_OF_TOMORROW'"               | []                            || 0      | 'the headers of x86_64 have no KVM_CAP_OF_TOMORROW'
        'what ends a script stands beside its tests'    | "test('a') { }; 1 / 0"                           | []                            || 1      | 'not ok 2'
        'a board that was asked for is not available'     | "test('a') { }"                                  | ['-b', 'exec:/nonexistent']   || 2      | 'exec:/nonexistent is not available: '
        'there is no such board'                        | ''                                               | ['-b', 'model:vax']           || 2      | 'kvmsh test: no board model:vax'
        'there is no such script'                       | ''                                               | ['missing.groovy']            || 2      | 'missing.groovy: no such file or directory'
        'the results can\'t be written'                 | ''                                               | ['--output', 'ktap=/nonexistent/x']  || 2      | "cannot write the results to /nonexistent/x: the directory /nonexistent does not exist"
        'a device can\'t be had'                        | "needs device: KVM_DEV_TYPE_ARM_VGIC_V3"         | []                            || 0      | 'KVM_DEV_TYPE_ARM_VGIC_V3 is not available on model:x86_64 (model): '
        'a word is wrong'                               | "needs cap: 'PPC_RMA'"                           | []                            || 1      | "cap: must be the name of a capability; 'PPC_RMA' is not one"
        'a name is wrong'                               | "test('a', board: 'arm*') { }"                   | []                            || 1      | 'did you mean \'boards\'?'
    }

    def "JavaScript tests need and skip in the same way: #text"() {
        given:
        script('one.js', text)

        when:
        def result = Kvmsh.run('test', at('one.js'), '-b', 'model:x86_64')

        then:
        result.out.contains(said)
        result.status == status

        where:
        text                                                                   || status | said
        "needs({boards: 'arm*'}); vm({})"                                      || 0      | 'one.js # SKIP needs a board that matches arm*; this board is model:x86_64 (x86_64, model)'
        "test('a', {boards: ['arm*', 'ppc64']}, () => { vm({}) })"             || 0      | 'ok 1 a # SKIP needs a board that matches arm* or ppc64; '
        "test('a', () => { needs({cap: KVM_CAP_PPC_RMA, min: 2}); vm({}) })"   || 0      | 'ok 1 a # SKIP KVM_CAP_PPC_RMA is 0 on model:x86_64 (model); at least 2 is needed'
        "test('a', () => { expect(() => vm({}) != null) })"                    || 0      | '1 passed, 0 failed, 0 skipped'
        "test('a', {board: 'arm*'}, () => { })"                                || 1      | 'did you mean \'boards\'?'
        "expect(() => 1 == 2)"                                                 || 1      | 'not ok 1'
    }

    @Whole('ScriptsOnBoardsSpec: scripts/#script on')
    def "all of scripts/ passes or skips on any board, here on #boards"() {
        given:
        Needed.orSkip(*boards)

        when:
        // KernelSelftestsSpec and SuiteHoldsOnBoardsSpec have the others. kernels has patches, no scripts.
        def result = Kvmsh.runShared('test', *new File(Kvmsh.script('')).listFiles()*.path.findAll { !(it =~ /(selftests|suite|kernels|\.toml)$/) }.sort(), *boards.collectMany { ['-b', it] })

        then:
        result.out.readLines().findAll { it.startsWith('not ok') } == []
        result.status == 0
        result.out.readLines().last() ==~ /(all boards|\Q${boards[0]}\E.*): [1-9]\d* passed, 0 failed, [1-9]\d* skipped/

        where:
        boards << [['model:x86_64', 'model:rfc'], ['kvm'], ['qemu:arm64']]
    }

    def "a skipped script that is run directly does not fail"() {
        when:
        def result = Kvmsh.run('-b', 'model:x86_64', '-e', "test('a') { }; needs boards: 'arm*'; 1 / 0")

        then:
        result.status == 0
        result.out.readLines().last() == 'skipped: needs a board that matches arm*; this board is model:x86_64 (x86_64, model)'
    }

    @Needs(['kvm', 'agent'])
    def "a board that a script kills is restarted for the next one: #again"() {
        given:
        def board = new BoardToKill(folder, refuse)
        script('s/a.groovy', "$board.kill; kvm.ioctl KVM_GET_API_VERSION")
        script('s/b.groovy', "test('it is there') { expect { kvm.ioctl(KVM_GET_API_VERSION) == 12 } }")

        when:
        def result = Kvmsh.run('test', at('s'), '-b', board.name, '--output', "ktap=${at('ktap.txt')}")

        then:
        result.out.contains('lost; connecting to it again')
        result.out.contains(said)
        result.status == 1
        Files.readAllLines(folder.resolve('ktap.txt'))[-2] == "not ok 1 $board.name (remote)"

        where:
        again              | refuse                                 || said
        'and it is there'  | ':'                                    || 'ok 1 it is there'
        'and it is gone'   | '[ ! -e $(dirname $0)/pid ] || exit 1' || '# not run: exec:'
    }

    private Path script(String name, String text) {
        def file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }

    private String at(String name) {
        folder.resolve(name).toString()
    }

    /** Names that are files of the directory are meant; the rest is as it is. */
    private Kvmsh.Result run(String... arguments) {
        Kvmsh.run('test', *arguments.collect { it.endsWith('.groovy') || it == 'a' ? at(it) : it })
    }

    private String told(String text) {
        text.replace(folder.toString() + '/', '').replaceAll(/userspace_addr: 0x[0-9a-f]+/, 'userspace_addr: ADDRESS')
    }
}
