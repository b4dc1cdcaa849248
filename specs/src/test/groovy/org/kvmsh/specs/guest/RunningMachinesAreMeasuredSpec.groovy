package org.kvmsh.specs.guest

import com.google.gson.Gson
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Kvmsh
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
        // In one line: the guest goes on while another one is compiled.
        def (before, activity, after) = on.run('before = count; a = m.top(500.ms); [before, a, count]')
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

    private Map top(String text, String... options) {
        def script = folder.resolve('guest.groovy')
        script.toFile().text = text
        def result = Kvmsh.run('top', *options, script.toString())
        [status: result.status, out: result.out, err: result.err]
    }

    /** With a loop of I/O exits that lasts long enough. */
    static final String SCRIPT = "vm { $GUEST; vcpu(0) { real 0x1000 }; on(io: 0x60) { 1 } }; println 'printed'; run within: 60.s"

    def "kvmsh top measures a script's guest on boards side by side: #boards"() {
        given:
        boards.each { Needed.orSkip(it) }
        def named = boards.collectMany { ['-b', it] } as String[]

        when:
        def text = top(SCRIPT, *named, '--once')
        def json = top(SCRIPT, *named, '--once', '--json')

        then: 'a column for each board, with its kind, and a row for each reason and place'
        text.status == 0 && text.err == ''
        def lines = text.out.readLines()
        boards.every { board -> lines[0] =~ /\b$board(:x86_64)? \([a-z]+\)/ }
        !text.out.contains('printed')
        boards.size() == 1 || lines[1] =~ /^script( +running){${boards.size()}}$/
        boards.size() == 1 || lines.find { it.startsWith('exit io 0x60 ') } =~ /^exit io 0x60( +[1-9]\d*){${boards.size()}}$/

        and: 'the same in JSON'
        json.status == 0
        def facts = new Gson().fromJson(json.out, Map).boards
        facts*.board.collect { it.replaceFirst(/(:x86_64)? \(.*/, '') } == boards.collect { it.replace(':x86_64', '') }
        facts.every { !it.hasEnded && it.activity.total > 0 && it.activity.exits*.place == ['0x60'] }

        where:
        boards << [['model:x86_64'], ['model:x86_64', 'kvm'], ['model:x86_64', 'qemu:x86_64']]
    }

    def "kvmsh top shows each second until the script ends"() {
        when:
        def shown = top(SCRIPT.replace('60.s', '2500.ms'), '-b', 'model:x86_64')

        then:
        shown.status == 0
        shown.out.readLines().count { it == 'model:x86_64 (model): running' } in 2..3
        shown.out.readLines().count { it == 'model:x86_64 (model): ended' } == 1
    }

    def "kvmsh top #what fails, and says why"() {
        when:
        def shown = top(text, *options)

        then:
        shown.status == status
        shown.err.contains(why)
        shown.out == ''

        where:
        what                             | text                                  | options                       || status | why
        'of a script without a guest'    | "println 'no guest'"                  | ['-b', 'model:x86_64']        || 1      | 'kvmsh top: model:x86_64 (model): no guest ran long enough to be measured\n'
        'of a script with an error'      | 'vm { memry at: 0 }'                  | ['-b', 'model:x86_64']        || 1      | 'guest.groovy:1:6'
        'of a test that fails'           | "test('one') { assert 1 == 2 }"       | ['-b', 'model:x86_64']        || 1      | '1 of 1 test failed'
        'on a board that does not exist' | '1'                                   | ['-b', 'model:x86']           || 1      | 'model:x86'
        'with --json alone'              | '1'                                   | ['--json']                    || 2      | '--json needs --once'
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
