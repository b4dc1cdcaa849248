package org.kvmsh.specs.language

import com.google.gson.Gson
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification

/** What a script looks at is JSON too, for programs: 64-bit values are strings in hex, counts are numbers. */
class ValuesAreJsonSpec extends Specification {
    static final String GUEST = '''m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ec e6 80 f4'; vcpu(0) { real 0x1000; regs rdx: 0x60, rbx: 0xffffffff80000000 }; on(io: 0x60) { 41 }; on(io: 0x80) { } }
o = m.run until: hlt
'''
    static final String JS_GUEST = '''const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'ec e6 80 f4'}, vcpu: {real: 0x1000, regs: {rdx: 0x60, rbx: 0xffffffff80000000n}}})
'''
    /** What each value says of the guest above. */
    static final Map<String, Closure<Boolean>> VALUES = [
        'm.regs.json'             : { it.rbx == '0xffffffff80000000' && it.rax == '0x29' },
        'm.exits.json'            : { it.total == 3 && it.counts.hlt == 1 && it.counts.io == 2 && it.all*.name == ['io', 'io', 'hlt'] && it.all[0].exit.port == 0x60 && it.all[0].answer == '0x29' },
        'm.exits.last.json'       : { it.name == 'hlt' && it.number == 3 && it.answer == null },
        'o.json'                  : { it.exit == 'hlt' && it.exits == 3 && it.ms > 0 },
        'm.memmap.json'           : { it.all[0].at == '0x0' && it.all[0].size == '0x10000' && it.ports.size() == 2 },
        'm.steps.json'            : { it.any { step -> step.calls.any { call -> call.name == 'KVM_CREATE_VCPU' && call.answer >= 0 } } },
        'trace.json'              : { it.board.contains('model:x86_64') && it.all.any { call -> call.name == 'KVM_SET_REGS' && call.bytes.size() > 200 } },
        "caps('NR_VCPUS').json"   : { it[0].name == 'KVM_CAP_NR_VCPUS' && it[0].value >= 1 },
        'm.mem(0x1000, 4).json'   : { it.at == '0x1000' && it.length == 4 && it.bytes == 'ece680f4' },
        'verify().json'           : { it.containsKey('empty') && it.all instanceof List },
        'why.json'                : { it.message == '' && it.refusal == null },
    ]

    def "each value's JSON is read by others, in a file and typed"() {
        given:
        def lines = VALUES.keySet().collect { "println '>>>'; println $it" }.join('\n')

        when:
        def out = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', GUEST + lines + '\nnull').out.split('>>>\n').drop(1)

        then:
        out.size() == VALUES.size()
        [VALUES.keySet() as List, out as List].transpose().findAll { name, text -> !VALUES[name](new Gson().fromJson(text, Object)) } == []
    }

    def "in JavaScript too, where JSON.parse reads them"() {
        given:
        def script = JS_GUEST + '''
            const seen = [JSON.parse(m.regs.json).rbx, JSON.parse(m.mem(0x1000, 4).json).bytes, JSON.parse(m.steps.json).length > 3, JSON.parse(trace.json).all.length > 3,
                          JSON.parse(memmap.json).all[0].size, JSON.parse(m.run().json).exit]
            console.log(seen.join(' '))
        '''.stripIndent()

        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', 'js', '-e', script).out.readLines()[0] == '0xffffffff80000000 ece680f4 true true 0x10000 io'
    }

    @Needs('python3')
    def "Python reads the same numbers, exactly"() {
        given:
        def json = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', GUEST + 'm.exits.json').out
        def python = new ProcessBuilder('python3', '-c', 'import json, sys; e = json.load(sys.stdin); print(e["total"], int(e["all"][0]["answer"], 16), e["all"][0]["exit"]["port"])').start()

        when:
        python.outputStream.withCloseable { it << json }

        then:
        python.waitFor(1, TimeUnit.MINUTES)
        python.inputStream.text.strip() == '3 41 96'
    }
}
