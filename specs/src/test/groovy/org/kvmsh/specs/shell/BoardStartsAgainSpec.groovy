package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Eventually
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** /reload on an emulated board: QEMU boots the kernel as it is now, and the session runs on it. */
@Timeout(600)
class BoardStartsAgainSpec extends Specification {
    static final String X86_ADDS = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4'; vcpu(0) { real 0x1000; regs rax: 41 } }"
    static final String X86_LOOPS = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }"
    /** mov x0, #0x10000000; str w1, [x0] */
    static final String ARM_WRITES = "m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40001000, hex: '00 00 a2 d2 01 00 00 b9'; vcpu(0) { start 0x40001000; regs x1: 42 } }"
    static final String ARM_LOOPS = "m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40001000, hex: '00 00 00 14'; vcpu(0) { start 0x40001000 } }"
    static final List<List<String>> BOARDS = [['qemu:x86_64', X86_ADDS, 'm.run until: hlt', 'hlt after 1 exit', X86_LOOPS],
                                              ['qemu:arm64', ARM_WRITES, 'm.run until: mmio', 'value 0x2a after 1 exit', ARM_LOOPS]]

    @TempDir
    Path folder

    @AutoCleanup
    TypedShell shell

    private void openOn(String board) {
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 200, Language.GROOVY, 500, true)
        shell.await('model> ')
        shell.type("/board $board").await('emulated> ')
    }

    /** The QEMUs of this shell's board; others of this JVM are shared boards. */
    private static Set<Long> qemus() {
        ProcessHandle.current().descendants().filter { it.info().command().orElse('').contains('qemu-system') }.map { it.pid() }.toList() as Set
    }

    def "#board: another QEMU boots, the first one ends, and the input runs again"() {
        given:
        Needed.orSkip(board)
        def others = qemus()
        openOn(board)
        shell.type(guest).await("machine on $board")
        shell.type(run).await(end)
        shell.type('kvm.ioctl KVM_CREATE_VM, 99').await('EINVAL')
        shell.type('misspelled').await("unknown name 'misspelled'")
        def first = qemus() - others

        when:
        shell.type('/reload')

        then:
        shell.await("3 inputs run again on $board (emulated), 1 not run: all ended as before")
        shell.await(end, 2)
        Eventually.eventually { (qemus() - others).size() == 1 }
        (qemus() - others).disjoint(first)

        where:
        [board, guest, run, end] << BOARDS*.take(4)
    }

    def "#board: Ctrl-C while it boots leaves the board and its machines as they were"() {
        given:
        Needed.orSkip(board)
        def others = qemus()
        openOn(board)
        shell.type(guest).await("machine on $board")
        def first = qemus() - others

        when:
        shell.type('/reload')

        then: 'two of them while the second one boots'
        Eventually.eventually { (qemus() - others).size() == 2 }

        when:
        shell.press(TypedShell.CTRL_C)

        then:
        shell.await("$board: interrupted while it was starting; it was stopped; the current board has not changed")
        Eventually.eventually { qemus() - others == first }

        when:
        shell.type(run)

        then:
        shell.await(end)

        where:
        [board, guest, run, end] << BOARDS*.take(4)
    }

    def "#board: a guest in the background is stopped with the board, and starts again with the input"() {
        given:
        Needed.orSkip(board)
        openOn(board)
        shell.type(loops).await("machine on $board")
        shell.type('m.start()').await('run 1 in the background')

        when:
        shell.type('/reload')

        then:
        shell.await('stopped a guest in the background: the previous board is closed')
        shell.await('run 1 in the background', 2)
        shell.await("2 inputs run again on $board (emulated): all ended as before")

        when:
        shell.type('m.stop()')

        then:
        shell.await('run 1 ended: stopped')

        where:
        board << BOARDS*.get(0)
        loops << BOARDS*.get(4)
    }

    def "a kernel that was replaced by one that does not boot leaves the board as it was; a good one boots"() {
        given:
        Needed.orSkip('qemu:arm64')
        def kept = Path.of(System.getenv('XDG_CACHE_HOME') ?: System.getenv('HOME') + '/.cache', 'kvmsh/boards/linux-image-cloud-arm64')
        def image = Files.copy(kept.resolve('kernel'), folder.resolve('Image'))
        openOn("qemu:arm64?kernel=$image&modules=${kept.resolve('modules')}&wait=20")
        shell.type(ARM_WRITES).await('machine on qemu:arm64')

        when:
        Files.writeString(image, 'no kernel')
        shell.type('/reload')

        then:
        shell.await('the current board has not changed')

        when:
        shell.type('m.run until: mmio').await('value 0x2a after 1 exit')
        Files.copy(kept.resolve('kernel'), image, StandardCopyOption.REPLACE_EXISTING)
        shell.type('/reload')

        then:
        shell.await('2 inputs run again on')
    }
}
