package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Programs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code /save FILE}: what was typed runs again, to the same verdict. */
@Timeout(600)
class SavedSessionSpec extends Specification {
    static final String GUEST = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4'; vcpu(0) { real 0x1000; regs rax: 41 } }"
    static final String LOOP = GUEST.replace('40 f4', 'eb fe')
    static final String GUEST_IN_JS = "const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '40 f4'}, vcpu: {real: 0x1000, regs: {rax: 41}}})"

    @TempDir
    Path folder

    TypedShell shell
    private String prompt = 'model> '
    private int prompts

    def cleanup() {
        shell?.close()
    }

    @Sample(of = 3, verify = 48)
    def "the saved file has the session's verdict, #verdict: #lines"() {
        given:
        type(*lines)

        when:
        def saved = save('saved.groovy')

        then:
        saved == "def $GUEST".toString() + '\n' + script
        test('saved.groovy') == verdict

        where:
        lines                                                        || verdict                         | script
        [GUEST, 'm.run until: hlt', 'm = 5', 'def m = 6']            || '1 passed, 0 failed, 0 skipped' | 'm.run until: hlt\nm = 5\nm = 6'
        [GUEST, 'def (a, b) = [1, 2]', 'def (int b, c) = [3, 4]', 'def (b, a) = [5, 6]', 'expect { a + b + c == 15 }'] || '1 passed, 0 failed, 0 skipped' |
                'def (a, b) = [1, 2]\ndef c; (b, c) = [3, 4]\n(b, a) = [5, 6]\nexpect { a + b + c == 15 }'
        [GUEST, 'm.ioctl KVM_CREATE_VCPU, 0']                        || '1 passed, 0 failed, 0 skipped' | 'expect(errno: EEXIST) { m.ioctl KVM_CREATE_VCPU, 0 }'
        [GUEST, 'c = m.ioctl KVM_CREATE_VCPU, 0']                    || '1 passed, 0 failed, 0 skipped' | 'expect(errno: EEXIST) { m.ioctl KVM_CREATE_VCPU, 0 }'
        [GUEST, 'run(); expect { m.regs.rax == 42 }']                || '1 passed, 0 failed, 0 skipped' | 'run(); expect { m.regs.rax == 42 }'
        [GUEST, 'expect { m.regs.rax == 42 }']                       || '0 passed, 1 failed, 0 skipped' | "test('expect { m.regs.rax == 42 }') { expect { m.regs.rax == 42 } }"
        [GUEST, 'assert m.regs.rax == 42']                           || '0 passed, 1 failed, 0 skipped' | "test('assert m.regs.rax == 42') { assert m.regs.rax == 42 }"
        [GUEST, 'run()', 'expect exit: io']                          || '0 passed, 1 failed, 0 skipped' | "run()\ntest('expect exit: io') { expect exit: io }"
        [GUEST, 'expect(errno: ENXIO) { m.ioctl KVM_CREATE_VCPU, 0 }'] || '0 passed, 1 failed, 0 skipped' | "test('expect(errno: ENXIO) { m.ioctl KVM_CREATE_VCPU, 0 }') { expect(errno: ENXIO) { m.ioctl KVM_CREATE_VCPU, 0 } }"
        [GUEST, 'expect(errno: ENXIO) { m.ioctl KVM_CREATE_VCPU, 1 }'] || '0 passed, 1 failed, 0 skipped' | "test('expect(errno: ENXIO) { m.ioctl KVM_CREATE_VCPU, 1 }') { expect(errno: ENXIO) { m.ioctl KVM_CREATE_VCPU, 1 } }"
        [GUEST, 'expect { m.ioctl(KVM_CREATE_VCPU, 0) > 0 }']        || '0 passed, 1 failed, 0 skipped' | "test('expect { m.ioctl(KVM_CREATE_VCPU, 0) > 0 }') { expect { m.ioctl(KVM_CREATE_VCPU, 0) > 0 } }"
        [GUEST, 'expect { 1 == 2 }', 'expect { 1 == 2 }']            || '0 passed, 2 failed, 0 skipped' | "test('expect { 1 == 2 }') { expect { 1 == 2 } }\ntest('expect { 1 == 2 } (2)') { expect { 1 == 2 } }"
        [GUEST, "test('one') { expect { 1 == 2 } }"]                 || '0 passed, 1 failed, 0 skipped' | "test('one') { expect { 1 == 2 } }"
        [GUEST, 'm.rnu()', 'run()']                                  || '1 passed, 0 failed, 0 skipped' | '// Left out, a machine has no rnu:\n//   m.rnu()\nrun()'
        [GUEST, 'x = 1; m.ioctl KVM_CREATE_VCPU, 0; y = 2', 'x + 1'] || '1 passed, 0 failed, 0 skipped' | 'def x = 1\nexpect(errno: EEXIST) { m.ioctl KVM_CREATE_VCPU, 0 }\n// Left out, not run, because the statement before it failed:\n//   y = 2\nx + 1'
        [GUEST, 'x = 1; expect { x == 2 }; x = 3', 'x + 1']          || '0 passed, 1 failed, 0 skipped' | "def x = 1\ntest('expect { x == 2 }') { expect { x == 2 } }\n// Left out, not run, because the statement before it failed:\n//   x = 3\nx + 1"
        [GUEST, 'vm < memory at: 0, size: 8.KB; ioctl KVM_SET_NR_MMU_PAGES, 64 >'] || '1 passed, 0 failed, 0 skipped' | 'expect(errno: ENOTTY) { vm < memory at: 0, size: 8.KB; ioctl KVM_SET_NR_MMU_PAGES, 64 > }'
        [GUEST, 'vm < memory at: 0, size: 8.KB; ioctl KVM_CREATE_VCPU, 99999 >', '1 + 1'] || '1 passed, 0 failed, 0 skipped' | 'expect(errno: EINVAL) { vm < memory at: 0, size: 8.KB; ioctl KVM_CREATE_VCPU, 99999 > }\n1 + 1'
        [GUEST, 'vm < memory at: 0, size: 8.KB; memory at: 4.KB, size: 8.KB >'] || '1 passed, 0 failed, 0 skipped' | 'expect(errno: EEXIST) { vm < memory at: 0, size: 8.KB; memory at: 4.KB, size: 8.KB > }'
        [GUEST, 'count = { n -> n < 2 ? 1 : count(n - 1) }; count(3)', '1 + 1'] || '1 passed, 0 failed, 0 skipped' | '// Left out, not allowed in a file: unknown word \'count\':\n//   count = { n -> n < 2 ? 1 : count(n - 1) }; count(3)\n1 + 1'
    }

    @Sample(verify = 16)
    def "in JavaScript too, #verdict: #lines"() {
        given:
        type('/lang js', GUEST_IN_JS, *lines)

        when:
        def saved = save('saved.js')

        then:
        saved == GUEST_IN_JS + '\n' + script
        test('saved.js') == verdict

        where:
        lines                                                             || verdict                         | script
        ['m.run({until: hlt})']                                           || '1 passed, 0 failed, 0 skipped' | 'm.run({until: hlt})'
        ['m.ioctl(KVM_CREATE_VCPU, 0)']                                   || '1 passed, 0 failed, 0 skipped' | 'expect({errno: EEXIST}, () => { m.ioctl(KVM_CREATE_VCPU, 0) })'
        ['const c = m.ioctl(KVM_CREATE_VCPU, 0);']                        || '1 passed, 0 failed, 0 skipped' | 'expect({errno: EEXIST}, () => { m.ioctl(KVM_CREATE_VCPU, 0) })'
        ['expect(() => m.regs.rax == 42)']                                || '0 passed, 1 failed, 0 skipped' | "test('expect(() => m.regs.rax == 42)', () => { expect(() => m.regs.rax == 42) })"
        ['expect(() => m.ioctl(KVM_CREATE_VCPU, 0) > 0)']                 || '0 passed, 1 failed, 0 skipped' | "test('expect(() => m.ioctl(KVM_CREATE_VCPU, 0) > 0)', () => { expect(() => m.ioctl(KVM_CREATE_VCPU, 0) > 0) })"
        ['expect({errno: ENXIO}, () => m.ioctl(KVM_CREATE_VCPU, 0))']     || '0 passed, 1 failed, 0 skipped' | "test('expect({errno: ENXIO}, () => m.ioctl(KVM_CREATE_VCPU, 0))', () => { expect({errno: ENXIO}, () => m.ioctl(KVM_CREATE_VCPU, 0)) })"
        ['m.breakpoint({at: 0x1001})', 'm.run({until: hlt})', 'm.run({until: hlt})'] || '1 passed, 0 failed, 0 skipped' |
                'm.breakpoint({at: 0x1001})\n// Ended with debug: m.run({until: hlt})\nconst value1 = m.run()\nexpect(() => value1.exit == debug)\nm.run({until: hlt})'
        ["const n = vm({memory: [{at: 0, size: KB(8)}, {at: KB(4), size: KB(8)}]})"] || '1 passed, 0 failed, 0 skipped' |
                "expect({errno: EEXIST}, () => { vm({memory: [{at: 0, size: KB(8)}, {at: KB(4), size: KB(8)}]}) })"
        ['m.rnu()']                                                       || '1 passed, 0 failed, 0 skipped' | '// Left out, unknown name \'rnu\':\n//   m.rnu()'
        ['const n = 1', 'const n = n + 1', 'n = 5', 'expect(() => n == 2)'] || '1 passed, 0 failed, 0 skipped' |
                "let n = 1\nn = n + 1\n// Left out, a const cannot be reassigned:\n//   n = 5\nexpect(() => n == 2)"
        ['let q', 'let q = 2', 'let a = 1, b = 2', 'let b = 3, c', 'let q, n = 4', 'expect(() => q == null && a + b + n == 8)'] || '1 passed, 0 failed, 0 skipped' |
                'let q\nq = 2\nlet a = 1, b = 2\nlet c; (b = 3, c)\nlet n; q = undefined; (q, n = 4)\nexpect(() => q == null && a + b + n == 8)'
        ['const {x, y: [z]} = {x: 5, y: [6]}', 'const {x} = {x: 7}', 'let [p, x] = [8, 9]', 'expect(() => p + x + z == 23)'] || '1 passed, 0 failed, 0 skipped' |
                'let {x, y: [z]} = {x: 5, y: [6]}\n;({x} = {x: 7})\nlet p; ([p, x] = [8, 9])\nexpect(() => p + x + z == 23)'
        ['const {k} = undefined', 'const {k} = {k: 3}', 'expect(() => k == 3)'] || '1 passed, 0 failed, 0 skipped' |
                '// Left out, cannot access .k on undefined:\n//   const {k} = undefined\nconst {k} = {k: 3}\nexpect(() => k == 3)'
        ['k = 1', 'const k = 2', 'k + 1']                                 || '1 passed, 0 failed, 0 skipped' | 'k = 1\nk = 2\nk + 1'
        ['const q = undefined.x', 'const q = 2']                          || '1 passed, 0 failed, 0 skipped' | '// Left out, cannot access .x on undefined:\n//   const q = undefined.x\nconst q = 2'
        ['function is(n) { expect(() => n == 1) }', 'let x = 2; is(x); x = 3', 'x + 1'] || '0 passed, 1 failed, 0 skipped' |
                "function is(n) { expect(() => n == 1) }\nlet x = 2\ntest('is(x)', () => { is(x) })\n// Left out, not run, because the statement before it failed:\n//   x = 3\nx + 1"
        ["let s = ';}'; /* ; */ m.ioctl(KVM_CREATE_VCPU, 0); s = 'b'"]    || '1 passed, 0 failed, 0 skipped' |
                "let s = ';}'\nexpect({errno: EEXIST}, () => { m.ioctl(KVM_CREATE_VCPU, 0) })\n// Left out, not run, because the statement before it failed:\n//   s = 'b'"
    }

    def "omitted lines are counted in one line with the file's name, and are in the file with the reason"() {
        given:
        type(GUEST, 'm.rnu()')

        when:
        def saved = save('saved.groovy')

        then:
        saved.contains("// Left out, a machine has no rnu")
        shell.screenText().contains('saved.groovy: 1 input; 1 commented out, with the reason')
    }

    def "a directory is refused, and --force is not suggested"() {
        given:
        type('1 + 1')

        when:
        shell.type("/save $folder").await('is a directory; /save takes the name of a file, such as')

        then:
        !shell.screenText().contains('--force')
    }

    def "lines of the other language are omitted; if one of them failed, the file fails"() {
        given:
        type('expect { 1 == 2 }', '2', '/lang js', '3')

        when:
        def saved = save('saved.js')

        then:
        saved.contains("// Left out, typed in groovy:\n//   expect { 1 == 2 }\ntest('left out (it failed): expect { 1 == 2 }', () => { expect(() => false) })")
        saved.contains('// Left out, typed in groovy:\n//   2\n')
        shell.screenText().contains('; 2 commented out, with the reason')
        test('saved.js') == '0 passed, 1 failed, 0 skipped'
    }

    def "lines that are valid only in a shell are omitted, and the rest runs"() {
        given:
        type('size = 64.KB', 'def total(x) { x + size }', 'vm { memory at: 0, size: size }')

        when:
        def saved = save('saved.groovy')

        then:
        saved.contains('// Left out, not allowed in a file: ')
        test('saved.groovy') == '1 passed, 0 failed, 0 skipped'
    }

    def "lines before a change of board are saved too, unless the architecture differs"() {
        given:
        type('x = 1', 'expect { x == 2 }', '/board model:arm-vgicv2', 'y = 1')
        shell.type('/board rfc:model:x86_64').await('with proposals> ')

        when:
        shell.type('z = x').await('with proposals> ', 2)
        shell.type("/save $folder/saved.groovy").await('commented out')

        then:
        Files.readString(folder.resolve('saved.groovy')) == '''\
            // Typed on model:x86_64 (model).
            needs(boards: 'x86_64')

            def x = 1
            test('expect { x == 2 }') { expect { x == 2 } }
            // Left out, typed on model:arm-vgicv2 (model) (arm64, not x86_64):
            //   y = 1
            // From here on: typed on rfc:model:x86_64 (model, with proposals), starting with no machine and no open descriptors.
            def z = x
            '''.stripIndent()
        test('saved.groovy') == '0 passed, 1 failed, 0 skipped'
    }

    def "lines survive the loss of their board, and the file shows where it was lost"() {
        given:
        def agent = agentThatTellsItsNumber()
        shell = new TypedShell([:], "exec:$agent", folder.resolve('history'))
        shell.await('remote> ')
        shell.type('def m = vm { memory at: 0, size: 64.KB }').await('remote> ', 2)
        def ends = "('kill -9 ' + new File('$folder/number').text.trim()).execute().waitFor() + kvm.ioctl(KVM_GET_API_VERSION)"

        when:
        shell.type(ends).await('lost> ')
        shell.type('m.memmap; m.ioctl KVM_CREATE_VCPU, 0').await('lost> ', 2)
        shell.type('/board model:x86_64').await('model> ')
        shell.type('1 + 1').await('model> ', 2)
        shell.type("/save $folder/saved.groovy").await('commented out')
        def saved = Files.readString(folder.resolve('saved.groovy')).readLines()

        then:
        saved[3] == 'def m = vm { memory at: 0, size: 64.KB }'
        saved[4].startsWith('// The board was lost here: ')
        saved.drop(saved.indexOf(ends.toString())) == [ends.toString(), 'm.memmap', '// Left out, the board was already lost:', '//   m.ioctl KVM_CREATE_VCPU, 0',
                                      '// From here on: typed on model:x86_64 (model), starting with no machine and no open descriptors.', '1 + 1']
    }

    def "with --expect, values that were shown are expected, and another value fails"() {
        given:
        def file = folder.resolve('saved.groovy')
        type(GUEST, 'm.run()', 'm.regs.rax', 'm.regs.rip = 0x1000', 'm.console', 'm')

        when:
        def saved = save('saved.groovy', '--expect')
        def run = Kvmsh.run('-q', '-b', 'model:x86_64', file.toString())

        then:
        saved.readLines().drop(1) == ['def value1 = m.run()', 'expect { value1.exit == hlt }', 'def value2 = m.regs.rax', 'expect { value2 == 42 }',
                                      'm.regs.rip = 0x1000', "def value3 = m.console", "expect { value3 == '' }", 'm']
        run.out.readLines().last() == '3 expectations held'

        when:
        Files.writeString(file, Files.readString(file).replace('rax: 41', 'rax: 40'))

        then:
        Kvmsh.run('-q', '-b', 'model:x86_64', file.toString()).status == 1
    }

    def "an unexpected end of a run is expected in the file, also without --expect"() {
        given:
        def file = folder.resolve('saved.groovy')
        type("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 f4'; vcpu(0) { real 0x1000 } }", 'm.run()', 'm.run()')

        expect:
        save('saved.groovy').readLines().drop(1) == ['def value1 = m.run()', 'expect { value1.exit == io }', 'm.run()']
        Kvmsh.run('-q', '-b', 'model:x86_64', file.toString()).status == 0
    }

    @Sample(verify = 8)
    def "a run that ended otherwise than asked is run again, with its end expected: #line"() {
        given:
        type("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 40 40 f4'; vcpu(0) { real 0x1000 } }", 'm.breakpoint at: 0x1003', line, 'm.regs.rip')

        expect:
        save('saved.groovy', '--expect').readLines().drop(2).findAll { !it.startsWith('//') } == [*saved, "def value$next = m.regs.rip".toString(), "expect { value$next == 4099 }".toString()]
        test('saved.groovy') == verdict

        where:
        line                               | saved                                                                           | next || verdict
        'm.run until: hlt'                 | ['def value1 = m.run()', 'expect { value1.exit == debug }']                     | 2    || '1 passed, 0 failed, 0 skipped'
        'm.run(until: hlt, within: 5.s)'   | ['def value1 = m.run(within: 5.s)', 'expect { value1.exit == debug }']          | 2    || '1 passed, 0 failed, 0 skipped'
        'end = run within: 5.s, until: io' | ['def value1 = run within: 5.s', 'expect { value1.exit == debug }']             | 2    || '1 passed, 0 failed, 0 skipped'
        'for (n in 1..1) m.run until: hlt' | ["test('for (n in 1..1) m.run until: hlt') { for (n in 1..1) m.run until: hlt }"] | 1    || '0 passed, 1 failed, 0 skipped'
    }

    @Sample(of = 3, verify = 48)
    def "an interrupted run is run again for as long: #line"() {
        given:
        type("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }")

        when:
        shell.type(line)
        sleep 1000
        shell.press(TypedShell.CTRL_C)
        awaitPrompt()
        def saved = save('saved.groovy').readLines().drop(1)

        then:
        saved[0] ==~ "// Interrupted after \\d+00 ms: ${java.util.regex.Pattern.quote(line)}"
        saved[1] ==~ again
        saved[2] == 'expect { value1.exit == timeout }'
        test('saved.groovy') == '1 passed, 0 failed, 0 skipped'

        where:
        line                         || again
        'm.run()'                    || /def value1 = m.run\(within: \d+00.ms\)/
        'm.run until: hlt'           || /def value1 = m.run within: \d+00.ms/
        'm.run within: 9.s'          || /def value1 = m.run within: \d+00.ms/
    }

    @Sample(verify = 6)
    def "a script waits for each background run where the session went on after its end: #lines"() {
        given:
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'))
        shell.await('model> ')
        def js = lines[0].startsWith('const')
        (js ? ['/lang js', *lines] : lines).eachWithIndex { line, i ->
            shell.type(line).type("'done' + $i").await("\ndone$i")
            // A guest that ends by itself has ended.
            sleep(300)
        }
        def file = folder.resolve(js ? 'saved.js' : 'saved.groovy')

        when:
        shell.type("/save $file").await(' inputs')

        then:
        Files.readAllLines(file).findAll { !it.startsWith("'done'") }.drop(4).join('\n') == script
        test("$file.fileName") == '1 passed, 0 failed, 0 skipped'

        where:
        lines                                              || script
        [GUEST, 'm.start()', 'm.regs.rax']                 || 'def value1 = m.start()\ndef value2 = value1.join()\nexpect { value2.exit == hlt }\nm.regs.rax'
        [GUEST, 'g = m.start(until: io)', 'm.regs.rax']    || 'def g = m.start()\ndef value1 = g.join()\nexpect { value1.exit == hlt }\nm.regs.rax'
        [LOOP, 'start until: hlt', 'stop()', 'm.regs.rip'] || 'def value1 = start()\nstop()\ndef value2 = value1.join()\nexpect { value2.exit == stopped }\nm.regs.rip'
        [LOOP, 'm.start()']                                || 'def value1 = m.start()\n// This run had not ended when the session was saved:\ndef value2 = value1.join(within: 100.ms)\nexpect { value2.exit == timeout }'
        [LOOP, 'g = m.start()', 'g']                       || 'def g = m.start()\ng\n// This run had not ended when the session was saved:\ndef value1 = g.join(within: 100.ms)\nexpect { value1.exit == timeout }'
        [LOOP, 'g = m.start(until: { false })', '1']       || '// Left out, the run was not ended by its until: condition:\n//   g = m.start(until: { false })\n1'
        [LOOP, 'm.start()', 'm.close()']                   || 'def value1 = m.start()\nm.close()'
        [LOOP, 'm.start()', 'm.stop(); m.join()']          || 'm.start()\nm.stop(); m.join()'
        [GUEST_IN_JS, 'm.start()', 'm.regs.rax']           || 'const value1 = m.start()\nconst value2 = value1.join()\nexpect(() => value2.exit == hlt)\nm.regs.rax'
    }

    def "with --expect in JavaScript"() {
        given:
        type('/lang js', GUEST_IN_JS, 'm.run({until: hlt})', 'm.regs.rax')

        when:
        def saved = save('saved.js', '--expect')

        then:
        saved.readLines().drop(1) == ['const value1 = m.run({until: hlt})', 'expect(() => value1.exit == hlt)', 'const value2 = m.regs.rax', 'expect(() => value2 == 42)']
        Kvmsh.run('-q', '-b', 'model:x86_64', folder.resolve('saved.js').toString()).out.readLines().last() == '2 expectations held'
    }

    @Sample(verify = 4)
    def "a pasted patch is in the script: #language"() {
        given:
        def file = folder.resolve("saved.$language")
        type("/lang $language")
        shell.type('/rfc').await('rfc> ')
        shell.type("#define KVM_SET_NOTHING _IO(KVMIO, 0xf7) /* it's `;` \$") .type('*/').type('.').await('KVM_SET_NOTHING 0x')

        when:
        shell.type("/save $file").await("saved.$language: 1 input")

        then:
        Kvmsh.run('-q', '-b', 'model:x86_64', file.toString()).status == 0
        Files.readString(file).contains('_IO(KVMIO, 0xf7)')

        where:
        language << ['groovy', 'js']
    }

    def "an existing file is overwritten only if forced"() {
        given:
        def file = Files.writeString(folder.resolve('mine.groovy'), 'mine')
        type('1 + 1')

        when:
        shell.type("/save $file").await('to overwrite it: /save')

        then:
        Files.readString(file) == 'mine'

        when:
        shell.type("/save $file --force").await('mine.groovy: 1 input')

        then:
        Files.readString(file).contains('1 + 1')
    }

    @Sample(verify = 4)
    def "what cannot be saved is reported with the reason: #line"() {
        given:
        type('1 +', ')')

        expect:
        shell.type(line).await(said)

        where:
        line                     || said
        '/save'                  || 'missing argument: /save FILE'
        '/save a b'              || 'missing argument: /save FILE'
        '/save x.js'             || 'but a file named x.js is read as js'
        '/save /nonexistent/x.g' || 'Nothing to save'
    }

    def "after a dot, members of machines are completed"() {
        given:
        type(GUEST)

        expect:
        shell.keys('m.memm\t').await('m.memmap')
        shell.type('').await('memory, slot 0')
    }

    /** Types lines, each when the one before was answered. */
    private void type(String... lines) {
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'))
        for (line in lines) {
            awaitPrompt()
            shell.type(line)
            if (line == '/lang js') {
                prompt = 'model js> '
                prompts = 0
            }
        }
        awaitPrompt()
    }

    private void awaitPrompt() {
        shell.await(prompt, ++prompts)
    }

    /** Saves, and returns the file without its head. */
    private String save(String name, String... options) {
        shell.type((["/save $folder/$name", *options]).join(' '))
        awaitPrompt()
        def lines = Files.readAllLines(folder.resolve(name))
        def head = ['// Typed on model:x86_64 (model).', name.endsWith('.js') ? "needs({boards: 'x86_64'})" : "needs(boards: 'x86_64')", '']
        assert lines.take(3) == head || lines[0].startsWith('// Left out')
        (lines[0].startsWith('// Left out') ? lines : lines.drop(3)).join('\n')
    }

    /** What {@code kvmsh test} counts. */
    private String test(String name) {
        Kvmsh.run('test', '-b', 'model:x86_64', folder.resolve(name).toString()).out.readLines().last() - 'model:x86_64 (model): '
    }

    private Path agentThatTellsItsNumber() {
        Needed.orSkip('kvm', 'agent')
        Programs.write(folder.resolve('agent'), "echo \$\$ > $folder/number\nexec ${LocalAgent.program()} -")
    }
}
