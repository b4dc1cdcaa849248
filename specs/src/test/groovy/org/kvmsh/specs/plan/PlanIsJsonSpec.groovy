package org.kvmsh.specs.plan

import com.google.gson.Gson
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** kvmsh plan --json: what the text says of each plan, as one document for programs. */
class PlanIsJsonSpec extends Specification {
    static final String SCRIPT = '''
        println 'from the script'
        def m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000; regs rbx: 0xffffffff80000000 } }
        test('in a test') { vm { vcpu 1 } }
        test('needs a machine') { vm { }.ioctl KVM_CREATE_IRQCHIP }
        test('skipped') { needs boards: 'arm64' }
        m.run()
        '''.stripIndent()

    private static Map document(String... arguments) {
        new Gson().fromJson(Kvmsh.run('plan', '--json', *arguments).out, Map)
    }

    def "every plan of a script has the steps and calls of the text, in order: #board"() {
        given:
        def text = Kvmsh.run('plan', '-b', board, '-e', script).out

        when:
        def plans = document('-b', board, '-e', script).plans

        then:
        plans.collectMany { plan -> plan.steps.withIndex(1).collect { step, number -> "$number. $step.text  ($step.place)".toString() } } == text.readLines().findAll { it =~ /^\d+[.] / }
        plans.collectMany { it.steps*.why } == text.readLines().findAll { it.startsWith('     why: ') }*.substring(10)
        plans.collectMany { it.steps.collectMany { step -> step.calls } }.every { call -> call.name == 'mmap' || text.contains("$call.name $call.request") }
        plans.collectMany { it.steps.collectMany { step -> step.calls*.name } } == text.readLines().collect { it =~ /^     (?:kvm|vm|vcpu|device|   ) +([Km]\w+)/ }.findAll { it.find() }*.group(1)
        plans.every { it.board.startsWith("$board (model") }

        where:
        board             | script
        'model:x86_64'    | SCRIPT
        'model:rfc'       | 'vm < platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000 >'
        'model:arm-vgicv2' | 'vm { memory at: 0x40000000, size: 2.MB; vgic dist: 0x8000000, cpu: 0x8010000; vcpu(0) { start 0x40000000 } }; vm { }'
    }

    def "a call has the fields of its argument: 64 bits in hex, and null for what only the call itself knows"() {
        when:
        def calls = document('-b', 'model:x86_64', '-e', SCRIPT).plans[0].steps.collectMany { it.calls }

        then:
        calls.find { it.name == 'KVM_SET_USER_MEMORY_REGION' }.fields == [slot: 0d, flags: 0d, guest_phys_addr: '0x0', memory_size: '0x10000', userspace_addr: null]
        calls.find { it.name == 'KVM_SET_REGS' }.with { it.fields == [rbx: '0xffffffff80000000', rip: '0x1000', rflags: '0x2'] && it.otherFields == 'KVM_GET_REGS' && it.on == 'vcpu' }
        calls.find { it.name == 'KVM_CREATE_VCPU' }.with { it.value == '0x0' && it.request == '0xae41' && it.on == 'vm' }
    }

    def "how the tests and the script ended, and nothing else on standard output"() {
        when:
        def result = Kvmsh.run('plan', '--json', '-b', 'model:x86_64', '-e', SCRIPT)
        def document = new Gson().fromJson(result.out, Map)

        then:
        result.status == 0
        result.err == 'from the script\n'
        document.plans*.test == [null, 'in a test', 'needs a machine']
        document.tests*.name == ['in a test', 'needs a machine', 'skipped']
        document.tests[0].subMap('skipped', 'needsMachine', 'error') == [skipped: null, needsMachine: null, error: null]
        document.tests[1].needsMachine.message.contains('KVM_CREATE_IRQCHIP needs a machine')
        document.tests[2].skipped.contains('needs a board that matches arm64')
        document.needsMachine.message == '-e:7:1: KVM_RUN needs a machine that exists; this one is only planned' && document.error == null
    }

    def "what is rejected has its call, errno and rules, and with --unchecked stands beside the steps: #text"() {
        when:
        def rejected = Kvmsh.run('plan', '--json', '-b', 'model:x86_64', '-e', text)
        def read = new Gson().fromJson(rejected.out, Map)
        def unchecked = document('--unchecked', '-b', 'model:x86_64', '-e', text)

        then:
        rejected.status == 1 && rejected.err.contains(message)
        read.plans == [] && read.error.message.contains(message) && read.error.refusal?.errno == errno
        unchecked.error == null
        unchecked.plans.collectMany { it.rejected*.message + it.steps.collectMany { step -> step.rules*.text } }.any { it.contains(rule) }

        where:
        text                                                                              || message                    | errno    | rule
        'vm { memory at: 0, size: 64.KB; ioctl KVM_CREATE_VCPU, 0; vcpu 0 }'              || 'KVM_CREATE_VCPU'          | 'EEXIST' | 'the VM already has vCPU 0'
        'vm { memory at: 0, size: 64.KB; ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, memory_size: 4096, guest_phys_addr: 0, userspace_addr: 4096 }' || 'EEXIST' | 'EEXIST' | 'slot 0'
    }

    def "a plan that a script asks for has json too, in #language"() {
        expect:
        new Gson().fromJson(Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', language, '-e', text).out, Map).steps*.text ==
                ['KVM_CREATE_VM type 0', 'KVM_SET_USER_MEMORY_REGION at 0x0, 64 KiB']

        where:
        language | text
        'groovy' | 'println plan { memory at: 0, size: 64.KB }.json'
        'js'     | 'console.log(plan({memory: {at: 0, size: KB(64)}}).json)'
    }
}
