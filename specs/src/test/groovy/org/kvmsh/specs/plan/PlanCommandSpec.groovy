package org.kvmsh.specs.plan

import com.google.gson.Gson
import com.google.gson.GsonBuilder
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.lang.groovy.GroovyFrontEnd
import org.kvmsh.dsl.plan.PlanOnPaper
import org.kvmsh.dsl.plan.step.HostFacts
import org.kvmsh.dsl.script.Source
import org.kvmsh.dsl.session.Session
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Planned
import spock.lang.Snapshot
import spock.lang.Snapshotter
import spock.lang.Specification
import spock.lang.TempDir

/** {@code plan { }} and {@code kvmsh plan}: the calls of a script on a board, shown before anything is created. */
class PlanCommandSpec extends Specification {
    private static final String PATCH = Kvmsh.ROOT.resolve('scripts/rfc/kvm-ppc-set-platform.patch')
    static final Map<String, Integer> EVERYWHERE = [KVM_CAP_USER_MEMORY: 1, KVM_CAP_ONE_REG: 1, KVM_CAP_ENABLE_CAP: 1, KVM_CAP_IRQCHIP: 1]
    static final String GUESTS = '''\
        def m = vm {
          memory at: 0x40000000, size: 2.MB
          vgic dist: 0x8000000, redist: 0x80a0000
          vcpu(0) { start 0x40000000; regs x0: 40 }
        }
        m.run within: 1.s
        '''.stripIndent()

    @TempDir
    Path folder
    @Snapshot
    Snapshotter snapshot

    def "a plan from the facts of a board that is not connected: #board"() {
        when:
        def result = Kvmsh.run('plan', '-e', text, '--facts', facts(board, kind, table, capabilities))

        then:
        result.err == ''
        result.status == 0
        snapshot.assertThat(result.out).matchesSnapshot(board.replace(':', '-'))

        where:
        board        | kind       | table     | capabilities     | text
        'kvm:x86_64' | 'real'     | 'x86_64'  | Planned.X86      | 'vm { memory at: 0, size: 64.KB; load at: 0, hex: "f4"; vcpu(0) { real 0 } }.run()'
        'juno'       | 'remote'   | 'arm64'   | Planned.ARM      | GUESTS
        'qemu:ppc64' | 'emulated' | 'ppc64le' | Planned.POWER_HV | 'vm { platform SPAPR; arch 206; vcpu(0) { start 0x1000; regs r3: 7 } }'
        'model:rfc'  | 'model'    | 'ppc64'   | [KVM_CAP_PPC_RMA: 1, KVM_CAP_SET_DEVICE_ADDR: 1] | 'vm < platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000 >'
    }

    def "request numbers are those of the board's architecture: #call is #request on #table"() {
        expect:
        Kvmsh.run('plan', '-e', 'vm { memory at: 0, size: 64.KB }', '--facts', facts('it', 'remote', table, [:])).out.contains("$call $request ")

        where:
        call                         | table     || request
        'KVM_CREATE_VM'              | 'x86_64'  || '0xae01'
        'KVM_CREATE_VM'              | 'ppc64'   || '0x2000ae01'
        'KVM_SET_USER_MEMORY_REGION' | 'arm64'   || '0x4020ae46'
        'KVM_SET_USER_MEMORY_REGION' | 'ppc64le' || '0x8020ae46'
    }

    def "a file is followed until it needs a value from a machine: #text"() {
        when:
        def result = Kvmsh.run('plan', '-e', text, '--facts', facts('kvm:x86_64', 'real', 'x86_64', Planned.X86))

        then:
        result.status == status
        (result.out + result.err).contains(said)

        where:
        text                                                                            || status | said
        'def m = vm { vcpu 0 }\nprintln 1\nm.regs.rip'                                  || 0      | 'planned up to -e:3:1: KVM_GET_REGS needs a machine that exists; this one is only planned'
        'kvm.ioctl KVM_CREATE_VM, 0'                                                    || 0      | 'planned up to -e:1:1: KVM_CREATE_VM needs a machine that exists'
        'println kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_SET_TSS_ADDR)'                  || 0      | '1\nplanned to the end'
        'vm { vcpu(0) { real 0 }; vcpu(1) { real 0 } }.run()'                           || 0      | 'planned up to -e:1:1: KVM_RUN needs a machine that exists'
        'println vm { vcpu 0 }'                                                         || 0      | 'machine on kvm:x86_64 (real), dry run: 1 vCPU'
        'vm { }; vm { }'                                                                || 0      | 'planned to the end'
        "test('a') { vm { }.ioctl KVM_CREATE_IRQCHIP }; test('b') { vm { } }"           || 0      | 'test b\nplan for kvm:x86_64 (real): 1 step'
        'expect(errno: EINVAL) { vm { ioctl KVM_CREATE_IRQCHIP } }'                     || 0      | 'the value that the kernel returns needs a machine that exists'
        'needs device: KVM_DEV_TYPE_ARM_VGIC_V3; vm { }'                                 || 0      | "requirements assumed to be met: 'needs' at -e:1:1"
        "needs boards: 'arm*'; vm { }"                                                  || 0      | 'skipped: needs a board that matches arm*; this board is kvm:x86_64 (x86_64, real)'
        'vm { platform SPAPR }'                                                         || 1      | 'platform SPAPR needs a powerpc board'
        "test('a') { vm { rma 1.MB } }; println 'on'"                                   || 1      | 'on\n'
        'rfc "scripts/rfc/none.patch"'                                                  || 1      | "cannot read scripts/rfc/none.patch: no such file"
    }

    def "a JavaScript file is followed as far: #text"() {
        when:
        def result = Kvmsh.run('plan', '--lang', 'js', '-e', text, '--facts', facts('kvm:x86_64', 'real', 'x86_64', Planned.X86))

        then:
        result.err == ''
        result.status == 0
        result.out.contains('plan for kvm:x86_64 (real): ')
        result.out.contains(said)

        where:
        text                                                                                      || said
        'vm({vcpu: {real: 0}}).run()'                                                             || 'KVM_RUN needs a machine that exists'
        'println(plan({memory: {at: 0, size: KB(64)}}))'                                          || 'KVM_SET_USER_MEMORY_REGION 0x4020ae46 '
        'test("a", () => { vm({}).ioctl(KVM_CREATE_IRQCHIP) }); test("b", () => { vm({}) })'      || 'planned up to -e:1:'
        'expect({errno: EINVAL}, () => vm({ioctl: ["KVM_CREATE_IRQCHIP"]}))'                      || 'the value that the kernel returns needs a machine'
    }

    def "a word without arguments is written in each language's own way: #text"() {
        given:
        def file = facts('kvm:x86_64', 'real', 'x86_64', Planned.X86 + [KVM_CAP_PIT2: 1])

        when:
        def result = Kvmsh.run('plan', '--lang', language, '-e', text, '--facts', file)

        then:
        result.err == ''
        result.out.readLines().findAll { it =~ /^[0-9]+[.]/ }*.replaceFirst(' +[(].*', '') == ['1. KVM_CREATE_VM type 0'] + steps.withIndex(2).collect { step, number -> "$number. $step".toString() }

        where:
        language | text                                            || steps
        'groovy' | 'vm { irqchip; pit }'                           || ['KVM_CREATE_IRQCHIP', 'KVM_CREATE_PIT2']
        'groovy' | 'vm { pit\n irqchip\n }'                        || ['KVM_CREATE_IRQCHIP', 'KVM_CREATE_PIT2']
        'groovy' | 'if (true) { vm { if (true) { irqchip } } }'    || ['KVM_CREATE_IRQCHIP']
        'js'     | 'vm({pit: true, irqchip: true})'                || ['KVM_CREATE_IRQCHIP', 'KVM_CREATE_PIT2']
        'js'     | 'vm(v => { v.irqchip(); v.pit() })'             || ['KVM_CREATE_IRQCHIP', 'KVM_CREATE_PIT2']
        'js'     | 'vm({irqchip: true, pit: false})'               || ['KVM_CREATE_IRQCHIP']
    }

    def "a facts file lists VM types, devices and proposals besides capabilities: #lists"() {
        given:
        def file = facts('it', 'remote', 'ppc64le', Planned.POWER_HV + [KVM_CAP_DEVICE_CTRL: 1], lists)

        when:
        def result = Kvmsh.run('plan', '-e', text, '--facts', file)

        then:
        (result.out + result.err).contains(said)

        where:
        lists                                 | text                                       || said
        [:]                                   | 'vm { platform SPAPR }'                    || 'the VM type is HV'
        [vmTypes: ['KVM_VM_PPC_PR']]          | 'vm { platform SPAPR }'                    || 'the VM type is PR'
        [vmTypes: ['KVM_VM_PPC_HV']]          | 'vm { platform KVM }'                      || 'KVM_CREATE_VM refuses type KVM_VM_PPC_PR'
        [devices: []]                         | 'vm { xics }'                              || 'xics needs a KVM_DEV_TYPE_XICS, which board it (remote) does not have'
        [devices: ['KVM_DEV_TYPE_XICS']]      | 'vm { xics }'                              || 'KVM_CREATE_DEVICE KVM_DEV_TYPE_XICS'
        [proposals: []]                       | "rfc '$PATCH'; vm { platform SPAPR }"      || 'the VM type is HV (hypervisor mode): kvm_hv is loaded'
        [proposals: ['KVM_PPC_SET_PLATFORM']] | "rfc '$PATCH'; vm { platform SPAPR }"      || 'KVM_PPC_SET_PLATFORM SPAPR'
    }

    def "a rule of some releases refuses if the facts name such a release, and is undecided otherwise: #table #release"() {
        given:
        def file = facts('it', 'remote', table, capabilities, release)

        when:
        def result = Kvmsh.run('plan', '-e', "vm { $text }", '--facts', file)

        then:
        result.err.contains('rule: ' + rule) == refused
        result.status == (refused ? 1 : 0)

        where:
        table     | capabilities                      | text                                                         | release                | refused
        'x86_64'  | Planned.X86 + [KVM_CAP_PIT2: 1]   | 'ioctl KVM_CREATE_PIT2, flags: 0'                            | [:]                    | false
        'x86_64'  | Planned.X86 + [KVM_CAP_PIT2: 1]   | 'ioctl KVM_CREATE_PIT2, flags: 0'                            | [kernel: '6.1.0-50']   | false
        'x86_64'  | Planned.X86 + [KVM_CAP_PIT2: 1]   | 'ioctl KVM_CREATE_PIT2, flags: 0'                            | [kernel: '6.18.44']    | true
        'x86_64'  | Planned.X86 + [KVM_CAP_PIT2: 1]   | 'ioctl KVM_CREATE_PIT2, flags: 0'                            | [kernel: '7.2']        | true
        'ppc64'   | [KVM_CAP_PPC_RMA: 1]              | 'memory at: 0, size: 64.KB'                                  | [:]                    | false
        'ppc64'   | [KVM_CAP_PPC_RMA: 1]              | 'memory at: 0, size: 64.KB'                                  | [kernel: '6.1.0-50']   | false
        'ppc64'   | [KVM_CAP_PPC_RMA: 1]              | 'memory at: 0, size: 64.KB'                                  | [kernel: '3.1']        | true
        'ppc64le' | [:]                               | 'memory at: 0, size: 4.KB'                                   | [:]                    | false
        'ppc64le' | [:]                               | 'memory at: 0, size: 4.KB'                                   | [pageSize: 0x10000]    | true
        rule = [x86_64: 'KVM_CREATE_IRQCHIP must be called first', ppc64: 'memory_size 0x10000 is not a multiple of 16 MiB', ppc64le: 'memory_size 0x1000 is not a multiple of the page size, 64 KiB'][table]
    }

    def "debug stops come from the facts, and are reported as unknown without them: #debug"() {
        given:
        def file = facts('it', 'remote', 'x86_64', Planned.X86 + [KVM_CAP_SET_GUEST_DEBUG: 1], debug == null ? [:] : [guestDebug: debug])

        when:
        def result = Kvmsh.run('plan', '-e', 'vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 }; on(debug: 0x1003) { } }', '--facts', file)

        then:
        said.every { (result.out + result.err).contains(it) }

        where:
        debug                                                                                    || said
        null                                                                                     || ['USE_HW_BP', 'not yet known whether this board supports hardware breakpoints']
        [default: [steps: true, hardwareBreakpoints: true]]                                      || ['USE_HW_BP']
        [default: [steps: true, hardwareBreakpoints: false]]                                     || ['SINGLESTEP', 'by single steps, because this board does not support hardware breakpoints']
        [default: [steps: false, hardwareBreakpoints: false, softwareBreakpoints: true]]         || ['USE_SW_BP', 'by software breakpoints, because this board does not support hardware breakpoints']
        [default: [steps: false, hardwareBreakpoints: false, softwareBreakpoints: false]]        || ['on(debug:) cannot stop the guest on board it (remote)']
        [default: [steps: 'yes']]                                                                || ['guestDebug.default.steps is not true or false']
    }

    def "no guest is run to plan on an open board"() {
        given:
        def on = new OnBoard('model:x86_64')
        def made = []
        on.session.trace().tell { made << it.name() }

        when:
        def text = on.run('plan { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 }; on(debug: 0x1003) { } }').toString()

        then:
        text.contains('not yet known whether this board supports hardware breakpoints')
        made.unique() == ['KVM_CHECK_EXTENSION']

        cleanup:
        on?.close()
    }

    def "an ioctl from a patch is planned with its own number and errors"() {
        when:
        def patch = Kvmsh.ROOT.resolve('scripts/rfc/kvm-allocate-rma.patch')
        def result = Kvmsh.run('plan', '-e', "rfc '$patch'; vm { ioctl KVM_ALLOCATE_RMA }", '--facts', facts('it', 'remote', 'ppc64', [:]))

        then:
        result.out.contains('KVM_ALLOCATE_RMA 0x4008aea9')
        result.out.contains('KVM_ALLOCATE_RMA ENOMEM: the pool is empty; kvm_rma_count=')
    }

    def "a plan is a value of the language, and asks the current board only for facts: #name"() {
        given:
        Needed.orSkip(name)
        def board = new Boards(System.getenv()).open(name)
        def calls = []
        board.kernel().tell { calls << it.name() }

        when:
        def plan
        new Session(board, new HostFacts(board, { [] }), { }).withCloseable {
            plan = new GroovyFrontEnd(new PrintWriter(Writer.nullWriter())).run(new Source('it', 'plan { memory at: 0, size: 64.KB; vcpu(0) { real 0 } }'), it, false)
        }

        then:
        plan instanceof PlanOnPaper
        plan.steps().collectMany { it.calls()*.name() } == ['KVM_CREATE_VM', 'KVM_SET_USER_MEMORY_REGION', 'KVM_SET_TSS_ADDR', 'KVM_GET_VCPU_MMAP_SIZE',
                'KVM_CREATE_VCPU', 'mmap', 'KVM_GET_SREGS', 'KVM_SET_SREGS', 'KVM_GET_REGS', 'KVM_SET_REGS']
        plan.toString().contains('KVM_CAP_USER_MEMORY (this board: 1)')
        calls as Set == ['KVM_CHECK_EXTENSION'] as Set

        where:
        name << ['model:x86_64', 'kvm']
    }

    def "the planned calls are the calls that the kernel gets, with the same arguments: #name"() {
        given:
        Needed.orSkip(name)
        def board = new OnBoard(name.startsWith('qemu') ? EmulatedBoards.open(name) : new Boards(System.getenv()).open(name))
        def calls = []

        when:
        def planned = board.run("plan { $block }").steps().collectMany { it.calls() }
        board.board.kernel().tell { if (!it.origin().own) calls << it }
        board.run("vm { $block }")

        then:
        planned*.name() == calls*.name()
        [planned, calls].transpose().every { plan, made -> plan.on() == made.on() }
        // Addresses are the process's own, and memory that is read before it is written has the kernel's content.
        [planned, calls].transpose().findAll { plan, made -> plan.name() in ['KVM_SET_ONE_REG', 'KVM_SET_DEVICE_ATTR', 'KVM_ENABLE_CAP', 'KVM_SET_USER_MEMORY_REGION'] }.every { plan, made ->
            plan.argument() == made.before().replaceAll(/addr: 0x[0-9a-f]{7,}( ->|$)/, 'addr: memory$1')
        }

        cleanup:
        board?.close()

        where:
        name               | block
        'model:x86_64'     | 'memory at: 0, size: 64.KB; load at: 0, hex: "f4"; vcpu(0) { real 0; regs rax: 7 }; vcpu(1) { long64 0 }'
        'model:rfc'        | 'platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000'
        'qemu:arm64'       | 'memory at: 0x40000000, size: 2.MB; vgic dist: 0x8000000, cpu: 0x8010000; vcpu(0) { start 0x40000000; regs x0: 40 }'
        'qemu:arm64-gicv3' | 'vgic dist: 0x8000000, redist: 0x80a0000, irqs: 96; vcpu(0) { start 0x40000000 }; vcpu 1'
        'qemu:ppc64'       | 'platform SPAPR; arch 206; memory at: 0, size: 64.KB; vcpu(0) { start 0x1000; regs r3: 7 }'
    }

    def "the same calls are printed in the same order"() {
        given:
        def vm = 'vm { memory at: 0, size: 64.KB; load at: 0, hex: "f4"; vcpu(0) { real 0; regs rax: 7 }; vcpu(1) { long64 0 } }'
        def made = Kvmsh.run('-b', 'model:x86_64', '-e', vm).out

        when:
        def planned = Kvmsh.run('plan', '-b', 'model:x86_64', '-e', vm).out

        then:
        // A vCPU's mapping and its size, which is queried once, too.
        calls(planned, /^     (?:kvm|vm|vcpu) +(\w+).*/) == calls(made, /^  (?:kvm|vm|vcpu) +(\w+).*/)
    }

    def "invalid facts are refused in one line: #said"() {
        given:
        def file = Files.writeString(folder.resolve('facts.json'), text)

        when:
        def result = Kvmsh.run('plan', '-e', '1', '--facts', file.toString())

        then:
        result.status == 2
        result.err == "kvmsh plan: $file$said\n"

        where:
        text                                               || said
        '{"name": '                                        || ':1:10: not JSON; expected the output of kvmsh boards facts NAME'
        'hello'                                            || ':1:1: not JSON; expected the output of kvmsh boards facts NAME'
        '{"name": "a",\n "name": "b"}'                      || ':2: name is already in this object; remove one of the two'
        '{"capabilities": {"A": 1, "A": 2}}'               || ':1: capabilities.A is already in this object; remove one of the two'
        '{"capabilites": {}}'                              || ": unknown member capabilites; did you mean 'capabilities'?"
        "{'name': 'it'}"                                   || ':1:3: not JSON; expected the output of kvmsh boards facts NAME'
        '{"name": "it",\n "kind": real}'                   || ':2:10: not JSON; expected the output of kvmsh boards facts NAME'
        '{} {}'                                            || ':1:5: not JSON; expected the output of kvmsh boards facts NAME'
        '[' * 100_000                                      || ':1:257: not JSON; expected the output of kvmsh boards facts NAME'
        ''                                                 || ': not a JSON object; expected the output of kvmsh boards facts NAME'
        '[]'                                               || ': not a JSON object; expected the output of kvmsh boards facts NAME'
        '"kvm"'                                            || ': not a JSON object; expected the output of kvmsh boards facts NAME'
        '{"name": 7}'                                      || ': name is not a string; expected the output of kvmsh boards facts NAME'
        '{"name": "it"}'                                   || " is not a facts file: it has no kind; expected the output of kvmsh boards facts NAME"
        facts(capabilities: [])                            || ': capabilities is not an object; expected the output of kvmsh boards facts NAME'
        facts(capabilities: [KVM_CAP_IRQCHIP: 'yes'])      || ': capabilities.KVM_CAP_IRQCHIP is not an integer; expected the output of kvmsh boards facts NAME'
        facts(capabilities: [KVM_CAP_IRQCHIP: 1.5])        || ': capabilities.KVM_CAP_IRQCHIP is not an integer; expected the output of kvmsh boards facts NAME'
        facts(capabilities: [KVM_CAP_IRQCHIP: 1L << 40])   || ': capabilities.KVM_CAP_IRQCHIP is not a 32-bit integer; expected the output of kvmsh boards facts NAME'
        facts(devices: 'none')                             || ': devices is not a list; expected the output of kvmsh boards facts NAME'
        facts(devices: ['a', 7])                           || ': devices[1] is not a string; expected the output of kvmsh boards facts NAME'
        facts(kind: 'dreamt')                              || ': unknown kind of board: dreamt'
        facts(pageSize: 6000)                              || ": pageSize 6000 is invalid: a page size is a power of two, at least 4096"
        facts(pageSize: 0)                                 || ": pageSize 0 is invalid: a page size is a power of two, at least 4096"
        facts(pageSize: '4 KiB')                           || ': pageSize is not an integer; expected the output of kvmsh boards facts NAME'
        facts(kernel: 6.1)                                 || ': kernel is not a string; expected the output of kvmsh boards facts NAME'
        facts(hugePages: [huge: [nr_hugepages: 1]])        || ': hugePages.huge is invalid: the key must be a page size in kB, such as 2048kB'
        facts(hugePages: ['2048kB': 1])                    || ': hugePages.2048kB is not an object; expected the output of kvmsh boards facts NAME'
        facts(hugePages: ['2048kB': [nr_hugepages: null]]) || ': hugePages.2048kB.nr_hugepages is not an integer; expected the output of kvmsh boards facts NAME'
    }

    /** Facts as printed by boards facts, with errors. */
    private static String facts(Map<String, Object> wrong) {
        new GsonBuilder().serializeNulls().create().toJson([name: 'it', kind: 'real', table: 'x86_64', capabilities: [:]] + wrong)
    }

    def "invalid arguments are refused: #arguments"() {
        when:
        def result = Kvmsh.run('plan', *arguments.collect { it.endsWith('.json') ? folder.resolve(it).toString() : it })

        then:
        result.status == status
        result.err.contains(said)

        where:
        arguments                                    || status | said
        []                                           || 2      | 'missing argument: FILE or -e TEXT'
        ['missing.groovy']                           || 2      | "cannot read missing.groovy: no such file"
        ['-e', '1', '-b', 'kvm', '--facts', 'x']     || 2      | 'are mutually exclusive'
        ['-e', '1', '--facts', 'missing.json']       || 2      | 'no such file'
        ['-e', '1', '-b', 'model:vax']               || 2      | 'no board model:vax'
        ['-e', '1', '-b', 'exec:/nonexistent']       || 1      | 'nonexistent'
    }

    private static List<String> calls(String text, String pattern) {
        text.readLines().collect { it =~ pattern }.findAll { it.matches() }.collect { it[0][1] }
    }

    /** A file as {@code kvmsh boards facts} prints it. */
    private String facts(String name, String kind, String table, Map<String, Integer> capabilities, Map<String, ?> lists = [:]) {
        Files.writeString(folder.resolve('facts'), new Gson().toJson([name: name, kind: kind, table: table, about: '', capabilities: EVERYWHERE + capabilities] + lists)).toString()
    }
}
