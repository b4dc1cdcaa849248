package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.kit.Eventually.eventually

/** A board that its watchdog resets while tests run, and that boots by itself: kvmsh has no command for its power. */
@Timeout(300)
@Needs(['qemu:x86_64', 'setsid', 'stty'])
class WatchdogResetsSpec extends Specification {
    static final String ASKS = 'kvm.ioctl(KVM_GET_API_VERSION)'
    static final String REBOOTED = /the board rebooted \(Linux version 6[^)]*\)/

    @TempDir
    Path folder
    @AutoCleanup
    WatchdogBoard board
    @AutoCleanup
    StartedKvmsh kvmsh

    void setup() {
        board = new WatchdogBoard(folder)
    }

    def "each test under way is lost by its name, and the next script runs on the new boot"() {
        given:
        ['a', 'b'].each { script(it, "test('$it before') { expect { $ASKS == 12 } }\ntest('$it under way') { println 'now'; while (true) { $ASKS } }\ntest('$it behind') { }") }
        script('c', "test('c') { expect { $ASKS == 12 } }")

        when:
        int status = run('test', '-b', board.name(), '--run', 'none', 'a.groovy', 'b.groovy', 'c.groovy')
        def results = kvmsh.results()

        then:
        status == 1
        results.size() == 8
        results[0] == 'ok 1 a before'
        results[1] ==~ /not ok 2 a under way # board lost: $REBOOTED/
        results[2] == 'not ok 3 a behind # not run: board lost'
        results[4] ==~ /not ok 2 b under way # board lost: $REBOOTED/
        results[6] == 'ok 1 c'
        results[7] ==~ /serial:.*: 3 passed, 0 failed, 0 skipped, 2 errors, 2 not run/
        kvmsh.lines.count { it.endsWith(' (remote), lost; waiting for its agent') } == 2
        board.boots() == 3

        and: 'nobody has its line any more'
        eventually { board.users().empty }
    }

    def "a reset between two tests is the script's, and the tests behind it are not run"() {
        given:
        script('a', "test('one') { expect { $ASKS == 12 } }\nprintln 'now'; sleep 8000\ntest('two') { expect { $ASKS == 12 } }")
        script('b', "test('b') { expect { $ASKS == 12 } }")

        when:
        int status = run('test', '-b', board.name(), '--run', 'none', 'a.groovy', 'b.groovy')
        def results = kvmsh.results()

        then:
        status == 1
        results[0..1] == ['ok 1 one', 'not ok 2 two # not run: board lost']
        results[2] ==~ /not ok 3 a.groovy, the rest # board lost: $REBOOTED/
        results[3] == 'ok 1 b'
        board.boots() == 2
    }

    def "a bring-up whose first script meets the reset goes on: the board was lost, and no base is missing"() {
        given:
        script('suite/a', "test('version', bringup: 10) { println 'now'; while (true) { $ASKS } }")
        script('suite/b', "test('memory', bringup: 40) { expect { $ASKS == 12 } }")

        when:
        int status = run('bringup', board.name(), '--run', 'none', '--suite', 'suite')

        then:
        status == 1
        kvmsh.lines.any { it ==~ /not ok +KVM +a\.groovy: 0 of 1 test passed, 1 error, .*/ }
        kvmsh.lines.any { it ==~ /ok +memory +b\.groovy: 1 test passed, .*/ }
        !kvmsh.lines.any { it.contains('it depends on') }
        board.boots() == 2
    }

    private int run(String... arguments) {
        kvmsh = new StartedKvmsh(folder, arguments)
        kvmsh.await { board.startWatchdog() }
    }

    private void script(String name, String text) {
        def file = folder.resolve("${name}.groovy")
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }
}
