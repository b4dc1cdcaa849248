package org.kvmsh.specs.exits

import com.google.gson.Gson
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** Where a run's time goes: exits by reason and place with their rates, and of a timed run the time in KVM_RUN and in handlers. */
class ExitsAreTimedSpec extends Specification {
    /** Writes 0x80 and reads 0x60, 256 times, then halts. */
    static final String GUEST = '''m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b9 00 01 e6 80 ec 49 75 fa f4'; vcpu(0) { real 0x1000; regs rdx: 0x60 }
on(io: 0x60) { sleep 1; 41 }; on(io: 0x80) { } }
'''
    /** Writes memory that is not there, at 100 addresses. */
    static final String PLACES = '''m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b9 64 00 bb 00 00 67 88 83 00 00 02 00 43 49 75 f5 f4'
vcpu(0) { real 0x1000; regs rbx: 0; reg 'ds.limit': 0xffffffff }; on(mmio: 0x20000..0x2ffff) { } }
'''

    def "a timed run tells the time in KVM_RUN and in handlers, by reason and place"() {
        given:
        def table = json(GUEST + 'm.run until: hlt, timed: true\nm.exits.table.json')

        when:
        def rows = table.all.collectEntries { [it.name + it.place, it] }

        then:
        rows.keySet() == ['io0x80', 'io0x60', 'hlt'] as Set
        rows.io0x60.count == 256 && rows.hlt.count == 1
        // Only the handler of 0x60 sleeps.
        rows.io0x60.handlerMs > 200 && rows.io0x80.handlerMs < rows.io0x60.handlerMs
        table.all*.kvmRunMs.every { it > 0 }
        table.all*.kvmRunMs.sum() + table.all*.handlerMs.sum() <= table.ms
        Math.abs(table.all*.share.sum() - 1) < 1e-6
        table.slices.sum() == 513 && table.slices.size() <= 64 && table.sliceMs * table.slices.size() >= table.ms - table.sliceMs
        Math.abs(rows.io0x60.rate - 256 / table.ms * 1000) < 1
    }

    def "a run that is not timed has counts, shares and rates, and reads no clock at its exits"() {
        given:
        def table = json(GUEST + 'm.run until: hlt\nm.exits.table.json')

        expect:
        !table.timed && table.slices == [] && table.sliceMs == null
        table.all.every { it.count > 0 && it.rate > 0 && it.kvmRunMs == null && it.handlerMs == null }
    }

    def "time in KVM_RUN that ends without an exit is told apart"() {
        given:
        def table = json('''m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }
            m.run until: timeout, within: 100.ms, timed: true
            m.exits.table.json''')

        expect:
        table.all == [] && table.unfinishedMs > 50 && table.unfinishedMs <= table.ms
    }

    def "places after the first 64 share a row"() {
        given:
        def table = json(PLACES + 'm.run until: hlt\nm.exits.table.json')

        expect:
        table.all.size() == 66
        table.all[0].name == 'mmio' && table.all[0].place == 'other places' && table.all[0].count == 36
        table.all*.count.sum() == 101
    }

    def "each run is counted afresh, and KVM_RUNs that a script calls have no rate"() {
        given:
        def out = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', GUEST + '''m.run until: hlt, timed: true
            m.vcpu(0).regs.rip = 0x1000
            m.vcpu(0).ioctl KVM_RUN
            println m.exits.table.json
            null''').out

        expect:
        with(new Gson().fromJson(out, Map)) {
            all*.count == [1] && all[0].rate == null && ms == null && !timed
        }
    }

    def "it prints as a table with a plot"() {
        given:
        def out = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', GUEST + 'm.run until: hlt, timed: true\nprintln m.exits.table\nnull').out.readLines()

        expect:
        out[0] ==~ /exit  place  count  share +per s  KVM_RUN ms  handlers ms/
        out[1..2].every { it ==~ /io    0x[68]0     256  49\.9% +\d+ +\d+\.\d\d +\d+\.\d\d/ }
        out[3] ==~ /hlt              1   0\.2% +\d+ +\d+\.\d\d +\d+\.\d\d/
        out[4] ==~ /exits per [0-9.]+ ms, at most \d+:/
        out[5] ==~ /[ ▁▂▃▄▅▆▇█]+/ && out[5].length() <= 64
    }

    def "JavaScript times a run too"() {
        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', 'js', '-e', '''const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 80 f4'}, vcpu: {real: 0x1000}, on: {io: 0x80, do: () => {}}})
            m.run({until: hlt, timed: true})
            const table = m.exits.table
            println(table.all.map(row => row.name + row.count).join() + (table.all[0].handlerMs > 0) + table.slices.reduce((sum, n) => sum + n))''').out.readLines() == ['io1,hlt1true2']
    }

    private static Map json(String script) {
        new Gson().fromJson(Kvmsh.run('-q', '-b', 'model:x86_64', '-e', script + '\n').out, Map)
    }
}
