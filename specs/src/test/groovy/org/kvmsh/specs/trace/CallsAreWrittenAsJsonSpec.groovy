package org.kvmsh.specs.trace

import com.google.gson.Gson
import com.google.gson.JsonParser
import java.nio.file.Path
import org.kvmsh.dsl.inspect.CallText
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import spock.lang.Specification
import spock.lang.TempDir

/** --strace-json FILE: each system call is a line of JSON when it returns, and tells what --strace prints of it, for programs. */
class CallsAreWrittenAsJsonSpec extends Specification {
    static final String GUEST = '''
        m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ec 40 e6 80 f4'; vcpu(0) { real 0x1000; regs rdx: 0x60 }; on(io: 0x60) { 41 }; on(io: 0x80) { } }
        m.run until: hlt
        attempt { m.ioctl KVM_CREATE_VCPU, 0 }
        attempt { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, guest_phys_addr: 0x1000, memory_size: 0x1000, userspace_addr: 0x5000 }
        caps 'IRQCHIP'
        null
        '''.stripIndent()
    static final String JS_GUEST = '''
        const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'ec f4'}, vcpu: {real: 0x1000, regs: {rdx: 0x60}}, on: {io: 0x60, do: () => 41}})
        m.run({until: hlt})
        attempt(() => m.ioctl(KVM_CREATE_VCPU, 0))
        null
        '''.stripIndent()

    @TempDir
    Path folder

    private List<Map> calls(Path file) {
        file.toFile().readLines().collect { new Gson().fromJson(it, Map) }
    }

    def "the lines of #board are those of --strace, call by call, in #language"() {
        given:
        Needed.orSkip(board)
        def file = folder.resolve('calls.jsonl')

        when:
        def out = Kvmsh.run('-q', '--strace', "--strace-json=$file", '-b', board, '--lang', language.name().toLowerCase(), '-e', text).out
        def shown = out.readLines().findAll { it ==~ /  (kvm|vm|vcpu|     ) +.* = .*/ }
        def calls = calls(file)

        then:
        shown.size() > 10
        calls.size() == shown.size()
        [shown, calls].transpose().findAll { String line, Map call -> !isSame(line, call) } == []

        where:
        [board, language, text] << [['model:x86_64', Language.GROOVY, GUEST], ['model:x86_64', Language.JS, JS_GUEST], ['kvm', Language.GROOVY, GUEST]]
    }

    def "on standard output are the calls alone, and what the script prints is on standard error"() {
        when:
        def result = Kvmsh.run('--strace-json=-', '-b', 'model:x86_64', '-e', "println 'printed'; vm { vcpu 0 }")

        then:
        result.status == 0
        result.out.readLines().collect { new Gson().fromJson(it, Map).name }.containsAll(['KVM_CREATE_VM', 'KVM_CREATE_VCPU'])
        result.err.contains('printed\n')
        result.err.contains('KVM_CREATE_VM')
    }

    /** A line shows only the fields of a large struct that changed, and its first ones. */
    private static boolean isSame(String line, Map call) {
        def (given, answer) = line.substring(8).split(/ = (?=-?\d|E[A-Z0-9]+ \()/, 2)
        given.startsWith(call.name) && line.substring(2, 8).strip() == call.on
                && (answer.startsWith("${call.answer as int}") || answer.startsWith("$call.errno (${-(call.answer as int)}, "))
                && (given.contains('unchanged') || given.contains(', ... (') || given == "$call.name $call.argument".strip())
                && line.contains('[kvmsh: ') == !call.own.empty
    }

    def "a call has its descriptor, argument, fields, result, time and place, and a refused one its errno and the rules that it breaks"() {
        given:
        def file = folder.resolve('calls.jsonl')

        when:
        Kvmsh.run('-q', "--strace-json=$file", '-b', 'model:x86_64', '-e', GUEST)
        def calls = calls(file)
        def memory = calls.findAll { it.name == 'KVM_SET_USER_MEMORY_REGION' }
        def vcpus = calls.findAll { it.name == 'KVM_CREATE_VCPU' }

        then:
        memory[0].subMap('on', 'request', 'answer', 'errno', 'rules', 'place') == [on: 'vm', request: '0x4020ae46', answer: 0d, errno: null, rules: [], place: '-e:2:10']
        memory[0].fields.subMap('slot', 'flags', 'guest_phys_addr', 'memory_size') == [slot: 0d, flags: 0d, guest_phys_addr: '0x0', memory_size: '0x10000']
        memory[0].fd == calls.find { it.name == 'KVM_CREATE_VM' }.answer
        calls*.ms == calls*.ms.toSorted()

        and: 'the rules follow from the calls before'
        vcpus*.answer == [vcpus[0].answer, -17d] && vcpus*.errno == [null, 'EEXIST'] && vcpus*.value == ['0x0', '0x0']
        vcpus[1].rules == [[broken: true, source: 'virt/kvm/kvm_main.c', text: 'the VM already has vCPU 0']] && vcpus[1].place == '-e:4:11'
        memory[1].errno == 'EEXIST' && memory[1].rules*.broken == [true] && memory[1].rules[0].text.contains('slot 0')

        and: 'what the kernel left in its argument'
        calls.find { it.name == 'KVM_GET_REGS' }.with { it.fields == [:] && it.resultFields.rip == '0xfff0' && it.result.contains('rip: 0xfff0') }
        calls.findAll { it.name == 'KVM_RUN' }*.result == ['io in port 0x60 size 1', 'io out port 0x80 size 1 value 0x2a', 'hlt']
        calls.find { it.own }.subMap('name', 'own') == [name: 'KVM_CHECK_EXTENSION', own: 'probing the board']
    }

    def "each line is there when its call has returned: a script reads its own"() {
        given:
        def file = folder.resolve('calls.jsonl')

        expect:
        Kvmsh.run('-q', "--strace-json=$file", '-b', 'model:x86_64', '-e', "vm { }; println new File('$file').readLines().last().contains('KVM_CREATE_VM')").out.readLines().last() == 'true'
    }

    def "a file that cannot be written is refused before the script runs, one that fails later is reported once"() {
        when:
        def none = Kvmsh.run('-q', '--strace-json', folder.resolve('none/calls').toString(), '-b', 'model:x86_64', '-e', 'println 1')
        def full = Kvmsh.run('-q', '--strace-json', '/dev/full', '-b', 'model:x86_64', '-e', 'vm { }; println 1; null')

        then:
        none.status == 2 && none.out == ''
        none.err == "kvmsh: cannot write the calls to $folder/none/calls: no such directory\n"
        full.out.readLines().last() == '1'
        full.err == 'kvmsh: warning: cannot write the calls to /dev/full: No space left on device; no further calls are written\n'
    }

    def "the text of a call without a place to cut it is shown whole, and one with places is cut there"() {
        expect:
        CallText.shortened('flags: ' + 'A | ' * 60) == 'flags: ' + 'A | ' * 60
        CallText.shortened((1..60).collect { "f$it: 0" }.join(', ')) ==~ /f1: 0, .*, \.\.\. \(\d+ more\)/
    }
}
