package org.kvmsh.specs.language

import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** What a person types first on a board that is not x86 gets advice for that board. */
class ANewcomersInputSpec extends Specification {
    static final String ARM = 'model:arm-vgicv2'
    static final String MEMORY = 'memory at: 0, size: 64.KB; '

    private static String err(String board, String text, String... options) {
        Kvmsh.run(*options, '-q', '-b', board, '-e', text).err
    }

    def "#word is rejected on #board, whose kernels have no port I/O"() {
        expect:
        err(board, "vm { memory at: 0, size: 16.MB; vcpu 0; $word io: 0x3f8 }").contains("$word io: needs an x86 board; board $board")

        where:
        [word, board] << [['console', 'answer'], [ARM, 'model:ppc-pr']].combinations()
    }

    def "KVM_RUN of an arm64 vCPU that was not initialized names the word that does it"() {
        expect:
        err(ARM, "vm { $MEMORY vcpu 0 }; run within: 1.s").contains('rule: KVM_ARM_VCPU_INIT must be called first; vcpu(0) { start ADDRESS } in a script calls it (arch/arm64/kvm/arm.c)')
    }

    def "a run that waited in vain for an exit of another architecture names that architecture"() {
        expect:
        err(ARM, "vm { $MEMORY load at: 0, hex: '00 00 00 14'; vcpu(0) { start 0 } }; run until: hlt, within: 100.ms").contains('\n  no arm64 kernel has the exit hlt: it is an exit of x86')
        !err(ARM, "vm { $MEMORY load at: 0, hex: '00 00 00 14'; vcpu(0) { start 0 } }; run until: mmio, within: 100.ms").contains('kernel has the exit')
    }

    def "a size in quotes gets the spelling of a size: #text"() {
        expect:
        err(ARM, text, '--lang', language).contains("size: must be an integer, not '64K', a string") && err(ARM, text, '--lang', language).contains("write a size without quotes\n  try: $size\n")

        where:
        language | text                                  || size
        'groovy' | "vm { memory at: 0, size: '64K' }"    || '64.KB'
        'js'     | "vm({memory: {at: 0, size: '64K'}})"  || 'KB(64)'
    }

    def "an exit in quotes is written without them"() {
        expect:
        err(ARM, "vm { $MEMORY vcpu 0 }; run until: 'mmio'").contains("until: takes an exit or a block, not 'mmio'") && err(ARM, "vm { $MEMORY vcpu 0 }; run until: 'mmio'").contains('write an exit without quotes\n  try: run until: mmio\n')
    }

    def "a missing file with an absolute path is named once"() {
        expect:
        err(ARM, "vm { $MEMORY load at: 0, file: '/nonexistent' }").count('/nonexistent') == 2
        err(ARM, "vm { $MEMORY load at: 0, file: '/nonexistent' }").contains('no such file: /nonexistent\n')
    }
}
