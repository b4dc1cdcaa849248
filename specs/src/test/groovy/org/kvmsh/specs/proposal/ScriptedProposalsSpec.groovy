package org.kvmsh.specs.proposal

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.kernel.CallOrigin
import org.kvmsh.bindings.trace.TraceFile
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** proposal(KVM_X) { }: an ioctl that is defined by a patch and implemented by a script. */
class ScriptedProposalsSpec extends Specification {
    static final String PATCH = '''
#define KVM_CAP_SUM 901
struct kvm_sum {
	__u32 a;
	__u32 b;
	__u64 sum;
	__u8 bytes[4];
};
#define KVM_SUM _IOWR(KVMIO, 0xf1, struct kvm_sum)
#define KVM_COUNT _IO(KVMIO, 0xf2)
#define KVM_ECHO _IOWR(KVMIO, 0xf3, __u32)
'''

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    OnBoard open(Language language = Language.GROOVY, String board = 'rfc:model:x86_64') {
        on = new OnBoard(board, language)
        on.run(language == Language.GROOVY ? "rfc '''$PATCH'''" : "rfc(`$PATCH`)")
        on
    }

    def "#language: fields are read and written by name, and the result is a number, an errno, or nothing for 0"() {
        given:
        open(language)
        on.run(proposal)

        expect:
        on.run(call('a: 40, b: 2', language) + '.sum') == value(42, language)
        on.run(call('a: 40, b: 2', language) + '.answer') == value(7, language)
        on.run(refused(call('a: 1', language), language)).toString() == (language == Language.GROOVY ? 'EINVAL' : '22')

        where:
        language        | proposal
        Language.GROOVY | 'm = vm { }; proposal(KVM_SUM) { arg -> if (arg.b == 0) return -EINVAL; arg.sum = arg.a + arg.b; arg.bytes = [1, 2, 3, 4]; 7 }'
        Language.JS     | 'm = vm({}); proposal(KVM_SUM, arg => { if (arg.b === 0) return -EINVAL; arg.sum = arg.a + arg.b; arg.bytes = [1, 2, 3, 4]; return 7 })'
    }

    def "a capability of the patch is refused if another one has its number by now"() {
        given:
        open()
        on.run("rfc '''\n#define KVM_CAP_LATE 204\n'''")

        when:
        on.run(proposal)

        then:
        def e = thrown(ScriptError)
        e.message == 'KVM_CAP_LATE has the number of KVM_CAP_EXIT_ON_EMULATION_FAILURE, 204'
        e.notes() == ['to propose it, give it a number in the patch that no released kernel uses']

        where:
        proposal << ['proposal(KVM_CAP_LATE) { 0 }', "proposal('KVM_CAP_LATE') { 0 }"]
    }

    def "#language: a capability of the patch is enabled by its own proposal; the kernel gets the others"() {
        given:
        open(language, board)
        on.run(proposal)

        expect:
        ['1', '0', '22', '22'] == calls.collect { on.run(it).toString() }
        on.run("explain('KVM_CAP_SUM')").toString().readLines()[0] == 'KVM_CAP_SUM is capability 901; defined in a patch without a title'

        where:
        language        | board               | proposal                                                                                     | calls
        Language.GROOVY | 'rfc:model:x86_64'  | 'm = vm { }; proposal(KVM_CAP_SUM) { arg -> arg.args[0] == 7 ? 0 : -EINVAL }'                 | ['m.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_SUM)', 'm.ioctl(KVM_ENABLE_CAP, cap: KVM_CAP_SUM, args: [7])', 'attempt { m.ioctl(KVM_ENABLE_CAP, cap: KVM_CAP_SUM, args: [8]) }.number()', 'attempt { m.ioctl(KVM_ENABLE_CAP, cap: 902) }.number()']
        Language.JS     | 'rfc:model:x86_64'  | "m = vm({}); proposal('KVM_CAP_SUM', arg => arg.args[0] == 7n ? 0 : -EINVAL)"                 | ['m.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_SUM)', 'm.ioctl(KVM_ENABLE_CAP, {cap: KVM_CAP_SUM, args: [7]})', 'attempt(() => m.ioctl(KVM_ENABLE_CAP, {cap: KVM_CAP_SUM, args: [8]}))', 'attempt(() => m.ioctl(KVM_ENABLE_CAP, {cap: 902}))']
    }

    def "an unknown capability is named as one: #text"() {
        given:
        open()

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        e.message == 'unknown capability KVM_CAP_SUMM on x86_64'
        e.notes() == ["did you mean 'KVM_CAP_SUM'?", 'for a capability that is in no released kernel, use rfc to load the patch that defines it']

        where:
        text << ["explain 'KVM_CAP_SUMM'", "proposal('KVM_CAP_SUMM') { 0 }"]
    }

    static String call(String fields, Language language) {
        language == Language.GROOVY ? "m.ioctl(KVM_SUM, $fields)" : "m.ioctl(KVM_SUM, {$fields})"
    }

    static String refused(String call, Language language) {
        language == Language.GROOVY ? "attempt { $call }" : "attempt(() => $call)"
    }

    /** The result of a JavaScript script is compared as text: its 64-bit values are BigInts. */
    static Object value(long number, Language language) {
        language == Language.GROOVY ? number : number as int
    }

    static final String COMMAND = "rfc '''enum sev_cmd_id {\n\tKVM_SEV_FRESH_LABEL = 120,\n};\n'''"

    def "a patch's command of KVM_MEMORY_ENCRYPT_OP is called and answered by its name, with the fields of #struct"() {
        given:
        on = new OnBoard('rfc:model:x86_64', Language.GROOVY)
        on.run(COMMAND)
        on.run("proposal(KVM_MEMORY_ENCRYPT_OP) { arg -> arg.$result = arg.$field + 1; arg.id == KVM_SEV_FRESH_LABEL ? 0 : -EINVAL }; m = vm { }")

        expect:
        on.run("m.ioctl(KVM_MEMORY_ENCRYPT_OP, id: KVM_SEV_FRESH_LABEL, $field: 5).$result") == 6
        on.run("attempt { m.ioctl KVM_MEMORY_ENCRYPT_OP, id: KVM_SEV_INIT2, $field: 5 }").toString() == 'EINVAL'
        on.run("m.ioctl(KVM_MEMORY_ENCRYPT_OP, struct('$struct', id: KVM_SEV_FRESH_LABEL, $field: 5)).$result") == 6
        on.run('trace("KVM_MEM*").toString()').contains('KVM_MEMORY_ENCRYPT_OP id: 120 (KVM_SEV_FRESH_LABEL)')

        where:
        struct        | field    | result
        'kvm_sev_cmd' | 'sev_fd' | 'error'
        'kvm_tdx_cmd' | 'flags'  | 'hw_error'
    }

    def "a proposal for a command says how its ioctl is answered"() {
        given:
        on = new OnBoard('rfc:model:x86_64', Language.GROOVY)
        on.run(COMMAND)

        when:
        on.run('proposal(KVM_SEV_FRESH_LABEL) { 0 }')

        then:
        ScriptError e = thrown()
        e.message == 'the number 120 is not an ioctl'
        e.notes() == ['KVM_SEV_FRESH_LABEL is the field id of struct kvm_sev_cmd, for KVM_MEMORY_ENCRYPT_OP; try: proposal(KVM_MEMORY_ENCRYPT_OP) { arg -> arg.id == KVM_SEV_FRESH_LABEL ? 0 : -EINVAL }']
    }

    def "each VM has its own state, and a new VM starts with an empty one"() {
        given:
        open(language)
        on.run(proposal)

        expect:
        on.run('(1..3).collect { a.ioctl KVM_COUNT } + [b.ioctl(KVM_COUNT)]'.with { language == Language.GROOVY ? it : '[1, 2, 3].map(() => a.ioctl(KVM_COUNT)).concat([b.ioctl(KVM_COUNT)]).join()' }) == counted

        where:
        language        | proposal                                                                                                             || counted
        Language.GROOVY | 'a = vm { }; b = vm { }; proposal(KVM_COUNT) { arg -> arg.state.calls = (arg.state.calls ?: 0) + 1; arg.state.calls }' || [1, 2, 3, 1]
        Language.JS     | 'a = vm({}); b = vm({}); proposal(KVM_COUNT, arg => arg.state.calls = (arg.state.calls ?? 0) + 1)'                      || '1,2,3,1'
    }

    def "a plain number argument is arg.value, and a value assigned to it is returned"() {
        given:
        open()
        on.run('m = vm { }; proposal(KVM_ECHO) { arg -> arg.value = arg.value * 2; 0 }')

        expect:
        on.run('m.ioctl KVM_ECHO, 21') == 42
    }

    def "calls below and results are marked in the echo, in the trace and in its file, which is read back with the marks"() {
        given:
        open()
        on.run('m = vm { }; proposal(KVM_COUNT) { arg -> arg.vm.ioctl KVM_CHECK_EXTENSION, KVM_CAP_USER_MEMORY }; m.ioctl KVM_COUNT')
        on.run("trace.save '${folder.resolve('marked.trace')}'")
        def read = TraceFile.read(folder.resolve('marked.trace'))

        expect:
        on.run('trace.all.collect { it.proposal }.findAll()') == ['answered by the proposal', 'made by the proposal']
        on.run('trace.toString()').readLines()[-2..-1] == ['  vm    KVM_COUNT = 1   [answered by the proposal]', '  vm      KVM_CHECK_EXTENSION KVM_CAP_USER_MEMORY = 1   [made by the proposal]']
        read.calls()[-2..-1]*.origin() == [CallOrigin.PROPOSAL_ANSWERED, CallOrigin.PROPOSAL_MADE]
        read.calls().dropRight(2)*.origin().every { it == CallOrigin.SCRIPT || it.own }
        Files.readAllLines(folder.resolve('marked.trace')).count { it.contains(' origin:proposal-') } == 2

        when:
        on.steps.clear()
        on.run('vm { ioctl KVM_COUNT }')

        then:
        on.steps.findAll { it.contains('KVM_C') && !it.contains('CREATE') } == ['  vm    KVM_COUNT = 1   [answered by the proposal]', '  vm      KVM_CHECK_EXTENSION KVM_CAP_USER_MEMORY = 1   [made by the proposal]']
    }

    def "an error thrown in a proposal is an error of the script with its position, not a refusal of the kernel: #what"() {
        given:
        open(language)

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        e.site().line() == line
        e.message.contains(message)
        e.notes().last() == 'in the proposal for KVM_COUNT'

        where:
        what                   | language        | text                                                                                                          || line | message
        'a field that does not exist' | Language.GROOVY | 'm = vm { }\nproposal(KVM_COUNT) { arg ->\n  arg.size = 3\n}\nm.ioctl KVM_COUNT'                                    || 3    | 'KVM_COUNT takes a plain number (arg.value); arg has no field size'
        'an exception'         | Language.GROOVY | 'm = vm { }\nproposal(KVM_COUNT) { arg ->\n  throw new IllegalStateException("oh")\n}\nm.ioctl KVM_COUNT'            || 3    | 'oh'
        'an assertion'         | Language.GROOVY | 'm = vm { }\nproposal(KVM_COUNT) { arg ->\n  assert arg.value == 1\n}\nm.ioctl KVM_COUNT'                            || 3    | 'expectation failed'
        'a refusal below'      | Language.GROOVY | 'm = vm { }\nproposal(KVM_COUNT) { arg ->\n  arg.vm.ioctl KVM_GET_DIRTY_LOG, slot: 9\n}\nexpect(errno: ENOTTY) { m.ioctl KVM_COUNT }' || 3 | 'KVM_GET_DIRTY_LOG on the VM failed with'
        'no vCPU here'                | Language.GROOVY | 'm = vm { }\nproposal(KVM_COUNT) { arg ->\n  arg.vcpu\n}\nm.ioctl KVM_COUNT'                                         || 3    | 'KVM_COUNT is issued on the VM, not on the vCPU'
        'an exception'         | Language.JS     | 'm = vm({})\nproposal(KVM_COUNT, arg => {\n  throw new Error("oh")\n})\nm.ioctl(KVM_COUNT)'                          || 3    | 'oh'
        'a name that does not exist'  | Language.JS     | 'm = vm({})\nproposal(KVM_COUNT, arg => {\n  return nothing\n})\nm.ioctl(KVM_COUNT)'                                 || 3    | 'unknown name \'nothing\''
        'a refusal below'      | Language.JS     | 'm = vm({})\nproposal(KVM_COUNT, arg => {\n  arg.vm.ioctl(KVM_GET_DIRTY_LOG, {slot: 9})\n})\nexpect({errno: ENOTTY}, () => m.ioctl(KVM_COUNT))' || 3 | 'KVM_GET_DIRTY_LOG on the VM failed with'
    }

    def "an invalid result is refused at the proposal: #answer"() {
        given:
        open()

        when:
        on.run("m = vm { }\nproposal(KVM_COUNT) { arg -> $answer }\nm.ioctl KVM_COUNT")

        then:
        def e = thrown(ScriptError)
        e.site().line() == 2
        e.message.contains(message)

        where:
        answer     || message
        "'three'"  || "the proposal for KVM_COUNT returned 'three'"
        'EINVAL'   || 'the proposal for KVM_COUNT returned EINVAL'
        '1L << 40' || "the proposal for KVM_COUNT returned '1099511627776'"
        '-5000'    || "the proposal for KVM_COUNT returned '-5000'"
    }

    def "a bad pointer is EFAULT before the script is called"() {
        given:
        open()
        on.run('asked = 0; m = vm { }; proposal(KVM_SUM) { arg -> asked = asked + 1; 0 }')

        expect:
        on.run('attempt { m.ioctl KVM_SUM, 0 }').name() == 'EFAULT'
        on.run('asked') == 0
    }

    def "on a board without proposals in front it is refused, with the name of one that has them"() {
        given:
        open(Language.GROOVY, 'model:x86_64')

        when:
        on.run('proposal(KVM_COUNT) { arg -> 0 }')

        then:
        def e = thrown(ScriptError)
        e.message == 'proposals need an rfc:NAME board; this board is model:x86_64 (model)'
        e.notes() == ['try: -b rfc:model:x86_64']
    }

    def "#language: if the kernel refuses a call that a script has a proposal for, the error says that the proposal is not used"() {
        given:
        on = new OnBoard('rfc:model:x86_64', language)
        on.run(language == Language.GROOVY ? 'proposal(KVM_ENABLE_CAP) { 0 }; m = vm { }' : 'proposal(KVM_ENABLE_CAP, arg => 0); m = vm({})')

        when:
        on.run(call)

        then:
        def e = thrown(ScriptError)
        e.message.contains('failed with EINVAL')
        ([e.message] + e.notes()).any { it.contains("the proposal for KVM_ENABLE_CAP is not used, since the board's kernel has this ioctl") } == told

        where:
        language        | call                                || told
        Language.GROOVY | 'm.ioctl KVM_ENABLE_CAP, cap: 999'  || true
        Language.JS     | 'm.ioctl(KVM_ENABLE_CAP, {cap: 999})' || true
        Language.GROOVY | 'm.ioctl KVM_CREATE_VCPU, -1'       || false
    }

    @Needs('kvm')
    def "an ioctl that the kernel has goes to the kernel, and the script is told"() {
        given:
        open(Language.GROOVY, 'rfc:kvm')

        expect:
        !on.run('p = proposal(KVM_SET_CLOCK) { arg -> 5 }; p.answers')
        on.steps.last().contains("KVM_SET_CLOCK is implemented by the board's kernel, which handles the call; the script's proposal is not used")
        on.run('vm { }.ioctl KVM_SET_CLOCK, clock: 1') == 0
        on.run("trace('KVM_SET_CLOCK').all.last().proposal") == ''
    }

    def "a proposal ends with its script: the next session on the board is refused as before"() {
        given:
        def other = new OnBoard('rfc:model:x86_64')
        def second = new OnBoard(other.board.again())
        second.run("rfc '''$PATCH'''; proposal(KVM_COUNT) { arg -> 9 }")
        def before = second.run('vm { }.ioctl KVM_COUNT')
        second.close()
        on = new OnBoard(other.board.again())
        on.run("rfc '''$PATCH'''")

        expect:
        before == 9
        on.run('attempt { vm { }.ioctl KVM_COUNT }').name() == 'ENOTTY'

        cleanup:
        other.close()
    }

    @Needs('kvm')
    @Sample(verify = 8)
    def "scripts/rfc/count-dirty-pages.#language on this machine's kernel"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'rfc:kvm', Kvmsh.script("rfc/count-dirty-pages.$language"))

        then:
        result.err == ''
        result.out.readLines().last() == '5 tests passed'

        where:
        language << ['groovy', 'js']
    }

    def "explain has the reviewers' questions of KVM_PPC_SET_PLATFORM: #word"() {
        given:
        on = new OnBoard('model:x86_64')

        expect:
        on.run("explain('KVM_PPC_SET_PLATFORM').questions").any { it.contains(word) && it.contains('source: ') }

        where:
        word << ['Is KVM a platform, or a feature', 'KVM_REG_PPC_ARCH_COMPAT', '32-bit Book3S', 'BookE', 'padding', 'Who chooses whether a guest', 'whether HV or PR runs']
    }

    def "the struct's two forms are told apart by their size, with the board's own numbers"() {
        given:
        on = new OnBoard('model:rfc')

        expect:
        on.run('explain(KVM_PPC_SET_PLATFORM).toString()').contains('with the 8 bytes of this patch the number is 0x4008aeaa, with padding to 64 bytes it is 0x4040aeaa')
        on.run('explain(KVM_PPC_SET_PLATFORM).toString()').contains('EINVAL: a hypervisor-mode kernel accepts only SPAPR')
    }

    def "an errno that a proposal returned is told apart from one of the kernel below: #call"() {
        given:
        on = new OnBoard('rfc:model:x86_64')
        on.run("rfc '#define KVM_FRESH _IOW(KVMIO, 0xf3, __u64)\\n'; proposal(KVM_FRESH) { -EBUSY }; m = vm { }")

        when:
        on.run(call)

        then:
        def e = thrown(ScriptError)
        e.message.contains("failed with $errno")
        e.message.contains("a proposal returned $errno, not the board's kernel") == proposed

        where:
        call                           | errno    || proposed
        'm.ioctl KVM_FRESH, 1'         | 'EBUSY'  || true
        'm.ioctl KVM_CREATE_VCPU, -1'  | 'EINVAL' || false
        'm.ioctl KVM_FRESH, 0'         | 'EBUSY'  || true
    }
}
