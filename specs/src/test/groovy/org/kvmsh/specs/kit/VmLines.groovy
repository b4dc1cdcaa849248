package org.kvmsh.specs.kit

import org.kvmsh.dsl.Kvmsh as Library

/** Lines for {@code vm { }}: each word of it by its own example, and the words of the proposals and of one architecture with each other. */
class VmLines {
    static final String CARD = 'platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000'
    /** What no file or running script is needed for, and is of some architecture alone. */
    static final List<String> OF_ONE_ARCHITECTURE = [CARD, 'platform SPAPR', 'platform SPAPR; arch 206', 'platform SPAPR; arch 201', 'platform KVM', 'platform NONE', 'platform KVM; arch 206', 'rma 64.MB', 'rma 128.MB',
            'rma 256.MB', 'platform SPAPR; rma 128.MB', 'platform SPAPR; type PR', 'platform SPAPR; type HV', 'type PR', 'type HV', 'mmu RADIX', 'mmu HASH', 'smt 1', 'mmu RADIX; smt 1', 'mmu HASH; platform SPAPR', 'vgic dist: 0x2c001000',
            'vgic dist: 0x8000000, cpu: 0x8010000', 'vgic dist: 0x8000000, redist: 0x80a0000', 'ipa 40', 'ipa 36', 'ipa 48', 'ipa 40; vgic dist: 0x8000000, cpu: 0x8010000', 'ipa 40; mmu RADIX', 'platform SPAPR; ipa 40']

    /** The examples of the words of {@code vm}. */
    static List<String> examples() {
        Library.vocabulary().groovyBlocks().find { it.name() == 'vm' }.entries().collect { it.word().example() }.unique()
    }

    static List<String> all() {
        (OF_ONE_ARCHITECTURE + examples()).unique()
    }
}
