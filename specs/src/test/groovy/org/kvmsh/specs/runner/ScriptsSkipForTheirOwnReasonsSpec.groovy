package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import spock.lang.Specification
import spock.lang.TempDir

/** A test or a script skips for what it found itself: skip with a reason, and needs with a condition. */
class ScriptsSkipForTheirOwnReasonsSpec extends Specification {
    static final String VM = "def m = vm { cpuid; vcpu 0 }"
    static final String JS_VM = "const m = vm({cpuid: true, vcpu: {}})"

    @TempDir
    Path folder

    def "in #file, #text is #line"() {
        expect:
        lines(file, file.endsWith('js') ? "test('it', () => { $text; expect(() => true) })" : "test('it') { $text; expect { true } }")[0] == line

        where:
        file       | text                                  || line
        'a.groovy' | "skip 'no second node'"               || 'ok 1 it # SKIP no second node'
        'a.groovy' | "if (board.kind == 'model') skip 'a model'" || 'ok 1 it # SKIP a model'
        'a.groovy' | "needs 1 + 1 == 3, 'a miracle'"       || 'ok 1 it # SKIP needs a miracle'
        'a.groovy' | "needs 1 + 1 == 2, 'a miracle'"       || 'ok 1 it'
        'a.groovy' | "needs false, 'two\\n  lines'"        || 'ok 1 it # SKIP needs two lines'
        'a.js'     | "skip('no second node')"              || 'ok 1 it # SKIP no second node'
        'a.js'     | "if (board.kind == 'model') skip('a model')" || 'ok 1 it # SKIP a model'
        'a.js'     | "needs(1 + 1 == 3, 'a miracle')"      || 'ok 1 it # SKIP needs a miracle'
        'a.js'     | "needs(1 + 1 == 2, 'a miracle')"      || 'ok 1 it'
        'a.js'     | "needs(false, 'two\\n  lines')"       || 'ok 1 it # SKIP needs two lines'
    }

    def "on kvm a condition is #what, in #file: it is met where the board has it, and skips where not"() {
        given:
        Needed.orSkip('kvm:x86_64')
        def js = file.endsWith('js')
        def body = { met -> js ? "test('it', () => { $JS_VM; needs(($condition) == $met, 'it'); expect(() => true) })" : "test('it') { $VM; needs(($condition) == $met, 'it'); expect { true } }" }

        expect: 'of a condition and its contrary, one is met'
        [true, false].collect { lines(file, body(it), 'kvm')[0] } as Set == ['ok 1 it', 'ok 1 it # SKIP needs it'] as Set

        where:
        file       | what            | condition
        'a.groovy' | 'a CPUID bit'   | 'm.vcpu(0).cpuid.svm == 1'
        'a.groovy' | 'an attribute'  | 'refusal { m.vcpu(0).ioctl KVM_HAS_DEVICE_ATTR, group: 0, attr: 0 } == null'
        'a.groovy' | 'a feature'     | "caps.value('X86_SMM') > 0"
        'a.js'     | 'a CPUID bit'   | 'm.vcpu(0).cpuid.svm == 1'
        'a.js'     | 'an attribute'  | 'refusal(() => m.vcpu(0).ioctl(KVM_HAS_DEVICE_ATTR, {group: 0, attr: 0})) == null'
        'a.js'     | 'a feature'     | "caps.value('X86_SMM') > 0"
    }

    def "outside of a test, #text skips the rest of #file, and a test before it keeps its result"() {
        expect:
        lines(file, file.endsWith('js') ? "test('it', () => { expect(() => true) })\n$text\ntest('other', () => { expect(() => false) })" : "test('it') { expect { true } }\n$text\ntest('other') { expect { false } }")
                .findAll { it.startsWith('ok') || it.startsWith('not ok') } == ['ok 1 it', "ok 2 $file, the rest # SKIP $reason".toString()]

        where:
        file       | text                   || reason
        'a.groovy' | "skip 'enough'"        || 'enough'
        'a.groovy' | "needs false, 'more'"  || 'needs more'
        'a.js'     | "skip('enough')"       || 'enough'
        'a.js'     | "needs(false, 'more')" || 'needs more'
    }

    def "a skip hides no failure: #text"() {
        expect:
        lines(file, text)[0] == 'not ok 1 it'

        where:
        file       | text
        'a.groovy' | "test('it') { try { expect { false } } catch (AssertionError e) { }; skip 'x' }"
        'a.js'     | "test('it', () => { try { expect(() => false) } catch (e) { }; skip('x') })"
    }

    def "#text is an error that says what to write"() {
        expect:
        lines(file, text).any { it.contains(message) }

        where:
        file       | text                                    || message
        'a.groovy' | "test('it') { skip ' ' }"               || 'skip needs a reason'
        'a.groovy' | "test('it') { needs true, '' }"         || 'needs needs a reason'
        'a.groovy' | "test('it') { needs 1, 'x' }"           || "needs does not take 1, 'x'"
        'a.groovy' | "test('it') { needs false, 'a board that matches arm64' }" || 'this reason is reserved for needs boards:'
        'a.groovy' | 'def skip = 1'                          || 'a variable named skip would hide the word skip'
        'a.js'     | "test('it', () => { skip('') })"        || 'skip needs a reason'
        'a.js'     | "test('it', () => { needs(true, '') })" || 'needs needs a reason'
        'a.js'     | "test('it', () => { needs(1, 'x') })"   || "needs does not take 1, 'x'"
    }

    /** What a run of a script prints below the lines of its board, which tell of a tainted kernel too, and of its file. */
    private List<String> lines(String file, String text, String board = 'model:x86_64') {
        def script = Files.writeString(folder.resolve(file), text + '\n')
        Kvmsh.run('test', '--run=none', '-b', board, script.toString()).out.readLines().dropWhile { it != file }.drop(1)
    }
}
