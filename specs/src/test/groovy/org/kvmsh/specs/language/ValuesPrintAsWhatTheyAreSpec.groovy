package org.kvmsh.specs.language

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.kernel.HeapRegion
import org.kvmsh.bindings.kernel.StructText
import org.kvmsh.dsl.lang.Language
import org.kvmsh.repl.ValueText
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** 64 bits are bits, addresses and masks are read in hex, flags by the headers' names, and no object of Java's is shown. */
class ValuesPrintAsWhatTheyAreSpec extends Specification {
    @AutoCleanup
    OnBoard groovy = new OnBoard('model:x86_64')
    @AutoCleanup
    OnBoard js = new OnBoard('model:x86_64', Language.JS)

    def "both languages print #value as #printed"() {
        given:
        groovy.run('m = vm { memory at: 0, size: 64.KB, log: true; vcpu(0) { real 0x1000 } }')
        js.run('const m = vm({memory: {at: 0, size: KB(64), log: true}, vcpu: {real: 0x1000}})')

        when:
        groovy.run("m.regs.rax = $value; println m.regs.rax; println([m.regs.rax]); print m.regs.rax")
        js.run("m.regs.rax = ${value}n; println(m.regs.rax); println([m.regs.rax]); print(m.regs.rax)")

        then:
        groovy.printed == "$printed\n[$printed]\n$printed"
        js.printed == groovy.printed

        where:
        value                  || printed
        '-9223372036854771711' || '0x8000000000001001'
        '-1'                   || '0xffffffffffffffff'
        '0x7fffffffffffffff'   || '0x7fffffffffffffff'
        '0x100b'               || '0x100b'
        '42'                   || '42'
    }

    def "a list of addresses is all in hex"() {
        when:
        groovy.run('''
            m = vm { memory at: 0, size: 64.KB, log: true; load at: 0x1000, hex: 'c6 06 00 50 01 c6 06 00 70 01 c6 06 00 00 01 f4'; vcpu(0) { real 0x1000 } }
            m.run until: hlt
            println m.dirty()''')

        then:
        groovy.printed == '[0x0, 0x1000, 0x5000, 0x7000]\n'
    }

    def "the value of -e and of the shell: #text in #language"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', language, '-e', text)

        then:
        result.out.readLines()[0] == evaluated

        where:
        language | text                                  || evaluated
        'groovy' | '0xffffffff80000000'                  || '0xffffffff80000000'
        'js'     | '0xffffffff80000000n'                 || '0xffffffff80000000'
        'groovy' | '[rip: 0xffffffff80000000, n: 5000]'  || '[rip:0xffffffff80000000, n:5000]'
        'js'     | '({rip: 0xffffffff80000000n, n: 5000})' || '{rip: 0xffffffff80000000, n: 5000}'
        'groovy' | '5000'                                || '5000'
        'js'     | '5000'                                || '5000'
        'js'     | '2 ** 40'                             || '1099511627776'
        'js'     | '-5n'                                 || '-5'
        'groovy' | '128.MB'                              || '0x8000000'
    }

    def "Java objects are not shown: #text in #language"() {
        when:
        (language == Language.JS ? js : groovy).run(text)
        def printed = (language == Language.JS ? js : groovy).printed

        then:
        printed == shown + '\n'
        !(printed =~ /org\.|java\.|@[0-9a-f]{4}/)

        where:
        language        | text                                                            || shown
        Language.GROOVY | 'println({ 1 })'                                                || 'a block'
        Language.GROOVY | 'println this'                                                  || 'the script'
        Language.GROOVY | 'println new Object()'                                          || 'a value'
        Language.GROOVY | 'println 2.s'                                                   || '2 s'
        Language.GROOVY | 'println 1500.ms'                                               || '1500 ms'
        Language.GROOVY | 'println([1, 0xe6] as byte[])'                                  || '01 e6'
        Language.GROOVY | 'println([[:], [a: null], 1..3])'                               || '[[:], [a:null], 1..3]'
        Language.GROOVY | 'try { kvm.ioctl(KVM_GET_API_VERSION, a: 1) } catch (e) { println e }' || 'KVM_GET_API_VERSION takes no argument; this call passes fields'
        Language.JS     | 'println(seconds(2))'                                           || '2 s'
        Language.JS     | 'println(`${ms(20)} ` + seconds(2))'                            || '20 ms 2 s'
        Language.JS     | 'println([{a: [0x5000n, 0n]}, "x", null, undefined, true])'     || "[{a: [0x5000, 0x0]}, 'x', null, undefined, true]"
        Language.JS     | 'println([vm, hlt])'                                            || '[vm(), hlt]'
        Language.JS     | 'try { kvm.ioctl(KVM_GET_API_VERSION, {a: 1}) } catch (e) { println(e) }' || 'KVM_GET_API_VERSION takes no argument; this call passes fields'
        Language.JS     | 'println(new TypeError("no"))'                                  || 'TypeError: no'
    }

    def "a program that a script starts prints as what it is"() {
        when:
        groovy.run("println 'true'.execute()")

        then:
        groovy.printed.strip() ==~ /process \d+; to get its output, use \.text: 'COMMAND'\.execute\(\)\.text/
    }

    def "an endless list is cut: #text"() {
        when:
        js.run(text)

        then:
        js.printed.length() < 2000

        where:
        text << ['const a = []; a.push(a); println(a)', 'println(new Array(100000).fill(1n))', 'const o = {}; o.o = o; println(o)']
    }

    def "a failed condition shows a block as a block"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', 'def twice = { 2 * it }; expect { [1].collect(twice) == [3] }')

        then:
        result.err.contains('a block')
        !result.err.contains('closure')
    }

    def "a failed condition shows the start of a long value, and the end of a long text too: #value"() {
        when:
        def lines = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "def all = $value\nexpect { all == 0 }").err.readLines()

        then:
        lines.any { it ==~ shown }
        lines.every { it.length() < 1100 }

        where:
        value                                      || shown
        '(1..3).join("\\n")'                       || /.*'1\\n2\\n3'/
        '"a" * 400 + "b" * 2000 + "the end"'       || /.*'a{300}' \.\.\. 'b{693}the end' \(2407 characters\)/
        '(1..900).toList()'                        || /.*\[1, 2, 3, .* \.\.\. \(\d+ characters\)/
        'vm { vcpu(0) { } }.regs'                  || /.*\.\.\. \(3 more lines\)/
    }

    def "a failed condition shows 64-bit values in hex"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', 'def rip = 0xffffffff80000000; expect { [rip, 1] == 0x1003 }')

        then:
        result.err.contains('''\
            |  [rip, 1] == 0x1003
            |   |       |
            |   |       false
            |   0xffffffff80000000'''.stripMargin())
    }

    def "exits are counted in decimal"() {
        expect:
        groovy.run('''
            m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b9 88 13 e6 10 e2 fc f4'; vcpu(0) { real 0x1000 }; on(io: 0x10) { } }
            println m.run(until: hlt).exits''') == null
        groovy.printed == '5001\n'
    }

    def "#struct of #table with #filled prints as #text"() {
        given:
        def abi = Abi.of(table)
        def layout = abi.struct(struct)
        def region = new HeapRegion(new byte[layout.size() + 64], abi.order())
        filled.each { path, value -> layout.field(path).with { region.put(it.offset(), it.bytes(), value as long) } }

        expect:
        StructText.of(abi, layout, region) == text

        where:
        table    | struct                        | filled                                                 || text
        'x86_64' | 'kvm_userspace_memory_region' | [flags: 3, memory_size: 0x1000]                        || 'slot: 0, flags: KVM_MEM_LOG_DIRTY_PAGES | KVM_MEM_READONLY, guest_phys_addr: 0x0, memory_size: 0x1000, userspace_addr: 0x0'
        'x86_64' | 'kvm_userspace_memory_region' | [flags: 0x101]                                         || 'slot: 0, flags: KVM_MEM_LOG_DIRTY_PAGES | 0x100, guest_phys_addr: 0x0, memory_size: 0x0, userspace_addr: 0x0'
        'x86_64' | 'kvm_userspace_memory_region' | [flags: 0x100]                                         || 'slot: 0, flags: 0x100, guest_phys_addr: 0x0, memory_size: 0x0, userspace_addr: 0x0'
        'x86_64' | 'kvm_dirty_log'               | [slot: 1, dirty_bitmap: 0x7f0000000000]                || 'slot: 1, dirty_bitmap: 0x7f0000000000'
        'x86_64' | 'kvm_dirty_log'               | [slot: 1, padding1: 7]                                 || 'slot: 1, padding1: 7, dirty_bitmap: 0x0'
        'x86_64' | 'kvm_enable_cap'              | [cap: 188, 'args[0]': 3]                               || 'cap: 188 (KVM_CAP_X86_USER_SPACE_MSR), flags: 0, args[0]: KVM_MSR_EXIT_REASON_INVAL | KVM_MSR_EXIT_REASON_UNKNOWN'
        'x86_64' | 'kvm_enable_cap'              | [cap: 121, 'args[0]': 24]                              || 'cap: 121 (KVM_CAP_SPLIT_IRQCHIP), flags: 0, args[0]: 0x18'
        'x86_64' | 'kvm_msr_filter'              | ['ranges[1].flags': 2, 'ranges[1].base': 0x174]        || 'ranges[1].flags: KVM_MSR_FILTER_WRITE, ranges[1].base: 0x174'
        'x86_64' | 'kvm_hyperv_eventfd'          | [fd: -1, flags: 1]                                     || 'conn_id: 0, fd: -1, flags: KVM_HYPERV_EVENTFD_DEASSIGN'
        'arm64'  | 'kvm_vcpu_init'               | [target: 5, 'features[0]': 0xc]                        || 'target: 5 (KVM_ARM_TARGET_GENERIC_V8), features[0]: KVM_ARM_VCPU_PSCI_0_2 | KVM_ARM_VCPU_PMU_V3'
        'ppc64'  | 'kvm_enable_cap'              | [cap: 68]                                              || 'cap: 68 (KVM_CAP_PPC_PAPR), flags: 0'
    }

    def "a plain argument is shown as a constant if the call takes one: #call"() {
        when:
        groovy.run(call)

        then:
        groovy.run('trace.toString()').readLines().last() == line

        where:
        call                                                || line
        'kvm.ioctl KVM_CHECK_EXTENSION, KVM_CAP_IRQCHIP'     || '  kvm   KVM_CHECK_EXTENSION KVM_CAP_IRQCHIP = 0'
        'kvm.ioctl KVM_CHECK_EXTENSION, KVM_CAP_USER_MEMORY' || '  kvm   KVM_CHECK_EXTENSION KVM_CAP_USER_MEMORY = 1'
        'kvm.ioctl KVM_CHECK_EXTENSION, 0xfffff'             || '  kvm   KVM_CHECK_EXTENSION 0xfffff = 0'
    }

    def "a returned struct shows its flags by name, and a bitmap once"() {
        when:
        groovy.run('''
            m = vm { memory at: 0, size: 64.KB, log: true; load at: 0x1000, hex: 'c6 06 00 50 01 f4'; vcpu(0) { real 0x1000 } }
            m.run until: hlt
            println m.ioctl(KVM_GET_DIRTY_LOG, slot: 0, dirty_bitmap: new byte[8])''')

        then:
        groovy.printed == 'slot: 0\ndirty_bitmap: 0x22\n'
    }

    def "the shell shows a negative number in as many hex digits as its type has: #value"() {
        expect:
        ValueText.of(value) == shown

        where:
        value          || shown
        (byte) -1      || '-1 (0xff)'
        (short) -5000  || '-5000 (0xec78)'
        -5             || '-5 (0xfffffffb)'
        -5000L         || '0xffffffffffffec78'
        -5G            || '-5 (0xfffffffffffffffb)'
        (short) 300    || '300 (0x12c)'
        (byte) 7       || '7'
    }
}
