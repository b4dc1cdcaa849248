package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** /save --test FILE: the session up to its last failure, as a test that fails until the failure is gone. */
@Timeout(600)
class FailingSessionIsATestSpec extends Specification {
    static final String GUEST = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4'; vcpu(0) { real 0x1000; regs rax: 41 } }"
    static final String LOOP = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }"
    static final String OUT = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 f4'; vcpu(0) { real 0x1000 } }"

    @TempDir
    Path folder

    @AutoCleanup
    TypedShell shell

    @Sample(verify = 16)
    def "#what fails as a test, and passes once #mended instead of #broken"() {
        given:
        type(Language.GROOVY, lines)
        def file = folder.resolve('bug.groovy')

        when:
        shell.type("/save --test $file").await('1 failing test, made from input that failed')
        def saved = Files.readString(file)
        def now = Kvmsh.run('test', '-b', 'model:x86_64', file.toString())

        then:
        saved.contains(has)
        saved.contains('// On model:x86_64 (model) this ' + happened)
        !saved.contains('after()')
        now.status == 1
        now.out.readLines().last().endsWith('0 passed, 1 failed, 0 skipped')

        when:
        Files.writeString(file, saved.replace(broken, mended))

        then:
        Kvmsh.run('test', '-b', 'model:x86_64', file.toString()).out.readLines().last().endsWith('1 passed, 0 failed, 0 skipped')

        where:
        what                        | lines                                                                      | broken        | mended        || happened             | has
        'a refused call'            | [GUEST, 'm.ioctl KVM_CREATE_VCPU, 0', 'def after() { }']                   | 'VCPU, 0 }'   | 'VCPU, 1 }'   || 'failed with EEXIST' | "test('m.ioctl KVM_CREATE_VCPU, 0') { m.ioctl KVM_CREATE_VCPU, 0 }"
        'an unmet expectation'      | [GUEST, 'm.run()', 'expect { m.regs.rax == 43 }']                          | 'rax: 41'     | 'rax: 42'     || 'failed: the condition is false. The' | "test('expect { m.regs.rax == 43 }') { expect { m.regs.rax == 43 } }"
        'an exit not asked for'     | [GUEST, 'm.run until: io']                                                 | '40 f4'       | 'e6 10'       || 'ended with hlt'     | "test('m.run until: io') { m.run until: io }"
        'an exit nobody expected'   | [OUT, 'm.run()']                                                           | 'e6 10'       | '90 90'       || 'ended with io'      | "test('m.run()') { m.run() }"
        'the last of two failures'  | [GUEST, 'm.ioctl KVM_CREATE_VCPU, 0', 'm.run()', 'expect { m.regs.rax == 43 }'] | 'rax: 41' | 'rax: 42'     || 'failed: the condition is false. The' | 'expect(errno: EEXIST) { m.ioctl KVM_CREATE_VCPU, 0 }'
    }

    def "in JavaScript too"() {
        given:
        type(Language.JS, ["const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '40 f4'}, vcpu: {real: 0x1000}})", 'm.ioctl(KVM_CREATE_VCPU, 0)'])
        def file = folder.resolve('bug.js')

        when:
        shell.type("/save --test $file").await('1 failing test')

        then:
        Files.readString(file).contains("test('m.ioctl(KVM_CREATE_VCPU, 0)', () => { m.ioctl(KVM_CREATE_VCPU, 0) })")
        Kvmsh.run('test', '-b', 'model:x86_64', file.toString()).out.readLines().last().endsWith('0 passed, 1 failed, 0 skipped')
    }

    def "a run that did not end fails as long as it takes that long"() {
        given:
        type(Language.GROOVY, [LOOP])
        def file = folder.resolve('bug.groovy')

        when:
        shell.type('m.run until: hlt')
        sleep 1000
        shell.press(TypedShell.CTRL_C)
        shell.await('stopped')
        shell.type("/save --test $file").await('1 failing test')

        then:
        Files.readString(file) =~ /test\('m.run until: hlt'\) \{ m.run until: hlt, within: \d+00.ms \}/
        Kvmsh.run('test', '-b', 'model:x86_64', file.toString()).out.readLines().last().endsWith('0 passed, 1 failed, 0 skipped')
    }

    def "a session without a failure has nothing to save as one"() {
        given:
        type(Language.GROOVY, ['6 * 7', 'nosuchword'])

        expect:
        shell.type("/save --test $folder/bug.groovy").await('Nothing to save: no groovy input failed on x86_64 (no refused call, unmet expect or unexpected end of a run);')
    }

    def "texts are saved in the language of the file, whichever is the current one"() {
        given:
        type(Language.GROOVY, ['x = 42'])
        shell.type('/lang js')

        when:
        shell.type("/save $folder/saved.groovy").await('saved.groovy: 1 input')

        then:
        Files.readString(folder.resolve('saved.groovy')).endsWith('def x = 42\n')
    }

    private void type(Language language, List<String> lines) {
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 200, language)
        def prompt = language == Language.JS ? 'model js> ' : 'model> '
        lines.eachWithIndex { line, i ->
            shell.await(prompt, i + 1)
            shell.type(line)
        }
        shell.await(prompt, lines.size() + 1)
    }
}
