package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** kvmsh report --matrix: what KVM does by kernel and architecture, from runs as kvmsh test records them. */
class KernelMatrixSpec extends Specification {
    static final Map VCPUS = failed('scripts/selftests/kvm_create_max_vcpus.groovy', 'as many vCPUs as there can be')
    static final Map INT3 = failed('scripts/selftests/x86/debug_regs.groovy', 'INT3')

    @TempDir
    Path folder

    def "the page has each failure and each test that did not run with its reason, and each skipped test with what is missing"() {
        given:
        run([board('qemu:x86_64?release=sid', 'x86_64', '7.2.13+deb14-cloud-amd64'), board('qemu:ppc64', 'ppc64le', '6.1.0-50-powerpc64le'), board('qemu:arm64', 'arm64', '6.1.0-50-cloud-arm64')],
                [[INT3, passed('scripts/card.js', 'a'), passed('scripts/card.js', 'b'),
                  skipped('scripts/arm/cpu.js', 'a', 'needs a board that matches arm64; this board is qemu:x86_64 (x86_64, emulated)'),
                  skipped('scripts/selftests/guest_memfd.groovy', 'a', 'KVM_CAP_GUEST_MEMFD is 0 on qemu:x86_64?release=sid (emulated)'),
                  notRun('scripts/x86/set_sregs.js', 'b', 'the script ended at line 7'),
                  skipped('scripts/x86/images.js', 'a', 'needs a board with 768 MiB of free memory; qemu:x86_64 has 410 MiB; give it more memory')],
                 [VCPUS], [passed('scripts/card.js', 'a')]])

        when:
        def (result, page) = matrix()

        then:
        result.err == ''
        page.startsWith('# What KVM does, by kernel and architecture\n')
        page.replaceAll(/\s+/, ' ').contains('run as tests on these boards on 2026-11-21. ')
        section(page, 'x86_64') == """
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
        section(page, 'ppc64le').readLines().last() == '  - Linux 6.1 on `qemu:ppc64`: 1 test of `selftests/kvm_create_max_vcpus.groovy`'
        section(page, 'arm64').readLines().last() == '| `qemu:arm64` | Linux 6.1 | 1 | 0 | 0 | 0 |'
        page.readLines().every { it.length() <= 120 }
    }

    def "a failure without a reason, and a reason that no failure has any more, are told"() {
        given:
        run([board('qemu:x86_64?release=sid', 'x86_64', '7.2.13')], [[failed('scripts/new.groovy', 'a new test')]])

        when:
        def (result, page) = matrix()

        then:
        result.status == 1
        result.err.readLines() == ['kvmsh report: no reason is known for Linux 7.2 on `qemu:x86_64`: scripts/new.groovy: a new test',
                                   'kvmsh report: no test failed for this reason; remove it from the table: qemu:x86_64 6.1,7.2 selftests/x86/debug_regs -: caused by the board, not the kernel: '
                                           + "QEMU's SVM intercepts neither #DB nor accesses to debug registers"]
        page.contains('- no reason is known.\n')
    }

    def "a test that was ended from outside has no verdict, and so no reason of its board has to hold: #reason"() {
        given:
        run([board('qemu:x86_64?release=sid', 'x86_64', '7.2.13')], [[[script: 'scripts/late.js', name: 'a', verdict: 'error', reason: reason, failure: null]]])

        when:
        def (result, page) = matrix()

        then:
        result.err == ''
        section(page, 'x86_64').contains('| `qemu:x86_64` | Linux 7.2 | 0 | 0 | 0 | 1 |')
        section(page, 'x86_64').contains("- $shown.\n  - Linux 7.2 on `qemu:x86_64`: 1 test of `late.js`")

        where:
        reason                                      || shown
        'TIMEOUT'                                   || 'exceeded the time limit of a test'
        'interrupted'                               || 'interrupted'
        'board lost: QEMU exited with status 0'     || 'board lost: QEMU exited with status 0'
    }

    def "a board that does not start is on the page with the reason, beside one that did"() {
        given:
        run([board('qemu:arm64', 'arm64', '6.1.0')], [[passed('scripts/card.js', 'a')]])
        Kvmsh.run('test', '-b', 'exec:/bin/false', '--run', folder.resolve('lost').toString(), Kvmsh.script('card.js'))

        when:
        def (result, page) = matrix('run', 'lost')

        then:
        result.err == ''
        section(page, 'arm64').readLines().last() == '| `qemu:arm64` | Linux 6.1 | 1 | 0 | 0 | 0 |'
        with(section(page, 'other').readLines()) {
            it.contains('| `exec:/bin/false` | did not start | - | - | - | - |')
            it.contains('Boards that did not start:')
            it.any { it.startsWith('- `exec:/bin/false`: ') }
        }
    }

    def "a page that cannot be written is refused before anything is reported"() {
        given:
        run([board('qemu:arm64', 'arm64', '6.1.0')], [[passed('scripts/card.js', 'a')]])

        expect:
        with(Kvmsh.run('report', folder.resolve('run').toString(), '--matrix', folder.toString())) {
            status == 2
            out == ''
            err == "kvmsh report: cannot write the results to $folder: is a directory\n"
        }
    }

    private List matrix(String... runs = ['run']) {
        def file = folder.resolve('page.md')
        def result = Kvmsh.run('report', *runs.collect { folder.resolve(it).toString() }, '--matrix', file.toString())
        [result, file.toFile().text]
    }

    /** A recorded run of boards, with each one's tests. */
    private void run(List<Map> boards, List<List<Map>> tests) {
        def run = Files.createDirectories(folder.resolve('run'))
        def scripts = tests.flatten()*.script.unique()
        Files.writeString(run.resolve('run.json'), Json.of([kvmsh: ['kvmsh'], began: '2026-11-21T22:32:30Z', boards: boards*.name, scripts: scripts, files: scripts.collect { "/$it".toString() },
                                                            sha256: scripts.collect { '' }, arguments: [], command: ['test'], directory: '/', read: [:], facts: boards]))
        def lines = []
        boards.eachWithIndex { board, i ->
            lines << [event: 'board', board: i, about: "$board.about in QEMU".toString(), began: '2026-11-21T22:32:30Z', name: "$board.name (emulated)".toString()]
            tests[i].groupBy { it.script }.each { script, own ->
                lines << [event: 'script', board: i, script: script]
                own.each { lines << [event: 'result', board: i, script: script, result: it.findAll { it.key != 'script' } + [ms: 1, steps: [], notes: []]] }
                lines << [event: 'script ended', board: i, script: script, ms: 1]
            }
        }
        lines << [event: 'run ended', unmetKnown: [], status: 0, unmet: []]
        Files.write(run.resolve('results.jsonl'), lines.collect { Json.line(it) })
    }

    private static Map board(String name, String arch, String kernel) {
        [name: name, kind: 'emulated', arch: arch, about: "Linux $kernel".toString(), kernel: kernel]
    }

    private static String section(String page, String name) {
        page.split("(?m)^## ").find { it.startsWith("$name\n") }.substring(name.length()).strip()
    }

    private static Map passed(String script, String name) {
        [script: script, name: name, verdict: 'passed', reason: '', failure: null]
    }

    private static Map skipped(String script, String name, String reason) {
        [script: script, name: name, verdict: 'skipped', reason: reason, failure: null]
    }

    private static Map notRun(String script, String name, String reason) {
        [script: script, name: name, verdict: 'not run', reason: reason, failure: null]
    }

    private static Map failed(String script, String name) {
        [script: script, name: name, verdict: 'failed', reason: '', failure: [message: 'a message', place: '', refusal: null, text: []]]
    }
}
