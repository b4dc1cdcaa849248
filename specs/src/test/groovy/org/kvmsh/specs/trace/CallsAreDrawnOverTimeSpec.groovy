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
        def drawn = data.items.findAll { it[3] != 'outside KVM_RUN' }

        then:
        data.board == "${on.board.name()} (${on.board.kindInWords()})"
        data.lanes == ['calls', 'vCPU 0', 'vCPU 0 (2)']
        data.about == "${calls.size()} calls, ${calls.count { it.name() == 'KVM_RUN' }} of them KVM_RUN"
        drawn.size() == calls.size()
        [drawn, calls].transpose().every { item, call ->
            Math.abs(item[1] + item[2] - call.nanos() / 1000) < 0.01 && Math.abs(item[2] - call.took() / 1000) < 0.01 && item[4].contains(call.name())
        }
        drawn.findAll { it[3] == 'io' }.collect { data.lanes[it[0] as int] } == ['vCPU 0'] * 3 + ['vCPU 0 (2)']
        drawn.findAll { it[3] == 'refused' }*.get(4).every { it.contains('KVM_CREATE_VM') && it.contains('EINVAL') }
        drawn.any { it[3] == 'refused' }
        and: 'a KVM_RUN does not begin before the time outside it ended'
        data.items.findAll { it[0] == 1 }.with { lane -> (1..<lane.size()).every { lane[it][1] >= lane[it - 1][1] + lane[it - 1][2] - 0.01 } }

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
}
