package org.kvmsh.specs.language

import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Snapshot
import spock.lang.Snapshotter
import spock.lang.Specification

class ErrorsExplainSpec extends Specification {
    @Snapshot
    Snapshotter snapshot

    /** The error, the board, the text. */
    static final List<List<String>> CASES = [
        ['misspelled word', 'model:x86_64', 'vm { memry at: 0, size: 64.KB }'],
        ['word outside its block', 'model:x86_64', 'memory at: 0, size: 64.KB'],
        ['misspelled name', 'model:rfc', 'vm { platform SPARP }'],
        ['misspelled argument', 'model:x86_64', 'vm { memory at: 0, sise: 64.KB }'],
        ['missing argument', 'model:x86_64', 'vm { memory at: 0 }'],
        ['odd size', 'model:x86_64', 'vm { memory at: 0, size: 100 }'],
        ['overlap', 'model:x86_64', 'vm { memory at: 0, size: 64.KB\n  memory at: 0x8000, size: 64.KB }'],
        ['load outside', 'model:x86_64', "vm { memory at: 0, size: 4.KB; load at: 0x1000, hex: 'f4' }"],
        ['no hex', 'model:x86_64', "vm { memory at: 0, size: 4.KB; load at: 0, hex: 'zz' }"],
        ['unknown register', 'model:x86_64', 'vm { vcpu(0) { real 0; regs rxa: 1 } }'],
        ['value too wide', 'model:x86_64', 'vm { vcpu(0) { regs rax: 0x10000000000000000 } }'],
        ['two vCPUs of one id', 'model:x86_64', 'vm { vcpu(0) { real 0 }; vcpu(0) { real 0 } }'],
        ['port out of range', 'model:x86_64', 'vm { on(io: 0x10000) { } }'],
        ['two handlers of a port', 'model:x86_64', 'vm { on(io: 0x3f8) { }\n on(io: 0x3f8) { } }'],
        ['handler of two arguments', 'model:x86_64', 'vm { on(io: 0x3f8) { a, b -> 1 } }'],
        ['ports that are no range', 'model:x86_64', 'vm { on(io: [0x60, 0x64]) { } }'],
        ['no such exit', 'model:x86_64', 'vm { on(hypercall: 1) { } }'],
        ['start given twice', 'model:x86_64', 'vm { vcpu(0) { real 0; long64 0x1000 } }'],
        ['beyond real mode', 'model:x86_64', 'vm { vcpu(0) { start 0x100000 } }'],
        ['no room for page tables', 'model:x86_64', 'vm { memory at: 0, size: 16.KB; vcpu(0) { long64 0x1000 } }'],
        ['arch without platform', 'model:rfc', 'vm { arch 206 }'],
        ['refused before the call', 'model:rfc', 'vm { platform SPAPR; arch 201 }'],
        ['refused by the kernel', 'model:rfc', 'vm { }.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 201'],
        ['another size of RMA', 'model:rfc', 'vm { rma 64.MB }'],
        ['outside guest addresses', 'model:rfc', 'vm { vgic dist: 0x10000000000 }'],
        ['refused by a model itself', 'model:power7-hv', "vm { platform SPAPR; arch 206; rma 128.MB; vcpu(0) { start 0x1000 } }.run()"],
        ['does not compile', 'model:x86_64', 'vm { memory at: 0,, size: 4.KB }'],
        ['expectation', 'model:x86_64', 'def a = 40\nexpect { a + 2 == 43 }'],
        ['run without vCPU', 'model:x86_64', 'vm { }.run()'],
        ['no time', 'model:x86_64', 'vm { vcpu(0) { real 0 } }.run within: 2'],
    ]

    def "an error shows its position, the line, a caret and a suggestion"() {
        when:
        def errors = CASES.collect { what, board, text ->
            // Without a real KVM and kernels for QEMU the available boards are the same everywhere.
            def result = Kvmsh.runWith([KVMSH_KVM: '/nonexistent', XDG_CACHE_HOME: '/nonexistent'], '', '-b', board, '-e', text)
            assert result.status == 1
            // What the code at the pc says depends on whether the host has libcapstone; ContextOfAStopSpec compares it.
            def said = result.err.replaceAll(/(?m)^ *code at \S+:\n(?: .*\n)+/, '')
            "--- $what\n${text.readLines().collect { "kvmsh> $it" }.join('\n')}\n$said"
        }

        then:
        snapshot.assertThat(errors.join('\n')).matchesSnapshot('errors')
    }

    def "a plan that is refused creates nothing: #text"() {
        expect:
        Kvmsh.run('-b', 'model:x86_64', '-e', text).out.readLines().size() == 1

        where:
        text << ['vm { memory at: 0, size: 64.KB; vcpu(0) { regs rxa: 1 } }',
                 'vm { memory at: 0, size: 64.KB; rma 128.MB }']
    }

    static final String WRITES = "vm { memory at: 0, size: 64.KB; load at: 0, hex: 'b0 07 e6 10 f4'; vcpu { real 0 } }"

    def "an error is at the statement that failed, marked here with @: #marked"() {
        given:
        def before = marked.substring(0, marked.indexOf('@')).readLines()

        expect:
        Kvmsh.run('-b', 'model:x86_64', '-e', marked.replace('@', '')).err
            .startsWith("-e:${before.size()}:${before.last().size() + 1}: ")

        where:
        marked << ['class Lab {\n  def last(all) {\n    def far = 5\n    @all.get(far)\n  }\n}\nnew Lab().last([1])',
                   'class Lab {\n  static first() { println 1; { -> @[].get(0) }.call() }\n}\nLab.first()',
                   'class Lab {\n  Lab() { @[].get(0) }\n}\nnew Lab()',
                   'for (i in 0..1) @[].get(i)',
                   'if (false)\n  println 1\nelse\n  @[].get(0)',
                   'int i = 0\nwhile (i == 0) @[].get(i)',
                   'vm {\n  memory at: 0, size: 64.KB\n  if (true)\n    memory at: 1.MB, size: 64.KB\n  for (i in 0..1)\n    @memory at: 0, size: 4.KB\n}',
                   'def f(a) {\n  if (a) { @return a.get(7) }\n  1\n}\nf([1])',
                   'def f() { [1] }\ndef last = { n -> @f().get(n) }\nlast 7',
                   'def f() { [1] }\nf().each { @throw new Exception("broken") }',
                   'println "\uD83D\uDE00"; @[].get(0)',
                   'println "\uD83D\uDE00"; @foo 3',
                   'def f(n) {\n  1 +\n    @nn\n}\nf 2',
                   'def n = [1,\n  2,\n  @nn]',
                   "$WRITES\non(io: 0x10) { @[].get(0) }; run()",
                   "$WRITES\non(io: 0x10) { e ->\n  @[].get(0)\n}\nrun()"]
    }

    def "the values of a condition are below their parts after a character of two code units: #text"() {
        when:
        def shown = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', text).err.readLines()
        def condition = shown.find { it.strip().startsWith('"') }
        def marks = shown[shown.indexOf(condition) + 1]

        then:
        condition.strip() == '"\uD83D\uDE00".size() == a'
        marks.findIndexValues { it == '|' } == [condition.indexOf('size'), condition.indexOf('=='), condition.length() - 1]

        where:
        text << ['def a = 1; expect { "\uD83D\uDE00".size() == a }', 'def a = 1; assert "\uD83D\uDE00".size() == a']
    }

    def "memory at and of the values that an error suggests is accepted: #board"() {
        given:
        def random = new Random(64)
        def ats = ['0x1234', '80000000', '0xfffffffffffff800', '0xfffffffffffff000', *(1..3).collect { '0x' + Long.toHexString(random.nextLong() >>> random.nextInt(60)) }]
        def sizes = ['1000', '64.KB', "0x${Integer.toHexString(random.nextInt(1 << 24) + 1)}".toString()]
        def tries = [ats, sizes, ['', ', huge: 2.MB']].combinations().collect { at, size, huge -> [at: at, size: size, huge: huge] }

        when:
        def suggested = tries.collect { asked ->
            def said = error(board, asked).readLines().find { it.startsWith('  try: ') } ?: ''
            def values = (said =~ /(at|size|huge): (\w+)/).collect { [it[1], it[2]] }.collectEntries()
            values ? [*: asked, *: values, huge: values.huge ? ', huge: true' : asked.huge] : null
        }.findAll()

        then:
        suggested.size() > 5
        suggested.collect { error(board, it) }.findAll() == []

        where:
        board << ['model:x86_64', 'model:arm-vgicv2', 'model:ppc970-hv', 'model:ppc-pr']
    }

    static String error(String board, Map memory) {
        Kvmsh.run('-q', '-b', board, '-e', "plan { memory at: $memory.at, size: $memory.size$memory.huge }").err
    }
}
