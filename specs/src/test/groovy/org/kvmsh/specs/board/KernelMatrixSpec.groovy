package org.kvmsh.specs.board

import com.google.gson.Gson
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** kvmsh boards matrix with results of runs that were made before, as kvmsh test --output json writes them. */
class KernelMatrixSpec extends Specification {
    static final Map VCPUS = failed('scripts/selftests/kvm_create_max_vcpus.groovy', 'as many vCPUs as there can be')
    static final Map INT3 = failed('scripts/selftests/x86/debug_regs.groovy', 'INT3')

    static final String BOARD = '"boards": [{"board": "qemu:arm64 (emulated)", "about": "Linux 6.1.0"'
    static final String BEGUN = BOARD + ', "began": "2026-11-21T22:32:30Z"'

    @TempDir
    Path folder

    def "the page has each failure and each test that did not run with its reason, and each skipped test with what is missing"() {
        given:
        results('qemu:x86_64?release=sid', '7.2.13+deb14-cloud-amd64', INT3, passed('scripts/card.js', 'a'), passed('scripts/card.js', 'b'),
                skipped('scripts/arm/cpu.js', 'a', 'needs a board that matches arm64; this board is qemu:x86_64 (x86_64, emulated)'),
                skipped('scripts/selftests/guest_memfd.groovy', 'a', 'KVM_CAP_GUEST_MEMFD is 0 on qemu:x86_64?release=sid (emulated)'),
                notRun('scripts/x86/set_sregs.js', 'b', 'the script ended at line 7'),
                skipped('scripts/x86/images.js', 'a', 'needs a board with 768 MiB of free memory; qemu:x86_64 has 410 MiB; give it more memory'))
        results('qemu:ppc64', '6.1.0-50-powerpc64le', VCPUS)
        results('qemu:arm64', '6.1.0-50-cloud-arm64', passed('scripts/card.js', 'a'))

        when:
        def result = matrix('qemu:x86_64?release=sid', 'qemu:ppc64', 'qemu:arm64')

        then:
        result.err == ''
        result.status == 0
        result.out.startsWith('# What KVM does, by kernel and architecture\n')
        section(result.out, 'x86_64') == """
            | board | kernel | passed | failed | skipped | not run |
            |---|---|---|---|---|---|
            | `qemu:x86_64` | Linux 7.2 | 2 | 1 | 2 | 1 |

            Tests that fail:

            - caused by the board, not the kernel: QEMU's SVM intercepts neither #DB nor accesses to debug registers.
              - Linux 7.2 on `qemu:x86_64`: 1 test of `selftests/x86/debug_regs.groovy`

            Tests that are skipped:

            - KVM_CAP_GUEST_MEMFD is 0.
              - Linux 7.2 on `qemu:x86_64`: 1 test of `selftests/guest_memfd.groovy`
            - needs a board with 768 MiB of free memory.
              - Linux 7.2 on `qemu:x86_64`: 1 test of `x86/images.js`

            Tests that did not run:

            - the script ended at line 7.
              - Linux 7.2 on `qemu:x86_64`: 1 test of `x86/set_sregs.js`
            """.stripIndent().strip()
        section(result.out, 'ppc64').readLines().last() == '  - Linux 6.1 on `qemu:ppc64`: 1 test of `selftests/kvm_create_max_vcpus.groovy`'
        section(result.out, 'arm64').readLines().last() == '| `qemu:arm64` | Linux 6.1 | 1 | 0 | 0 | 0 |'
        result.out.readLines().every { it.length() <= 120 }
    }

    def "a failure without a reason, and a reason that no failure has any more, are errors"() {
        given:
        results('qemu:x86_64?release=sid', '7.2.13', failed('scripts/new.groovy', 'a new test'))

        when:
        def result = matrix('qemu:x86_64?release=sid')

        then:
        result.status == 1
        result.err.readLines() == ['kvmsh boards: no reason is known for Linux 7.2 on `qemu:x86_64`: scripts/new.groovy: a new test',
                                   "kvmsh boards: this row no longer applies; remove it from the table: qemu:x86_64 6.1,7.2 selftests/x86/debug_regs -: caused by the board, not the kernel: "
                                           + "QEMU's SVM intercepts neither #DB nor accesses to debug registers"]
        result.out.contains('- no reason is known.\n')
    }

    def "a file that is not of kvmsh test is refused with what is wrong in it: #text"() {
        given:
        def file = folder.resolve('qemu_arm64.json')
        Files.writeString(file, text)

        when:
        def result = matrix('qemu:arm64')

        then:
        result.status == 2
        result.out == ''
        result.err == "kvmsh boards: $file$why; expected the output of kvmsh test --output json; remove the file to run its board again\n"

        where:
        text                                                                        || why
        ''                                                                          || ': not a JSON object'
        '[]'                                                                        || ': not a JSON object'
        '<html>'                                                                    || ':1:1: not JSON'
        '{"boards": ['                                                              || ':1:13: not JSON'
        '{"boards": []} x'                                                          || ':1:17: not JSON'
        '{"boards": 1}'                                                             || ': boards is not a list'
        '{"boards": []}'                                                            || ': boards is not a list with at least one board'
        '{"name": "qemu:arm64", "capabilities": {}}'                                || ': boards is missing'
        '{"boards": [1]}'                                                           || ': boards[0] is not an object'
        "{$BOARD, \"began\": \"never\"}]}"                                          || ': boards[0].began is not a date'
        "{$BOARD}]}"                                                                || ': boards[0].began is missing'
        "{$BEGUN}]}"                                                                || ': boards[0].scripts is missing'
        "{$BEGUN, \"scripts\": [{\"script\": \"s\", \"tests\": {}}]}]}"             || ': boards[0].scripts[0].tests is not a list'
        "{$BEGUN, \"scripts\": [{\"script\": \"s\", \"tests\": [{\"verdict\": 7}]}]}]}" || ': boards[0].scripts[0].tests[0].verdict is not a string'
        "{$BEGUN, \"scripts\": [{\"script\": \"s\", \"tests\": [{\"verdict\": \"good\"}]}]}]}" || ': boards[0].scripts[0].tests[0].verdict is not one of passed, failed, skipped, error, not run, flaky, known flaky, expected failure, unexpected pass'
    }

    def "#what is rejected before a board starts and before the directory of results is created"() {
        given:
        def results = folder.resolve('new')

        when:
        def result = Kvmsh.run('boards', 'matrix', '--results', results.toString(), '-b', board, *scripts)

        then:
        result.status == 2
        result.err == "kvmsh boards: $why\n"
        !Files.exists(results)

        where:
        what                    | board             | scripts          || why
        'a script that is none' | 'exec:/bin/false' | ['/nonexistent'] || 'cannot read /nonexistent: no such file or directory'
        'an option'             | 'kvm?more=1'      | []               || 'kvm has no option more; it takes no options'
    }

    def "a file where the directory of results is to be is refused"() {
        given:
        def file = Files.createFile(folder.resolve('results'))

        expect:
        with(Kvmsh.run('boards', 'matrix', '--results', file.toString(), '-b', 'exec:/bin/false', Kvmsh.script('card.js'))) {
            status == 2
            err == "kvmsh boards: $file is not a directory; --results takes the directory for the results\n"
        }
    }

    @Requires(value = { System.getProperty('user.name') != 'root' }, reason = 'root may write to every directory')
    def "results that cannot be written: permission denied"() {
        given:
        def closed = Files.createDirectory(folder.resolve('closed'))
        closed.toFile().setWritable(false)
        def results = closed.resolve('results')

        expect:
        with(Kvmsh.run('boards', 'matrix', '--results', results.toString(), '-b', 'exec:/bin/false', Kvmsh.script('card.js'))) {
            status == 1
            err == "kvmsh boards: the results cannot be written to $results: permission denied\n"
        }

        cleanup:
        closed.toFile().setWritable(true)
    }

    def "a token in a board's name is not in the names of the files of its results"() {
        when:
        def result = Kvmsh.run('boards', 'matrix', '--results', folder.toString(), '-b', 'tcp:127.0.0.1:1?token=secret', Kvmsh.script('card.js'))

        then:
        result.status == 1
        !(result.out + result.err).contains('secret')
        folder.toFile().list().size() >= 1
        folder.toFile().list().every { it.startsWith('tcp_127.0.0.1_1_token_') && !it.contains('secret') }
        !folder.toFile().listFiles().any { it.text.contains('secret') }
    }

    def "a board that did not start is run again"() {
        given:
        def kept = folder.resolve('exec__bin_false.json')
        Files.writeString(kept, '{"boards": [{"board": "exec:/bin/false", "about": "not available", "began": "2026-11-20T22:32:30Z", "scripts": []}]}')

        when:
        def result = Kvmsh.run('boards', 'matrix', '--results', folder.toString(), '-b', 'exec:/bin/false', Kvmsh.script('card.js'))

        then:
        result.status == 1
        result.err.readLines().first() == 'kvmsh boards: running on exec:/bin/false ...'
        result.err.readLines().last().matches('kvmsh boards: exec:/bin/false did not start: .*; run the same command again to run what is missing')
        !Files.readString(kept).contains('2026-11-20')
        Files.readString(kept).contains('"not available"')
    }

    def "a board that does not start is on the page with the reason, beside one that did"() {
        given:
        results('qemu:arm64', '6.1.0-50-cloud-arm64', passed('scripts/card.js', 'a'))

        when:
        def result = Kvmsh.run('boards', 'matrix', '--results', folder.toString(), '-b', 'exec:/bin/false', '-b', 'qemu:arm64', Kvmsh.script('card.js'))

        then:
        result.status == 1
        section(result.out, 'arm64').readLines().last() == '| `qemu:arm64` | Linux 6.1 | 1 | 0 | 0 | 0 |'
        with(section(result.out, 'other').readLines()) {
            it.contains('| `exec:/bin/false` | did not start | - | - | - | - |')
            it.contains('Boards that did not start:')
            it.any { it.startsWith('- `exec:/bin/false`: ') }
        }
    }

    def "only scripts that did not begin, or were interrupted, timed out or lost their board, run again, and the later results count"() {
        given: 'names in a directory outside of a checkout'
        def scripts = Files.createDirectories(folder.resolve('scripts')).toString()
        def (cut, late, lost, unbegun, other) = ['card.js', 'first-light.js', 'cpu.js', 'mission.js', 'other.js']
        [cut, late, lost, unbegun, other].each { Files.writeString(Path.of(scripts, it), "test('a', () => { })") }
        results('exec:/bin/false', '6.1.0', passed(other, 'a'), [script: late, name: 'a', verdict: 'error', reason: 'TIMEOUT', failure: null],
                [script: lost, name: 'a', verdict: 'error', reason: 'board lost: QEMU exited with status 0', failure: null], [script: cut, name: 'a', verdict: 'error', reason: 'interrupted', failure: null],
                notRun(unbegun, unbegun, 'interrupted'))

        when: 'the board does not start any more'
        def result = matrixOf(scripts, 'exec:/bin/false')

        then:
        result.status == 1
        result.err.readLines().last() == 'kvmsh boards: 4 scripts did not run to their end on exec:/bin/false; run the same command again to run what is missing'
        Files.readString(folder.resolve('exec__bin_false-2.json')).contains(cut)
        Files.readString(folder.resolve('exec__bin_false-2.json')).contains(late)
        section(result.out, 'other').contains('| `exec:/bin/false` | Linux 6.1 | 1 | 0 | 0 | 4 |')
        !Files.readString(folder.resolve('exec__bin_false-2.json')).contains(other)

        when: 'it has run'
        results('exec:/bin/false', '6.1.0', '-2', passed(cut, 'a'), passed(late, 'a'), passed(lost, 'a'), passed(unbegun, 'a'))
        def whole = matrixOf(scripts, 'exec:/bin/false')

        then:
        whole.err == ''
        whole.status == 0
        section(whole.out, 'other').readLines().last() == '| `exec:/bin/false` | Linux 6.1 | 5 | 0 | 0 | 0 |'

        when: 'the kernel is another one'
        results('exec:/bin/false', '7.2.0', '-2', passed(cut, 'a'))
        def mixed = matrixOf(scripts, 'exec:/bin/false')

        then:
        mixed.status == 2
        mixed.err == 'kvmsh boards: exec:/bin/false (emulated) ran Linux 6.1 at first and then Linux 7.2; remove its results to run it again\n'
    }

    private Kvmsh.Result matrix(String... boards) {
        Kvmsh.run('boards', 'matrix', '--results', folder.toString(), *boards.collectMany { ['-b', it] })
    }

    private Kvmsh.Result matrixOf(String scripts, String board) {
        Kvmsh.run('boards', 'matrix', '--results', folder.toString(), '-b', board, scripts)
    }

    private void results(String board, String kernel, String part = '', Map... tests) {
        def scripts = tests.toList().groupBy { it.script }.collect { script, own -> [script: script, tests: own] }
        def text = new Gson().newBuilder().serializeNulls().create().toJson([boards: [[board: "$board (emulated)".toString(), about: "Linux $kernel in QEMU".toString(), began: '2026-11-21T22:32:30Z', scripts: scripts]]])
        Files.writeString(folder.resolve(board.replaceAll(/[^\w.-]/, '_') + part + '.json'), text)
    }

    private static String section(String page, String name) {
        page.split("(?m)^## ").find { it.startsWith("$name\n") }.substring(name.length()).strip()
    }

    private static Map passed(String script, String name) {
        [script: script, name: name, verdict: 'passed', reason: null, failure: null]
    }

    private static Map skipped(String script, String name, String reason) {
        [script: script, name: name, verdict: 'skipped', reason: reason, failure: null]
    }

    private static Map notRun(String script, String name, String reason) {
        [script: script, name: name, verdict: 'not run', reason: reason, failure: null]
    }

    private static Map failed(String script, String name, String call = null, String errno = null) {
        [script: script, name: name, verdict: 'failed', reason: '', failure: [message: 'a message', refusal: call == null ? null : [call: call, errno: errno]]]
    }
}
