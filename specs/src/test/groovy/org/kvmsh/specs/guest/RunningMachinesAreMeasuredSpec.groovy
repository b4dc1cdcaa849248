package org.kvmsh.specs.guest

import com.google.gson.Gson
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code m.top()} and {@code /top}: what a machine does while it runs. */
@Timeout(300)
class RunningMachinesAreMeasuredSpec extends Specification {
    /** again: mov cx, 0xfff; loop: loop loop; in al, 0x60; jmp again */
    static final String GUEST = "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b9 ff 0f e2 fe e4 60 eb f7'"

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    @AutoCleanup
    TypedShell shell

    def "the exits are those that the handler counted, and the shares those of the guest's loop: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("count = 0; m = vm { $GUEST; vcpu(0) { real 0x1000 }; on(io: 0x60) { count++; 1 } }; m.start()")

        when:
        def before = on.run('count') as long
        def activity = on.run('a = m.top(500.ms)')
        def after = on.run('count') as long
        on.run('m.stop()')

        then:
        activity.total > 0 && activity.total <= after - before
        activity.total >= (after - before) * 0.5
        activity.exits.all()*.name() == ['io'] && activity.exits.all()*.place() == ['0x60']
        Math.abs(activity.vcpus[0].rate() - activity.total * 1000 / activity.ms) < activity.vcpus[0].rate() / 4

        and: 'the loop takes most of its time, unless each exit is brought from another machine'
        activity.vcpus*.id() == [0]
        activity.vcpus[0].state() == 'RUNNABLE'
        activity.vcpus[0].inKvmRun() > activity.vcpus[0].inHandlers()
        activity.vcpus[0].inKvmRun() + activity.vcpus[0].inHandlers() <= 1.0001
        activity.hot[0].place() == '0x1003' || board.startsWith('qemu:')
        activity.hot.every { it.place() in ['0x1000', '0x1003', '0x1005', '0x1007'] }
        Math.abs(activity.hot*.share().sum() - 1) < 0.0001

        and: 'all of it is in the JSON'
        def json = new Gson().fromJson(on.run('a.json'), Map)
        json.keySet() == ['ms', 'total', 'exits', 'vcpus', 'hot', 'stats'] as Set
        json.total == activity.total && json.vcpus[0].state == 'RUNNABLE' && json.hot[0].place == activity.hot[0].place()
        board == 'model:x86_64' || json.stats.find { it.name == 'exits' }.values[0] >= activity.total

        when: 'it is measured at rest'
        def rest = on.run('m.top(100.ms)')

        then:
        rest.total == 0 && rest.exits.all().empty && rest.hot.empty
        rest.vcpus[0].state() == 'stopped' && rest.vcpus[0].inKvmRun() == 0

        where:
        board << ['model:x86_64', 'kvm', 'qemu:x86_64']
    }

    def "/top shows it on a terminal of #columns columns, pauses the guest, steps it and continues it"() {
        given:
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, columns, Language.GROOVY, 24, true)
        shell.type("m = vm { $GUEST; vcpu(0) { real 0x1000 }; on(io: 0x60) { 1 } }; m.start()").await('run 1 in the background')

        when:
        shell.type('/top')
        shell.await('exits in each of the last seconds')

        then:
        waits { it[0].startsWith('machine on model:x86_64 (model)') && it[1] =~ /^\d+ exits in \d\.\d\d s, \d+ a second$/ && it.last().startsWith('p pauses or continues') }
        shell.shown().every { it.size() <= columns }
        shell.shown().any { it =~ /^  io 0x60  [▁▂▃▄▅▆▇█]+$/ }

        when:
        shell.paste('p')

        then:
        waits { it.any { it.startsWith('vCPU 0 stopped: 0 exits a second') } }

        when:
        shell.paste('s')

        then:
        waits { it.last() =~ /^1 step in .*; next 0x100/ }

        when:
        shell.paste('p')

        then:
        waits { it.any { it =~ /^vCPU 0 RUNNABLE: [1-9]\d* exits a second/ } }

        when: 'what was held back comes after it'
        shell.paste('q')

        then:
        shell.await('run 1 ended: stopped')
        shell.type('1 + 1').await('\n2')
        shell.type('m.stop()').await('run 2 ended: stopped')

        where:
        columns << [80, 160]
    }

    /** The whole screen, once it is so. */
    private boolean waits(Closure<Boolean> shown) {
        for (int i = 0; i < 200; i++) {
            def lines = shell.shown()
            if (lines.size() > 2 && shown(lines)) {
                return true
            }
            sleep(50)
        }
        throw new AssertionError(shell.shown().join('\n') as Object)
    }
}
