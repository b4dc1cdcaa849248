package org.kvmsh.specs

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.Arch
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

@Requires(value = { System.getProperty('os.arch') == 'amd64' && compiles() },
        reason = 'no x86_64 C compiler with <linux/kvm.h> to hold the tables against')
class AbiAgreesWithTheCompilerSpec extends Specification {
    @TempDir
    Path folder

    static boolean compiles() {
        try {
            def cc = ['cc', '-E', '-x', 'c', '-'].execute()
            cc.consumeProcessOutput()
            cc.withWriter { it << '#include <linux/kvm.h>\n' }
            cc.waitFor() == 0
        } catch (IOException e) {
            false
        }
    }

    def "every struct, field, ioctl and constant of x86_64 has the compiler's size, offset or value"() {
        given:
        def abi = Abi.of(Arch.X86_64)
        def expected = [:]
        ['kvm_userspace_memory_region', 'kvm_regs', 'kvm_sregs', 'kvm_run'].each { name ->
            def struct = abi.struct(name)
            expected["sizeof(struct $name)".toString()] = struct.size() as long
            struct.fields().each { field ->
                expected["offsetof(struct $name, ${field.name()})".toString()] = field.offset() as long
                expected["sizeof(((struct $name *)0)->${field.name()})".toString()] = (field.bytes() * field.count()) as long
            }
        }
        ['KVM_GET_API_VERSION', 'KVM_CREATE_VM', 'KVM_CHECK_EXTENSION', 'KVM_GET_VCPU_MMAP_SIZE', 'KVM_CREATE_VCPU',
         'KVM_SET_USER_MEMORY_REGION', 'KVM_SET_TSS_ADDR', 'KVM_CREATE_IRQCHIP', 'KVM_RUN', 'KVM_GET_REGS', 'KVM_SET_REGS', 'KVM_GET_SREGS',
         'KVM_SET_SREGS'].each { expected[it] = Integer.toUnsignedLong(abi.ioctl(it).request()) }
        expected.putAll(abi.constants('KVM'))

        when:
        def compiled = compiled(expected.keySet())

        then:
        compiled.size() == expected.size()
        compiled == expected
    }

    /** What a C program prints for each expression. */
    private Map<String, Long> compiled(Set<String> expressions) {
        def source = folder.resolve('abi.c')
        def program = folder.resolve('abi')
        Files.writeString(source, '#include <stdio.h>\n#include <stddef.h>\n#include <linux/kvm.h>\nint main(void) {\n' +
                expressions.collect { "printf(\"%lld\\n\", (long long)($it));\n" }.join() + 'return 0; }\n')
        def cc = ['cc', '-o', program.toString(), source.toString()].execute()
        def errors = new StringBuilder()
        cc.waitForProcessOutput(new StringBuilder(), errors)
        assert cc.exitValue() == 0: errors
        [expressions.toList(), program.toString().execute().text.readLines()*.toLong()].transpose().collectEntries()
    }
}
