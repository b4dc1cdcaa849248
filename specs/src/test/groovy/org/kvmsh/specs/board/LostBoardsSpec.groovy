package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A board whose QEMU dies while scripts run. */
@Needs(['qemu:x86_64', 'kill'])
@Timeout(600)
class LostBoardsSpec extends Specification {
    static final String TESTS = '''\
        def m = vm { }
        test('before') { expect { kvm.ioctl(KVM_GET_API_VERSION) == 12 } }
        test('under way') { println 'now'; while (true) { kvm.ioctl KVM_GET_API_VERSION } }
        test('behind it') { kvm.ioctl KVM_GET_API_VERSION }
        for (i in 1..2) { test("of a loop $i") { } }
        '''.stripIndent()

    @TempDir
    Path folder
    @AutoCleanup
    StartedKvmsh kvmsh

    def "a QEMU killed by SIG#signal: an error with its last output, the rest of the script is not run, and the next script gets a new board"() {
        given:
        Files.writeString(folder.resolve('a.groovy'), TESTS)
        Files.writeString(folder.resolve('b.groovy'), "test('next script') { expect { kvm.ioctl(KVM_GET_API_VERSION) == 12 } }")

        when:
        kvmsh = new StartedKvmsh(folder, 'test', 'a.groovy', 'b.groovy', '-b', 'qemu:x86_64?append=loglevel=7', '--output', 'ktap=ktap.txt')
        int status = kvmsh.await { killQemu(signal) }
        def error = kvmsh.lines.indexOf("not ok 2 under way # board lost: QEMU was killed by SIG$signal".toString())

        then:
        kvmsh.results() == ['ok 1 before', "not ok 2 under way # board lost: QEMU was killed by SIG$signal", 'not ok 3 behind it # not run: board lost',
                            'not ok 4 of a loop 1 # not run: board lost', 'not ok 5 of a loop 2 # not run: board lost', 'ok 1 next script',
                            'qemu:x86_64 (emulated): 2 passed, 0 failed, 0 skipped, 1 error, 3 not run']*.toString()
        status == 1

        and: "the position and the last output are shown once, without QEMU's usual start messages"
        kvmsh.lines[error + 1] == "  a.groovy:3:51: the board was lost during KVM_GET_API_VERSION: QEMU was killed by SIG$signal"
        kvmsh.lines.count { it.contains('its last output') } == 1
        kvmsh.lines.any { it.contains('Run /init as init process') }
        !kvmsh.lines.any { it.contains('qemu-system-x86_64: warning') }

        where:
        signal << ['KILL', 'ABRT']
    }

    def "outside of tests, the script has the error"() {
        given:
        Files.writeString(folder.resolve('a.groovy'), "println 'now'; while (true) { kvm.ioctl KVM_GET_API_VERSION }\ntest('behind it') { }")

        when:
        kvmsh = new StartedKvmsh(folder, 'test', 'a.groovy', '-b', 'qemu:x86_64')
        int status = kvmsh.await { killQemu('KILL') }

        then:
        kvmsh.results()[0..1] == ['not ok 1 a.groovy # board lost: QEMU was killed by SIGKILL', 'not ok 2 behind it # not run: board lost']
        status == 1
    }

    private void killQemu(String signal) {
        def qemu = kvmsh.handle().descendants().filter { it.info().command().orElse('').contains('qemu-system') }.findFirst().get()
        new ProcessBuilder('kill', "-$signal", "${qemu.pid()}").start().waitFor()
    }
}
