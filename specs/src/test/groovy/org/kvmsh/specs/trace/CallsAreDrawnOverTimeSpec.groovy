package org.kvmsh.specs.trace

import com.google.gson.Gson
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Browser
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The calls of a session as a page with a timeline. */
@Timeout(300)
class CallsAreDrawnOverTimeSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    @AutoCleanup
    Browser browser

    private Path page() {
        folder.resolve('page.html')
    }

    private Map data() {
        new Gson().fromJson((page().toFile().text =~ /(?s)<script type="application\/json" id="data">(.*?)<\/script>/)[0][1] as String, Map)
    }

    /** Two machines whose guests write a port three times and once, and a refused call. */
    private void run(String board) {
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run('trace exits: true')
        ['e6 80 e6 80 e6 80 f4', 'e6 80 f4'].each {
            on.run("vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$it'; vcpu(0) { real 0x1000 }; on(io: 0x80) { } }.run(until: hlt)")
        }
        on.run('attempt { kvm.ioctl KVM_CREATE_VM, 99 }')
        on.run("trace.timeline '${page()}'")
    }

    def "#board: each call has its lane, its time and its line"() {
        given:
        run(board)

        when:
        def data = data()
        def calls = on.session.trace().after(0).calls()
        def ends = data.returned.inject([0]) { all, after -> all + (all.last() + after) }.drop(1)
        def drawn = (0..<data.lane.size()).collect {
            [lane: data.lanes[data.lane[it] as int], end: ends[it], took: data.took[it], group: data.kinds[data.kind[it] as int][0], text: data.kinds[data.kind[it] as int][1]]
        }

        then:
        data.board == "${on.board.name()} (${on.board.kindInWords()})"
        data.lanes == ['calls', 'vCPU 0', 'vCPU 0 (2)']
        data.about == "${calls.size()} calls, ${calls.count { it.name() == 'KVM_RUN' }} of them KVM_RUN"
        drawn.size() == calls.size()
        [drawn, calls].transpose().every { item, call -> item.end == call.nanos() && item.took == call.took() && item.text.contains(call.name()) }
        drawn.findAll { it.group == 'io' }*.lane == ['vCPU 0'] * 3 + ['vCPU 0 (2)']
        drawn.findAll { it.group == 'refused' }*.text.every { it.contains('KVM_CREATE_VM') && it.contains('EINVAL') }
        drawn.any { it.group == 'refused' }
        data.kinds.toSet().size() == data.kinds.size()
        and: 'a KVM_RUN does not begin before the last one of its vCPU ended'
        drawn.findAll { it.lane == 'vCPU 0' }.with { lane -> (1..<lane.size()).every { lane[it].end - lane[it].took >= lane[it - 1].end } }

        where:
        board << OnBoard.x86()
    }

    @Needs('chromium')
    def "the page shows what is chosen, moves and asks for nothing else"() {
        given:
        run('model:x86_64')
        browser = new Browser(Files.createDirectory(folder.resolve('browser')))

        when:
        browser.open(page().toUri())
        def press = { String key -> browser.evaluate("document.getElementById('lanes').dispatchEvent(new KeyboardEvent('keydown', {key: '$key'}))") }
        def shown = { browser.evaluate("document.getElementById('shown').textContent") }

        then:
        browser.evaluate("document.getElementById('board').textContent") == 'model:x86_64 (model)'
        browser.evaluate("document.getElementById('legend').textContent").contains('io: 4')
        shown() == ''
        browser.requested == [page().toUri().toString()]

        when:
        press('n')
        def first = shown()
        press('n')
        press('p')

        then:
        first.startsWith('calls, at 0.0 us')
        shown() == first

        when:
        press('p')
        press('+')
        browser.evaluate('move(end - 10, end)')

        then:
        browser.evaluate('view.to - view.from') < browser.evaluate('end - first')
        browser.evaluate('view.to') <= browser.evaluate('end')

        when:
        press('0')

        then:
        browser.evaluate('view.to - view.from') == browser.evaluate('end - first')
    }

    @Needs('chromium')
    def "each call and the time between two KVM_RUNs is reached, in the order of time, both ways"() {
        given:
        run('model:x86_64')
        browser = new Browser(Files.createDirectory(folder.resolve('browser')))
        browser.open(page().toUri())
        def walk = { int by -> """
            (() => {
                const seen = [];
                for (let item = beside(null, $by), last = null; item !== last && seen.length < 1000; item = beside(item, $by)) {
                    seen.push(item.lane.from[item.i] + ' ' + lanes.indexOf(item.lane) + ' ' + item.i);
                    last = item;
                }
                return seen.join(',');
            })()""" }

        when:
        def forwards = (browser.evaluate(walk(1)) as String).split(',') as List
        def backwards = (browser.evaluate(walk(-1)) as String).split(',') as List

        then:
        forwards == backwards.reverse()
        forwards.toSet().size() == forwards.size()
        forwards.size() == browser.evaluate('lanes.reduce((sum, lane) => sum + lane.from.length, 0)') as int
        forwards.collect { it.split(' ')[0] as double }.with { it == it.sort(false) }
        browser.evaluate("groups.get('outside KVM_RUN').count") as int == 4
    }

    @Needs('chromium')
    def "a million exits are kept and drawn"() {
        given:
        on = new OnBoard('model:x86_64')
        browser = new Browser(Files.createDirectory(folder.resolve('browser')))

        when:
        on.run('trace exits: true')
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '66 b9 40 42 0f 00 e6 80 fe c0 66 49 75 f8 f4'; vcpu(0) { real 0x1000 }; on(io: 0x80) { } }")
        on.run('m.run until: hlt, within: 300.s')
        on.run("trace.timeline '${page()}'")
        browser.open(page().toUri())

        then:
        browser.evaluate("document.getElementById('about').textContent").startsWith('1000000 calls, 1000000 of them KVM_RUN; ')
        browser.evaluate("groups.get('io').count") as int == 999_999
        browser.evaluate("lanes.find(lane => lane.name.startsWith('vCPU')).kind.length") as int >= 1_999_000
        Files.size(page()) < 40_000_000
        and: 'with a picture that is not redrawn item by item'
        browser.evaluate('(() => { const began = performance.now(); for (let i = 0; i < 10; i++) draw(); return performance.now() - began; })()') as double < 5_000
    }
}
