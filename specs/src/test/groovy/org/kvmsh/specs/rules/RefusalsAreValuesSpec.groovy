package org.kvmsh.specs.rules

import com.google.gson.JsonParser
import java.nio.file.Path
import javax.xml.parsers.DocumentBuilderFactory
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A refusal is a value: its errno, call, argument, rules with their sources and place, in scripts, in results and for those who embed kvmsh. */
@Timeout(120)
class RefusalsAreValuesSpec extends Specification {
    private static final String RULE = 'VM type 99 is not set in KVM_CAP_VM_TYPES = 0x1'
    private static final String GROOVY = 'refusal { kvm.ioctl KVM_CREATE_VM, 99 }'
    private static final String JS = 'refusal(() => kvm.ioctl(KVM_CREATE_VM, 99))'

    @TempDir
    Path folder

    private static ScriptError failing(Closure<?> part) {
        try {
            part()
            null
        } catch (ScriptError e) {
            e
        }
    }

    @Sample(verify = 4)
    def "#board, #language: a refusal's #member is #value"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board, language)

        expect:
        on.run("(${language == Language.JS ? JS : GROOVY}).$member").toString() == value

        cleanup:
        on.close()

        where:
        [board, [language, member, value]] << [OnBoard.x86(), [
                [Language.GROOVY, 'errno', 'EINVAL'], [Language.JS, 'errno', '22'], [Language.GROOVY, 'rules[0].text', RULE], [Language.JS, 'rules[0].source.startsWith("api.rst 4.2")', 'true'],
                [Language.GROOVY, 'place', 'text#1:1:12'], [Language.JS, 'place', 'text#1:1:16'], [Language.GROOVY, 'planned', 'false'],
                *[Language.GROOVY, Language.JS].collectMany { [[it, 'call', 'KVM_CREATE_VM'], [it, 'on', 'kvm'], [it, 'argument', '99'], [it, 'rules[0].broken', 'true']] }]].combinations()
    }

    def "#language: refusal is null if the kernel accepted every call, and a step's refusal has the step's position"() {
        given:
        def on = new OnBoard('model:x86_64', language)

        expect:
        on.run(taken) == true
        on.run(step).toString() == place

        cleanup:
        on.close()

        where:
        language        | taken                                                        | step                                                                            | place
        Language.GROOVY | 'refusal { kvm.ioctl KVM_GET_API_VERSION } == null'          | 'refusal { vm { memory at: 0x10000000000000, size: 64.KB } }.place'             | 'text#2:1:16'
        Language.JS     | 'refusal(() => kvm.ioctl(KVM_GET_API_VERSION)) === null'     | 'refusal(() => vm({memory: {at: 0x10000000000000, size: KB(64)}})).place'       | 'text#2:1:19'
    }

    def "#language: any other error ends the block"() {
        given:
        def on = new OnBoard('model:x86_64', language)

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        e.headline().contains('nowhere')
        e.refusal() == null

        cleanup:
        on.close()

        where:
        language        | text
        Language.GROOVY | 'refusal { nowhere }'
        Language.JS     | 'refusal(() => nowhere)'
    }

    def "#language: why shows a run that ended unexpectedly after the last failure, and then the next failure"() {
        given:
        def on = new OnBoard('model:x86_64', language)
        on.run(language == Language.GROOVY ? "attempt { kvm.ioctl KVM_CREATE_VM, 99 }; m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ea 00 00 00 20'; vcpu(0) { real 0x1000 } }"
                : "attempt(() => kvm.ioctl(KVM_CREATE_VM, 99)); var m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'ea 00 00 00 20'}, vcpu: {real: 0x1000}})")

        expect:
        on.run('why').refusal.argument == '99'

        when:
        on.run('e = m.run()')

        then:
        on.run('why').message.startsWith('internal_error, suberror emulation')
        on.run('why').toString().contains('pc 0x20000 is not in any memslot')
        on.run('why').refusal == null

        when:
        on.run(language == Language.GROOVY ? 'attempt { kvm.ioctl KVM_CREATE_VM, 98 }' : 'attempt(() => kvm.ioctl(KVM_CREATE_VM, 98))')

        then:
        on.run('why').refusal.argument == '98'

        cleanup:
        on.close()

        where:
        language << Language.values().toList()
    }

    def "#language: why shows the last failure in full"() {
        given:
        def on = new OnBoard('model:x86_64', language)

        expect: 'nothing failed yet'
        on.run('why').toString() == 'nothing has failed'
        on.run('why').refusal == null

        when: 'a script looks for an errno'
        on.run(attempt)

        then:
        on.run('why').lines().init() == ["text#3:1:$column: KVM_CREATE_VM on /dev/kvm failed with EINVAL (22, Invalid argument)" as String, '    ' + attempt, ' ' * (3 + column) + '^', '  argument: 99']
        on.run('why').lines().last().startsWith("  rule: $RULE (api.rst 4.2")

        when: 'an errno is expected'
        on.run(expecting)

        then:
        on.run('why').refusal.argument == '98'

        when: 'a test fails by a condition'
        on.run(test)

        then:
        on.run('why').message.endsWith(': expectation failed: 1 == 2')
        on.run('why').refusal == null

        when: 'a text fails'
        def e = failing { on.run('nowhere') }

        then:
        on.run('why').error().is(e)

        cleanup:
        on.close()

        where:
        language        | column | attempt                                         | expecting                                                            | test
        Language.GROOVY | 11     | 'attempt { kvm.ioctl KVM_CREATE_VM, 99 }'       | 'expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 98 }'              | "test('x') { expect { 1 == 2 } }"
        Language.JS     | 15     | 'attempt(() => kvm.ioctl(KVM_CREATE_VM, 99))'   | 'expect({errno: EINVAL}, () => kvm.ioctl(KVM_CREATE_VM, 98))'        | "test('x', () => { expect(() => 1 == 2) })"
    }

    def "the shell shows the last failure again"() {
        given:
        def shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'))

        when:
        shell.await('model:x86_64 model>')
        shell.type('kvm.ioctl KVM_CREATE_VM, 99').await("rule: $RULE")
        shell.type('why')

        then:
        shell.await("rule: $RULE", 2)

        cleanup:
        shell.close()
    }

    def "an embedding program gets the refusal with the error: from the kernel, a plan, a handler, or a failed expectation"() {
        given:
        def on = new OnBoard('model:x86_64')

        when:
        def e = failing { on.run(text) }

        then:
        e.refusal().call() == call
        e.refusal().errno() == Errno.EINVAL.number()
        e.refusal().diagnosis().violations()*.rule()*.source()*.startsWith(source) == [true]
        e.isPlanned() == planned
        e.headline().readLines().size() == 1

        cleanup:
        on.close()

        where:
        text                                                                                                          | call                         | source                | planned
        'kvm.ioctl KVM_CREATE_VM, 99'                                                                                 | 'KVM_CREATE_VM'              | 'api.rst 4.2'         | false
        'vm { memory at: 0x10000000000000, size: 64.KB }'                                                             | 'KVM_SET_USER_MEMORY_REGION' | 'arch/x86/kvm/x86.c'  | true
        'unchecked { vm { memory at: 0x10000000000000, size: 64.KB } }'                                               | 'KVM_SET_USER_MEMORY_REGION' | 'arch/x86/kvm/x86.c'  | false
        'expect(errno: ENODEV) { kvm.ioctl KVM_CREATE_VM, 99 }'                                                       | 'KVM_CREATE_VM'              | 'api.rst 4.2'         | false
        'expect { kvm.ioctl(KVM_CREATE_VM, 99) == 0 }'                                                                | 'KVM_CREATE_VM'              | 'api.rst 4.2'         | false
        'def k = kvm; vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: "e6 80 f4"; vcpu(0) { real 0x1000 }; on(io: 0x80) { k.ioctl KVM_CREATE_VM, 99 } }.run()' | 'KVM_CREATE_VM' | 'api.rst 4.2'         | false
    }

    def "results contain it: JSON as values, JUnit as the failure's type, KTAP as lines"() {
        given:
        def file = folder.resolve('refused.groovy').toFile()
        file.text = '''test('refused') { kvm.ioctl KVM_CREATE_VM, 99 }
test('planned') { vm { memory at: 0x10000000000000, size: 64.KB } }
test('condition') { expect { 1 == 2 } }
test('passed') { }
'''
        def json = folder.resolve('results.json').toFile()
        def junit = folder.resolve('results.xml').toFile()
        def ktap = folder.resolve('results.ktap').toFile()

        when:
        def run = Kvmsh.run('test', '-b', 'model:x86_64', '--output', "json=$json.path", '--output', "junit=$junit.path", '--output', "ktap=$ktap.path", file.path)

        then:
        run.status == 1
        def board = JsonParser.parseString(json.text).asJsonObject.get('boards').asJsonArray[0].asJsonObject
        board.get('board').asString == 'model:x86_64 (model)'
        def tests = board.get('scripts').asJsonArray[0].asJsonObject.get('tests').asJsonArray*.asJsonObject
        tests*.get('verdict')*.asString == ['failed', 'failed', 'failed', 'passed']

        and:
        def failure = tests[0].get('failure').asJsonObject
        failure.get('place').asString == "$file:1:19"
        failure.get('message').asString == "$file:1:19: KVM_CREATE_VM on /dev/kvm failed with EINVAL (22, Invalid argument)"
        failure.get('text').asJsonArray.size() == 5
        def refusal = failure.get('refusal').asJsonObject
        ['errno', 'number', 'call', 'on', 'argument', 'planned', 'place'].collect { refusal.get(it).asString } == ['EINVAL', '22', 'KVM_CREATE_VM', 'kvm', '99', 'false', "$file:1:19"]*.toString()
        def rule = refusal.get('rules').asJsonArray[0].asJsonObject
        rule.get('text').asString == RULE
        rule.get('source').asString.startsWith('api.rst 4.2')
        rule.get('broken').asBoolean

        and:
        tests[1].get('failure').asJsonObject.get('refusal').asJsonObject.get('planned').asBoolean
        tests[2].get('failure').asJsonObject.get('refusal').jsonNull
        tests[3].get('failure').jsonNull

        and:
        def failures = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(junit).getElementsByTagName('failure')
        (0..2).collect { failures.item(it).getAttribute('type') } == ['EINVAL', 'EINVAL', 'failed']
        failures.item(2).getAttribute('message') == "$file:3:21: expectation failed: 1 == 2"

        and:
        ktap.readLines()*.strip().any { it.startsWith("#   rule: $RULE (api.rst 4.2") }
    }

    def "an errno without a known rule is reported as such"() {
        given: 'a kernel whose call returns an undocumented errno'
        def on = new OnBoard('rfc:model:x86_64')
        on.run('proposal(KVM_IOEVENTFD) { arg -> -EDOM }\nm = vm { memory at: 0, size: 64.KB }')

        when:
        def e = failing { on.run('m.ioctl KVM_IOEVENTFD, addr: 0x100, len: 4, fd: 0') }

        then:
        e.refusal().details() == ['argument: datamatch: 0x0, addr: 0x100, len: 4, fd: 0, flags: 0', 'no known rule for KVM_IOEVENTFD EDOM',
                                  "a proposal returned EDOM, not the board's kernel"]
        e.message.contains('\n  no known rule for KVM_IOEVENTFD EDOM\n')
        on.run('why.refusal.rules') == []

        cleanup:
        on.close()
    }
}
