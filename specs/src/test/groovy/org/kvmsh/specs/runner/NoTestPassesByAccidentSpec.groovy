package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A run without until: may end in any way. If the end is unexpected, and the script does not inspect it, neither a test nor a script has passed. */
@Timeout(600)
class NoTestPassesByAccidentSpec extends Specification {
    /** Of each end a guest, in Groovy and in JavaScript. */
    static final List<List<String>> X86 = [
            ['shutdown', "memory at: 0, size: 128.KB; load at: 0x1000, hex: '0f 0b'; vcpu(0) { long64 0x1000 }",
             "memory: {at: 0, size: KB(128)}, load: {at: 0x1000, hex: '0f 0b'}, vcpu: {long64: 0x1000}"],
            ['internal_error', "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ea 00 00 00 80'; vcpu(0) { real 0x1000 }",
             "memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'ea 00 00 00 80'}, vcpu: {real: 0x1000}"],
            ['timeout', "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 }",
             "memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'eb fe'}, vcpu: {real: 0x1000}"],
            ['io', "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 f4'; vcpu(0) { real 0x1000 }",
             "memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 10 f4'}, vcpu: {real: 0x1000}"]]
    static final List<List<String>> ARM64 = [
            ['timeout', "memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '00 00 00 14'; vcpu(0) { start 0x40000000 }",
             "memory: {at: 0x40000000, size: KB(64)}, load: {at: 0x40000000, hex: '00 00 00 14'}, vcpu: {start: 0x40000000}"],
            ['mmio', "memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '01 20 a1 d2 22 00 00 39'; vcpu(0) { start 0x40000000 }",
             "memory: {at: 0x40000000, size: KB(64)}, load: {at: 0x40000000, hex: '01 20 a1 d2 22 00 00 39'}, vcpu: {start: 0x40000000}"]]
    static final List<List<String>> PPC64 = [
            ['timeout', "platform SPAPR; memory at: 0, size: 1.MB; load at: 0x10000, hex: '00 00 00 48'; vcpu(0) { start 0x10000 }",
             "platform: SPAPR, memory: {at: 0, size: MB(1)}, load: {at: 0x10000, hex: '00 00 00 48'}, vcpu: {start: 0x10000}"],
            ['hcall', "platform SPAPR; memory at: 0, size: 1.MB; load at: 0x10000, hex: 'f0 07 60 38 22 00 00 44'; vcpu(0) { start 0x10000 }",
             "platform: SPAPR, memory: {at: 0, size: MB(1)}, load: {at: 0x10000, hex: 'f0 07 60 38 22 00 00 44'}, vcpu: {start: 0x10000}"]]
    static final Map<String, List<List<String>>> GUESTS = ['model:x86_64': X86, 'kvm:x86_64': X86, 'qemu:arm64': ARM64, 'qemu:ppc64': PPC64]

    /** in al, 0x20; hlt */
    static final ASKING = "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 20 f4'; vcpu(0) { real 0x1000 }"

    @TempDir @Shared
    Path folder

    @Sample(of = 3, verify = 48)
    def "on #board a test fails if its run ends with #end and it neither names nor inspects that end"() {
        given:
        Needed.orSkip(board)
        def within = end == 'timeout' ? 300 : 60_000
        def scripts = [script("${end}.groovy", """\
                test('by accident') {
                  def m = vm { $groovy }
                  m.run within: ${within}.ms
                  expect { m.vcpu(0).id == 0 }
                }
                test('kept, and not looked at') { def m = vm { $groovy }; def last = m.run within: ${within}.ms }
                test('named') { def m = vm { $groovy }; m.run until: $end, within: ${within}.ms }
                test('looked at') { def m = vm { $groovy }; def last = m.run within: ${within}.ms; expect { last.exit == $end } }
                test('expected') { def m = vm { $groovy }; m.run within: ${within}.ms; expect exit: $end }
                test('beside the script') { def m = vm { $groovy }; def going = m.start within: ${within}.ms; going.join() }
                """), script("${end}.js", """\
                test('by accident', () => {
                  const m = vm({$js})
                  m.run({within: ms($within)})
                  expect(() => m.vcpu(0).id == 0)
                })
                test('kept, and not looked at', () => { const m = vm({$js}); const last = m.run({within: ms($within)}) })
                test('named', () => { const m = vm({$js}); m.run({until: $end, within: ms($within)}) })
                test('looked at', () => { const m = vm({$js}); const last = m.run({within: ms($within)}); expect(() => last.exit == $end) })
                test('expected', () => { const m = vm({$js}); m.run({within: ms($within)}); expect({exit: $end}) })
                test('beside the script', () => { const m = vm({$js}); const going = m.start({within: ms($within)}); going.join() })
                """)]

        when:
        def result = Kvmsh.runShared('test', '-b', board, '--output', "ktap=${folder.resolve('all.ktap')}", *scripts)

        then:
        result.status == 1
        result.out.readLines().findAll { it ==~ /(not )?ok .*/ } == ['not ok 1 by accident', 'not ok 2 kept, and not looked at', 'ok 3 named', 'ok 4 looked at', 'ok 5 expected',
                                                                     'not ok 6 beside the script'] * 2
        def each = Files.readString(folder.resolve('all.ktap'))
        each.count(', but the script neither asked for that nor checked the outcome') == 6
        each.contains("${end}.groovy:3:3: this run ended with ") && each.contains("${end}.js:3:3: this run ended with ")
        each.contains("  try: run until: $end") && each.contains("  try: run({until: $end})")

        where:
        [board, end, groovy, js] << GUESTS.collectMany { board, guests -> guests.collect { [board] + it } }
    }

    def "a script without tests fails too: #how"() {
        given:
        def file = script('crash.groovy', "m = vm { ${X86[0][1]} }\nm.run()\n")

        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', *arguments.collect { it == 'FILE' ? file : it })

        then:
        result.status == 1
        result.err.contains(':2:1: this run ended with shutdown')

        where:
        how          | arguments
        'a file'     | ['FILE']
        '-e'         | ['-e', "m = vm { ${X86[0][1]} }\nm.run()\nm.regs.rax"]
        'JavaScript' | ['--lang', 'js', '-e', "const m = vm({${X86[0][2]}})\nm.run()\nm.regs.rax"]
    }

    @Sample(verify = 8)
    def "a test that launches a run fails unless it waits for its end: #how"() {
        given:
        def asking = "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 20 eb fc'; vcpu(0) { real 0x1000 }; on(io: 0x20) { e -> $handler }"
        def jsAsking = "memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e4 20 eb fc'}, vcpu: {real: 0x1000}, on: {io: 0x20, do: e => { ${handler == '1' ? 'return 1' : 'expect(() => 1 == 2); return 1'} }}"
        def scripts = [script('started.groovy', "test('started') {\n  def m = vm { $asking }\n  def going = m.start within: 100.s\n  $text\n}\n"),
                       script('started.js', "test('started', () => {\n  const m = vm({$jsAsking})\n  const going = m.start({within: seconds(100)})\n  $text\n})\n")]

        when:
        def result = Kvmsh.run('test', '-b', 'model:x86_64', '--output', "ktap=${folder.resolve('all.ktap')}", *scripts)

        then:
        result.out.readLines().findAll { it ==~ /(not )?ok .*/ } == [why ? 'not ok 1 started' : 'ok 1 started'] * 2
        !why || Files.readString(folder.resolve('all.ktap')).count(why) == 2
        result.status == (why ? 1 : 0)

        where:
        how                            | handler             | text                          || why
        'nothing'                      | '1'                 | ''                            || 'the test ended without waiting for this background run'
        'stopped alone'                | '1'                 | 'm.stop()'                    || 'the test ended without waiting for this background run'
        'stopped and joined'           | '1'                 | 'm.stop(); going.join()'      || null
        'closed'                       | '1'                 | 'm.close()'                   || null
        'a handler failed, joined'     | 'expect { 1 == 2 }; 1' | 'going.join()'                || 'expectation failed'
        'a handler failed, seen over'  | 'expect { 1 == 2 }; 1' | 'while (!going.over) { }'     || 'expectation failed'
        'a handler failed, then close' | 'expect { 1 == 2 }; 1' | 'while (!going.over) { }; m.close()' || 'expectation failed'
    }

    @Sample(verify = 4)
    def "an expectation is checked where it is written: #text"() {
        given:
        def file = script('checked.groovy', "def check(Closure c) { expect(c) }\ntest('checked') {\n  $text\n}\n")

        when:
        def result = Kvmsh.run('test', '-b', 'model:x86_64', file)

        then:
        result.out.readLines().findAll { it ==~ /(not )?ok .*/ } == [holds ? 'ok 1 checked' : 'not ok 1 checked']
        result.out.contains('expectation failed:') != holds

        where:
        text                                                                       || holds
        "def m = vm { $ASKING; on(io: 0x20) { e -> expect { e.port == 2 }; 1 } }; m.run until: hlt"  || false
        "def m = vm { $ASKING; on(io: 0x20) { e -> expect { e.port == 0x20 }; 1 } }; m.run until: hlt" || true
        "def m = vm { $ASKING }; m.on(io: 0x20) { e -> expect { e.port == 2 }; 1 }; m.run until: hlt" || false
        'def f = { expect { 1 == 2 } }; f()'                                       || false
        '[1, 2].each { i -> expect { i == 1 } }'                                   || false
        'this.expect { 1 == 2 }'                                                   || false
        'def e = this.&expect; e { 1 == 2 }'                                       || false
        'def c = { 1 == 2 }; expect(c)'                                            || false
        'check { 1 == 2 }'                                                         || false
        'check { 1 == 1 }'                                                         || true
        'for (i in 1..3) expect { i < 3 }'                                         || false
        'for (i in 1..3) expect { i < 4 }'                                         || true
        'expect { def x = 3; x == 3 }'                                             || true
    }

    def "an error on a thread that a test has started fails the test: #text"() {
        given:
        def file = script('threads.groovy', "test('threads') {\n  $text\n}\ntest('next') { expect { 1 == 1 } }\n")

        when:
        def result = Kvmsh.run('test', '-b', 'model:x86_64', file)

        then:
        result.out.readLines().findAll { it ==~ /(not )?ok .*/ } == ['not ok 1 threads', 'ok 2 next']
        result.out.contains('threads.groovy:2:') && result.out.contains(why) && result.out.contains('    on a thread that the script has started')
        result.status == 1

        where:
        text                                                                           || why
        'Thread.start { expect { 1 == 2 } }.join()'                                    || 'expectation failed:'
        'def t = new Thread({ kvm.ioctl KVM_CREATE_VM, 98 }); t.start(); t.join()'     || 'KVM_CREATE_VM on /dev/kvm failed with EINVAL'
        '[1, 2].collect { n -> Thread.start { expect { n == 1 } } }.each { it.join() }' || 'expectation failed:'
    }

    def "an error on a thread that a script without tests has started fails the script"() {
        given:
        def file = script('threads.groovy', 'Thread.start { expect { 1 == 2 } }.join()\n')

        expect:
        Kvmsh.run('test', '-b', 'model:x86_64', file).out.contains('not ok 1 threads.groovy')
        with(Kvmsh.run('-q', '-b', 'model:x86_64', file)) { status == 1 && err.contains('threads.groovy:1:16: expectation failed:') }
    }

    def "a printed outcome counts as inspected, and a normal end needs no inspection: #text"() {
        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', '-e', text).status == 0

        where:
        text << ["m = vm { ${X86[0][1]} }\nm.run()", "m = vm { ${X86[0][1]} }\nprintln m.run()",
                 "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }\nm.run()\nm.regs.rip",
                 "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 f4'; vcpu(0) { real 0x1000 }; on(io: 0x10) { e -> e.machine.stop() } }\nm.run()\nm.regs.rip"]
    }

    private String script(String name, String text) {
        Files.writeString(folder.resolve(name), text.stripIndent()).toString()
    }
}
