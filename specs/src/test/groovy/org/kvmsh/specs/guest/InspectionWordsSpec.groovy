package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Snapshot
import spock.lang.Snapshotter
import spock.lang.Specification

/** The words for inspecting a machine print well, and their results can be queried further. */
class InspectionWordsSpec extends Specification {
    static final String GROOVY = '''\
        m = vm {
          memory at: 0, size: 64.KB
          memory at: 0x100000, size: 4.KB
          load at: 0x1000, hex: 'ec 40 e6 80 e6 81 f4'
          load at: 0x1100, bytes: 'hello, guest\\n'.bytes
          vcpu(0) { real 0x1000; regs rdx: 0x60 }
          on(io: 0x60) { 41 }
          on(io: 0x81) { }
          on(mmio: 0xd0000000) { 1 }
          console io: 0x80
        }
        m.run until: hlt'''.stripIndent()
    static final String JS = '''\
        const m = vm({
          memory: [{at: 0, size: KB(64)},
                   {at: 0x100000, size: KB(4)}],
          load: [{at: 0x1000, hex: 'ec 40 e6 80 e6 81 f4'}, {at: 0x1100, bytes: bytes('hello, guest\\n')}],
          vcpu: {real: 0x1000, regs: {rdx: 0x60}},
          on: [{io: 0x60, do: e => 41}, {io: 0x81, do: e => {}}, {mmio: 0xd0000000, do: e => 1}],
          console: {io: 0x80},
        })
        m.run({until: hlt})'''.stripIndent()

    @Snapshot
    Snapshotter snapshot

    @AutoCleanup
    OnBoard on

    def "each inspection word prints the same in both languages"() {
        when:
        def (groovy, js) = [printed(Language.GROOVY, GROOVY, ['mem 0x10f8, 40', 'exits', 'steps', 'memmap', "caps '*VCPU*'", "trace 'KVM_*REGS'"]),
                            printed(Language.JS, JS, ['mem(0x10f8, 40)', 'exits', 'steps', 'memmap', "caps('*VCPU*')", "trace('KVM_*REGS')"])]

        then:
        snapshot.assertThat(groovy.join('\n\n')).matchesSnapshot('looking')
        js.collect { withoutPlaces(it) } == groovy.collect { withoutPlaces(it) }
    }

    @Sample(verify = 8)
    def "#board: #text is #answer"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(GROOVY)

        expect:
        on.run(text).toString() == answer

        where:
        [board, row] << [OnBoard.x86(), [
            ['mem(0x1100, 4).u8(1)', '101'], ['mem(0x1100, 4).u16(0)', '25960'], ["mem(0x1100, 4).u16(0, 'big')", '26725'], ['mem(0x1100, 4).u32(0)', '1819043176'],
            ["mem(0x1100, 8).u64(0, 'big') == 0x68656c6c6f2c2067", 'true'], ['mem(0x1100, 16).text', 'hello, guest\n'], ['m.mem(0x100000, 2).bytes.length', '2'],
            ['exits.total', '4'], ["exits.of('io')", '2'], ['exits.all[0].answer', '41'], ['exits.all[0].exit.port', '96'], ['exits.last.name', 'hlt'],
            ['memmap.all[1].what', 'loaded'], ['steps.all[0].calls[0].name', 'KVM_CREATE_VM'], ['m.steps.all.size() > 5', 'true'],
            ["caps('MAX_VCPUS').all[0].ofKvm > 0", 'true'], ["trace('KVM_SET_REGS').all[0].bytes.length", '144'], ['trace.all[0].name', 'open']]].combinations()
        (text, answer) = row
    }

    def "what cannot be inspected is refused: #text"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(GROOVY)

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        "$e.message ${e.notes()}".contains(message)

        where:
        text                          || message
        'mem 0x20000, 4'              || 'no guest memory at 0x20000 [guest memory: 0x0 to 0xffff, 0x100000 to 0x100fff]'
        'mem 0xfffe, 4'               || 'no guest memory at 0x10000'
        'mem 0, 0'                    || 'mem length 0 is out of range: use 1 byte'
        'mem(0, 4).u32(1)'            || '4 bytes at offset 0x1 are outside this range of 4 bytes'
        "mem(0, 4).u16(0, 'middle')"  || "the byte order must be 'big' or 'little'"
        "caps 'NR_VCPU'"              || 'did you mean \'KVM_CAP_NR_VCPUS\'?'
        'm.close(); exits'            || 'no machine yet'
    }

    def "the ring has the last 256 exits, and every exit is counted"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("n = 0; m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 eb fc'; vcpu(0) { real 0x1000 }; on(io: 0x80) { n++ } }; m.run until: { n == 1000 }")

        expect:
        on.run('exits.total') == 1000
        on.run('exits.all.size()') == 256
        on.run('exits.all[0].number') == 745
        on.run('exits.last.number') == 1000
        on.run('m.run until: { n == 1010 }; exits.total') == 10
    }

    private List<String> printed(Language language, String script, List<String> words) {
        new OnBoard('model:x86_64', language).withCloseable { machine ->
            machine.run(script)
            words.collect { word -> "> $word\n" + machine.run(word).toString().replaceAll(/userspace_addr: 0x[0-9a-f]+/, 'userspace_addr: ADDRESS') }
        }
    }

    private static List<String> withoutPlaces(String text) {
        text.readLines().drop(1)*.replaceAll(/( at |  \()text#\d+(:\d+)*\)?/, '')
    }
}
