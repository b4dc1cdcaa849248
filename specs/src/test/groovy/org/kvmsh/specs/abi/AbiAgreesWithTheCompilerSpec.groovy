package org.kvmsh.specs.abi

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.PatchReader
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
        table         | arch        | compiler                     | options
        'x86_64'      | 'x86'       | 'gcc'                        | []
        'arm64'       | 'arm64'     | 'aarch64-linux-gnu-gcc'      | []
        'ppc64'       | 'powerpc'   | 'powerpc64-linux-gnu-gcc'    | []
        'ppc64le'     | 'powerpc'   | 'powerpc64le-linux-gnu-gcc'  | []
        'riscv64'     | 'riscv'     | 'riscv64-linux-gnu-gcc'      | []
        's390x'       | 's390'      | 's390x-linux-gnu-gcc'        | []
        'mips64'      | 'mips'      | 'mips64-linux-gnuabi64-gcc'  | []
        'loongarch64' | 'loongarch' | 'gcc'                        | ['-U__x86_64__', '-D__loongarch__', '-D__loongarch_grlen=64']
        'arm'         | 'arm'       | 'arm-linux-gnueabihf-gcc'    | ['-isystem', KEPT]
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
        def expected = [:] as LinkedHashMap<String, Long>
        abi.ioctls().each { expected[it.name()] = Integer.toUnsignedLong(it.request()) }
        abi.constants().each { expected[it.name()] = it.value() }
        expected.putAll(called(abi))
        abi.structs().findAll { !it.name().contains('.') }.each { struct ->
            def type = "${struct.union ? 'union' : 'struct'} ${struct.name()}"
            expected["sizeof($type)".toString()] = struct.size() as long
            struct.members().findAll { it.width() == 0 }.each { field ->
                expected["offsetof($type, ${field.name()})".toString()] = field.offset() as long
                if (field.count() > 0) {
                    expected["sizeof((($type *)0)->${field.name()})".toString()] = (field.bytes() * field.count()) as long
                }
                // Unnamed structs are reached through the field that contains them.
                inner(abi, field).each { path, offset -> expected["offsetof($type, $path)".toString()] = offset as long }
            }
        }
        expected
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

    private static Map<String, Integer> inner(Abi abi, field) {
        field.scalar || !field.type().contains('.') || field.count() != 1 ? [:] :
                abi.struct(field.type()).members().findAll { it.width() == 0 }.collectEntries { [(field.name() + '.' + it.name()): field.offset() + it.offset()] }
    }

    /** What the compiler writes into its assembly for each expression; nothing needs to run. */
    private Map<String, Long> compiled(String compiler, String arch, List<String> options, Set<String> expressions, String more = '') {
        def source = folder.resolve('abi.c')
        def assembly = folder.resolve('abi.s')
        def usr = KernelHeaders.folder().toString()
        Files.writeString(source, '#include <stddef.h>\n' + (arch == 'arm' ? MISSING : '') + '#include <linux/kvm.h>\n' + more +
                expressions.withIndex().collect { e, i -> value(e, i) }.join())
        def command = [compiler, *options, '-S', '-w', '-nostdinc', '-isystem', builtin(compiler), '-isystem', "$usr/lib/linux/uapi/$arch",
                       '-isystem', "$usr/include", '-fno-common', '-fno-zero-initialized-in-bss', '-O0', '-o', assembly.toString(), source.toString()]
        def cc = (command*.toString()).execute()
        def errors = new StringBuilder()
        cc.waitForProcessOutput(new StringBuilder(), errors)
        assert cc.exitValue() == 0: errors
        values(Files.readString(assembly), expressions.toList())
    }

    private static String value(String expression, int index) {
        def definition = "unsigned long long value_$index = (unsigned long long)($expression);\n"
        expression.startsWith('KVM_CAP_') ? "#ifdef $expression\n$definition#endif\n" : definition
    }

    /** The directory of stddef.h, which is the compiler's own. */
    private static String builtin(String compiler) {
        [compiler, '-print-file-name=include'].execute().text.trim()
    }

    /** A label and what follows it: one directive of 8 bytes, or two of 4. */
    private static Map<String, Long> values(String assembly, List<String> expressions) {
        def found = [:]
        (assembly =~ /(?m)^value_(\d+):\n((?:\s+\.(?:quad|8byte|xword|dword|zero|space|long|4byte|word)\s+\S+\n){1,2})/).each { all, index, directives ->
            def numbers = (directives =~ /\.(\w+)\s+(\S+)/).collect { [it[1], it[2]] }
            def low = number(*numbers[0])
            // A 32-bit little-endian compiler writes the lower half first.
            found[expressions[index as int]] = numbers.size() == 2 && numbers*.first() == ['word', 'word'] ? low & 0xffffffffL | number(*numbers[1]) << 32 : low
        }
        found
    }

    private static long number(String directive, String digits) {
        directive in ['zero', 'space'] ? 0L : new BigInteger(digits - '0x', digits.startsWith('0x') ? 16 : 10).longValue()
    }
}
