package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.PatchReader
import spock.lang.Specification

class MacrosWithArgumentsSpec extends Specification {
    def "a macro with arguments of the headers, of the patch or of an earlier patch of the series is computed: #text"() {
        when:
        def patch = PatchReader.read(text, Abi.of(table))

        then:
        patch.constants().collectEntries { [(it.name()): Long.toHexString(it.value())] } == [(name): value]
        patch.warnings().every { it == 'the patch defines no ioctl' }

        where:
        table         | text                                                                                  || name             | value
        'arm64'       | '+#define KVM_REG_ARM_NEW ARM64_SYS_REG(3, 3, 14, 2, 1)\n'                            || 'KVM_REG_ARM_NEW' | '603000000013df11'
        'arm64'       | '+#define KVM_REG_ARM_NEW (__ARM64_SYS_REG(3, 3, 14, 2, 1) | KVM_REG_SIZE_U128)\n'    || 'KVM_REG_ARM_NEW' | '604000000013df11'
        'arm64'       | '+#define KVM_REG_ARM_NEW KVM_REG_ARM_FW_REG(3)\n'                                    || 'KVM_REG_ARM_NEW' | '6030000000140003'
        'mips64'      | '+#define KVM_NEW KVM_REG_MIPS_FPR_64(1 + 2)\n'                                       || 'KVM_NEW'         | '7030000000030003'
        's390x'       | '+#define KVM_NEW KVM_S390_INT_IO(1, 2, 3, 4)\n'                                      || 'KVM_NEW'         | '40b0004'
        'loongarch64' | '+#define KVM_NEW KVM_IOC_CSRID(2)\n'                                                 || 'KVM_NEW'         | '9030000000010010'
        'x86_64'      | '+#define KVM_PAIR(a, b) ((a) << 8 | (b))\n+#define KVM_NEW KVM_PAIR(1, 2)\n'         || 'KVM_NEW'         | '102'
        'x86_64'      | mail(1, '+#define KVM_PAIR(a, b) ((a) << 8 | (b))') + mail(2, '+#define KVM_NEW KVM_PAIR(1, 2)') || 'KVM_NEW' | '102'
        'arm64'       | '+#define ARM64_SYS_REG(...) 7\n+#define KVM_NEW ARM64_SYS_REG(1, 2)\n'               || 'KVM_NEW'         | '7'
    }

    private static String mail(int number, String line) {
        "From: Somebody <somebody@example.org>\nSubject: [PATCH $number/2] KVM: a pair\nDate: 2026-01-01\n\n---\n" +
                'diff --git a/include/uapi/linux/kvm.h b/include/uapi/linux/kvm.h\n--- a/include/uapi/linux/kvm.h\n+++ b/include/uapi/linux/kvm.h\n' +
                "@@ -1,2 +1,3 @@\n #define KVM_API_VERSION 12\n$line\n \n-- \n2.39.5\n\n"
    }
}
