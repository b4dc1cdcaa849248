package org.kvmsh.specs.abi

import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.specs.kit.AbiExpressions
import org.kvmsh.specs.kit.CompiledValues
import org.kvmsh.specs.kit.KernelHeaders
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification
import spock.lang.TempDir

@Needs('headers')
class AbiAgreesWithTheCompilerSpec extends Specification {
    /** The kvm.h of 32-bit ARM, which the release no longer has. */
    static final String KEPT = Kvmsh.ROOT.resolve('bindings/headers/src/main/resources/org/kvmsh/bindings/abi/header/arm').toString()

    /** Replaces missing definitions of that header: structs that contain them are not in the table, and are not compared. */
    static final String MISSING = 'struct kvm_debug_exit_arch { }; struct kvm_guest_debug_arch { }; struct kvm_sync_regs { };\n'

    /** What "[PATCH v3 01/13] KVM: ARM: Introduce KVM_SET_DEVICE_ADDRESS ioctl", 2012-10-22, defines over the common header. */
    static final String MAIL = '''
        struct kvm_device_address { __u32 id; __u64 addr; };
        #define KVM_CAP_SET_DEVICE_ADDR 84
        #define KVM_SET_DEVICE_ADDRESS _IOW(KVMIO, 0xaa, struct kvm_device_address)
        #define KVM_DEVICE_TYPE_SHIFT 0
        #define KVM_DEVICE_TYPE_MASK (0xffff << KVM_DEVICE_TYPE_SHIFT)
        #define KVM_DEVICE_ID_SHIFT 16
        #define KVM_DEVICE_ID_MASK (0xffff << KVM_DEVICE_ID_SHIFT)
        #define KVM_ARM_DEVICE_VGIC_V2 0
        #define KVM_VGIC_V2_ADDR_TYPE_DIST 0
        #define KVM_VGIC_V2_ADDR_TYPE_CPU 1
        '''.stripIndent()

    @TempDir
    Path folder

    def "the tables of #table match what #compiler computes from the headers"() {
        given:
        Needed.orSkip(compiler)
        def abi = Abi.of(table)
        def expected = expectations(abi)

        when:
        def values = compiled(compiler, arch, options, expected.keySet())
        // Capabilities that the header hides from this architecture have one number everywhere: x86's compiler sees them all.
        def hidden = expected.keySet().findAll { it.startsWith('KVM_CAP_') && !values.containsKey(it) }
        values += hidden.empty ? [:] : compiled('gcc', 'x86', [], hidden)

        then:
        println "$table: ${abi.ioctls().size()} ioctls, ${abi.structs().size()} structs, ${abi.constants().size()} constants: ${expected.size()} values compared with $compiler"
        expected.findAll { expression, value -> values[expression] != value }.collect { expression, value -> [expression, value, values[expression]] } == []

        where:
        table << [*CompiledValues.OF_TABLE.keySet(), 'arm']
        of = CompiledValues.OF_TABLE[table] ?: ['arm', 'arm-linux-gnueabihf-gcc', ['-isystem', KEPT]]
        arch = of[0]
        compiler = of[1]
        options = of[2]
    }

    @Needs('arm-linux-gnueabihf-gcc')
    def "KVM_SET_DEVICE_ADDRESS, read from its mail over the common header, matches the compiler on 32-bit ARM"() {
        given:
        def abi = Abi.rfc('arm')
        def expected = [KVM_SET_DEVICE_ADDRESS: 0x4010aeaaL, 'sizeof(struct kvm_device_address)': 16L,
                        'offsetof(struct kvm_device_address, id)': 0L, 'offsetof(struct kvm_device_address, addr)': 8L]
        // They are parts of id, which has 32 bits.
        def constants = MAIL.readLines().findAll { it =~ /#define KVM_(?!SET)/ }.collectEntries { define ->
            def name = define.tokenize()[1]
            ["(__u32)($name)".toString(), abi.constant(name) & 0xffffffffL]
        }

        expect:
        compiled('arm-linux-gnueabihf-gcc', 'arm', ['-isystem', KEPT], (expected + constants).keySet(), MAIL) == expected + constants
        Integer.toUnsignedLong(abi.ioctl('KVM_SET_DEVICE_ADDRESS').request()) == 0x4010aeaaL
        abi.struct('kvm_device_address').with { [it.size(), it.offset('id'), it.offset('addr')] } == [16, 0, 8]
    }

    /** Every C expression whose value is in a table. */
    private static Map<String, Long> expectations(Abi abi) {
        AbiExpressions.ioctls(abi.ioctls()) + AbiExpressions.constants(abi.constants()) + called(abi) +
                abi.structs().findAll { !it.name().contains('.') }.collectEntries { AbiExpressions.struct(abi, it) }
    }

    /** The macros with arguments, each called with different numbers, as a patch that uses them is read. */
    private static Map<String, Long> called(Abi abi) {
        def calls = abi.macros().collect { name -> "$name(${(1..arguments(abi.macro(name))).join(', ')})".toString() }
        calls.empty ? [:] : PatchReader.read(calls.withIndex().collect { call, i -> "+#define CALL_$i $call\n" }.join(), abi).constants()
                .collectEntries { [(calls[(it.name() - 'CALL_') as int]): it.value()] }
    }

    private static int arguments(String define) {
        define.substring(define.indexOf('('), define.indexOf(')')).count('x')
    }

    private Map<String, Long> compiled(String compiler, String arch, List<String> options, Set<String> expressions, String more = '') {
        def usr = KernelHeaders.folder().toString()
        new CompiledValues(folder, compiler, [*options, '-isystem', "$usr/lib/linux/uapi/$arch".toString(), '-isystem', "$usr/include".toString()])
                .of(expressions, arch == 'arm' ? MISSING : '', more)
    }
}
