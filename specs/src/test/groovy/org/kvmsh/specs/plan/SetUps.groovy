package org.kvmsh.specs.plan

import org.kvmsh.bindings.abi.Arch
import org.kvmsh.bindings.kvm.rules.LargePageRules
import org.kvmsh.dsl.plan.step.HostFacts

/**
 * Set-ups of a VM around the limits that a board tells: each word of {@code vm { }} with its arguments just below, at and just above a limit, unaligned, 0, overlapping
 * or twice; one word alone, or several in any order. About half of them are valid.
 */
class SetUps {
    private static final long MB = 1L << 20

    private final HostFacts host
    private final Random random
    private final List<Closure<String>> words
    /** How often a word's argument is a valid one; several words together are valid about as often as one alone. */
    private double valid
    private int nextVcpu

    SetUps(HostFacts host, long seed) {
        this.host = host
        random = new Random(seed)
        words = [this.&memory, this.&memory, this.&vcpu, this.&vcpu, this.&irqchip, this.&device, this.&ring, this.&coalesce] + own()
        if (!host.boardName().contains('model')) {
            // A model knows no memory but kvmsh's.
            words << this.&slot
        }
    }

    /** One set-up as the block of a script has it. */
    String next() {
        int count = pick([1, 1, 2, 2, 2, 3, 4])
        valid = Math.pow(0.5, 1 / count)
        nextVcpu = 0
        def said = (1..count).collect { pick(words)() }
        if (random.nextInt(12) == 0) {
            said << pick(said)
        }
        Collections.shuffle(said, random)
        said.join('; ')
    }

    private List<Closure<String>> own() {
        switch (host.arch()) {
            case Arch.X86_64: return [this.&pit, this.&split, this.&cpuid, this.&msrs, this.&x86Vcpu, this.&x86Vcpu]
            case Arch.ARM64: return [this.&ipa, this.&vgic, this.&vgic, this.&vgic, this.&features, this.&startedVcpu]
            case Arch.RISCV64: return [this.&aia, this.&aia, this.&aia, this.&sbi, this.&startedVcpu]
            case Arch.PPC64: return [this.&platform, this.&platform, this.&type, this.&compat, this.&pvr, this.&rma, this.&rma, this.&mmu, this.&htab, this.&smt, this.&controller, this.&hcall,
                                     this.&window, this.&startedVcpu]
            default: return []
        }
    }

    private <T> T pick(List<T> from) {
        from[random.nextInt(from.size())]
    }

    /** @param around what is at a limit or beyond it, with some that are still valid */
    private <T> T either(List<T> within, List<T> around) {
        pick(random.nextDouble() < valid ? within : around)
    }

    private int capability(String name) {
        host.abi().hasConstant(name) ? host.capability(name) : 0
    }

    private int atLeast(int least, String name) {
        Math.max(least, capability(name))
    }

    private long page() {
        long page = Math.max(0x1000, host.pageSize())
        LargePageRules.holdOn(host) ? Math.max(page, 16 * MB) : page
    }

    private static String hex(long value) {
        value < 0 ? "${value}L" : "0x${Long.toHexString(value)}L"
    }

    private int getId() {
        either([nextVcpu++], [0, 1])
    }

    /** The end of the guest's physical addresses. */
    private long end() {
        switch (host.arch()) {
            case Arch.ARM64: return 1L << pick([40, 40, atLeast(40, 'KVM_CAP_ARM_VM_IPA_SIZE')])
            case Arch.RISCV64: return 1L << atLeast(39, 'KVM_CAP_VM_GPA_BITS')
            case Arch.PPC64: return pick([1L << 36, 1L << 52])
            default: return 1L << 52
        }
    }

    private String memory() {
        long page = page()
        long size = either([page, 2 * page, 4 * page], [page / 2 as long, page + 0x800, page + 1, page - 1, 3 * page])
        long at = either([0L, pick(1..8) * 4 * page, 1L << 30, 2L << 30], [end() - size, end() - page - size, end() - size + page, end(), page / 2 as long, 0x800L, pick(0..3) * page, -page, 1L << 63])
        String kind = either([LargePageRules.holdOn(host) ? ', huge: true' : '', '', ', log: true'], [', readonly: true', ', guestMemfd: true', ', log: true', ', guestMemfd: true, log: true', ', huge: true'])
        "memory at: ${hex(at)}, size: ${hex(size)}$kind"
    }

    private String slot() {
        long page = page()
        int most = atLeast(1, 'KVM_CAP_NR_MEMSLOTS')
        int number = either([1, 2, pick(3..20), most - 1].findAll { it < most } ?: [0], [most - 1, most, most + 1, 0x10001, 0])
        "ioctl KVM_SET_USER_MEMORY_REGION, slot: $number, guest_phys_addr: ${hex(pick(16..64) * page)}, memory_size: ${hex(either([page], [page, 0L, page + 1, 2 * page]))}, userspace_addr: 0x200000000000, flags: ${either([0, 0, 1], [1, 2, 3, 4, 8, 0x80])}"
    }

    private String vcpu() {
        int most = atLeast(1, 'KVM_CAP_MAX_VCPU_ID')
        int count = atLeast(1, 'KVM_CAP_MAX_VCPUS')
        "vcpu ${either([nextVcpu++], [0, 7, 8, count - 1, count, most - 1, most, most + 1].findAll { it >= 0 })}"
    }

    private String startedVcpu() {
        "vcpu($id) { start ${hex(either([0L, page()], [1L, 0x800L, end()]))} }"
    }

    private String irqchip() {
        'irqchip'
    }

    private String device() {
        def named = host.abi().constants('KVM_DEV_TYPE_').findAll { !it.key.endsWith('_MAX') }
        def there = named.keySet().findAll { host.hasDevice(it) } as List
        def type = either(there ?: [named.keySet().first()], (named.keySet() as List) + [named.values().max() + 1, 0, 99, 0xffffffffL])
        "device $type"
    }

    private String ring() {
        int most = Math.max(capability('KVM_CAP_DIRTY_LOG_RING'), capability('KVM_CAP_DIRTY_LOG_RING_ACQ_REL')).intdiv(16)
        int least = Math.max(64, Math.max(0x1000, host.pageSize()).intdiv(16))
        "dirty ring: ${either([1024, 4096], [0, 1, 1000, 32, 64, 128, 256, least, least * 2, most.intdiv(2), most, most + 1, most * 2])}"
    }

    private String coalesce() {
        either(["coalesce mmio: 0x10000000, size: 0x1000", "coalesce mmio: 0x10000004, size: 4"],
               ["coalesce io: 0x3f8, size: 1", "coalesce io: 0xffff, size: 2", "coalesce mmio: 0x10000000, size: 0xffffffff", "coalesce mmio: 0xfffffffffffff000L, size: 0x1000", "coalesce mmio: 0xffffffffffffff00L, size: 0x1000"])
    }

    private String pit() {
        either(['irqchip; pit'], ['pit', 'irqchip; pit'])
    }

    private String split() {
        "splitIrqchip ${either([24, 0, 1, 100], [4095, 4096, 4097, 1023, 1024, 1025, 0x7fffffff])}"
    }

    private String cpuid() {
        either(['cpuid', 'cpuid function: 0x40000000, ebx: 0x6d766b'], ['cpuid function: 0x80000008, eax: 0x2000', 'cpuid function: 0x80000008, eax: 0x3030', 'cpuid function: 0xffffffff, eax: 1',
               'cpuid function: 0x80000008, eax: 0x3934', 'cpuid function: 0xd, index: 1, eax: 0'])
    }

    private String msrs() {
        "vcpu($id) { real 0x1000 }; " + either(['msrs MSR_TSC_AUX: 7', 'msrs MSR_STAR: 0x1234'], ['msrs MSR_EFER: 0x1000', 'msrs 0x12345678: 1', 'msrs MSR_IA32_APICBASE: 0xfee00400', 'msrs MSR_LSTAR: 0x8000000000000000L', 'msrs MSR_LSTAR: 0x7fff00000000'])
    }

    private String x86Vcpu() {
        def start = pick(['real 0x1000', 'prot32 0x1000', 'start 0x1000', 'real 0'])
        def reg = either(['', '', 'reg cr0: 0x60000010', 'reg cr4: 0x20', 'regs rax: 7'], ['reg cr0: 0x80000000', 'reg cr0: 0x20000001', 'reg cr0: 1L << 32', 'reg cr3: 1L << 52', 'reg cr4: 0x8000', 'reg cr4: 1L << 31',
                'reg efer: 0x500', 'reg efer: 2', 'reg apic_base: 0xfee00801', 'reg apic_base: 0xfee00900', 'reg cr8: 15', 'reg cr8: 16', "reg 'cs.type': 3", 'regs rflags: 0xffffffff'])
        "vcpu($id) { $start${reg ? "; $reg" : ''} }"
    }

    private String ipa() {
        int most = capability('KVM_CAP_ARM_VM_IPA_SIZE')
        "ipa ${either([40, 36, 32, most ?: 40], [31, 32, 33, most - 1, most, most + 1, 48, 52, 64, 1].findAll { it > 0 })}"
    }

    private String vgic() {
        boolean v3 = host.hasDevice('KVM_DEV_TYPE_ARM_VGIC_V3') ? pick([true, true, false]) : pick([false, false, false, true])
        long grain = v3 ? 0x10000 : 0x1000
        long dist = either([0x8000000L, 0L, 0x2c001000L & -grain], [0x8000800L, 0x8001000L, end() - grain, end(), 1L << 63, -grain, end() - grain * 2])
        long other = either([0x8100000L, 0x2c100000L], [dist, dist + grain, dist - grain, 0x8010800L, end() - grain, end() - 2 * grain, end(), -grain])
        def parts = ["dist: ${hex(dist)}", "${v3 ? 'redist' : 'cpu'}: ${hex(other)}"]
        if (random.nextInt(5) == 0) {
            parts.remove(pick([0, 1]))
        }
        if (random.nextInt(3) == 0) {
            parts << "irqs: ${either([64, 96, 128, 992], [0, 32, 63, 64, 65, 960, 991, 992, 1019, 1020, 1023, 1024, -32])}"
        }
        if (random.nextInt(5) == 0) {
            parts << "api: '${pick(['merged', 'attributes', 'rfc2011'])}'"
        }
        'vgic ' + parts.join(', ')
    }

    private String features() {
        def all = host.abi().constants('KVM_ARM_VCPU_').keySet().findAll { host.abi().constant(it) < 32 && !it.contains('PMU_V3_') && !(it =~ /_(CTRL|OFFSET|FEATURE)/) }*.substring('KVM_ARM_VCPU_'.length()) as List
        def some = either([['PSCI_0_2'], []], [pick(all), ['PSCI_0_2', pick(all)], [pick(all), pick(all)], ['PTRAUTH_ADDRESS', 'PTRAUTH_GENERIC'], ['SVE']])
        "cpu features: [${[some].flatten().collect { "'$it'" }.join(', ')}]; vcpu($id) { }"
    }

    private String aia() {
        long page = 0x1000
        def parts = ["imsic: ${hex(either([0x28000000L, 0x40000000L], [0x28000800L, 0x28001000L, 0x28002000L, end() - page, end(), -page, 0L]))}"]
        if (random.nextInt(2) == 0) {
            parts << "aplic: ${hex(either([0xc000000L, 0xd000000L], [0xc000800L, 0xc001000L, 0x28000000L, end() - 0x4000, end(), -0x4000L, 0L]))}"
        }
        if (random.nextInt(2) == 0) {
            parts << "sources: ${either([31, 63, 96], [0, 1, 1022, 1023, 1024, 2000, -1])}"
        }
        if (random.nextInt(3) == 0) {
            parts << "ids: ${either([63, 127, 255], [0, 62, 64, 2046, 2047, 2048, 191, -1])}"
        }
        if (random.nextInt(3) == 0) {
            parts << "mode: '${either(['EMUL'], ['HWACCEL', 'AUTO', 'EMUL'])}'"
        }
        'aia ' + parts.join(', ') + either(["; vcpu($id) { }", "; vcpu($id) { }; vcpu($id) { }", "; vcpu $id; vcpu $id; vcpu $id"], ['', '; vcpu 2', '; vcpu 1; vcpu 0'])
    }

    private String sbi() {
        "cpu sbi: '${either(['DBCN'], ['DBCN', 'SUSP', 'MPXY'])}'; vcpu($id) { }"
    }

    private String platform() {
        def platform = either(['SPAPR'], ['SPAPR', 'NONE', 'KVM'])
        def api = random.nextInt(6) == 0 ? ", api: '${pick(['merged', 'rfc2011'])}'" : ''
        def arch = random.nextInt(2) == 0 ? '' : "; arch ${either([206, 207], [0, 201, 204, 205, 206, 207, 208, 300, 310, 311, 0xffff])}"
        def flags = random.nextInt(6) == 0 ? '; flags CROSS_ARCH' : ''
        "platform $platform$api$arch$flags" + either(['', "; vcpu $id", "; vcpu $id; vcpu $id"], ['; vcpu 0'])
    }

    private String type() {
        "type ${pick(['HV', 'PR'])}"
    }

    private String compat() {
        "compat ${either(['0x0f000003', '0x0f000004', '0'], ['0x0f000002', '0x0f000005', '0x0f000006', '0x0f000007', '0x0fffffff', '1'])}; vcpu($id) { }"
    }

    private String pvr() {
        "pvr ${pick(['0x3f0201', '0x4e1200', '0x4d0200', '0'])}; vcpu($id) { }"
    }

    private String rma() {
        def sizes = either([128 * MB, page()], [page(), 0x10000L, 0x1000L, 0x800L, 64 * MB, 127 * MB, 129 * MB, 256 * MB])
        "rma ${hex(sizes)}" + (random.nextInt(8) == 0 ? ", api: 'rfc2011'" : '')
    }

    private String mmu() {
        "mmu ${either([capability('KVM_CAP_PPC_MMU_HASH_V3') > 0 ? 'HASH' : 'RADIX'], ['HASH', 'RADIX'])}"
    }

    private String htab() {
        "htab order: ${either([24, 20], [17, 18, 19, 25, 46, 47, 0, 63])}"
    }

    private String smt() {
        "smt ${either([1], [1, 2, 3, 4, 8, 16])}"
    }

    private String controller() {
        pick(['xics', 'xive']) + pick(['', "; vcpu $id", "; platform SPAPR; vcpu $id; vcpu $id", '; vcpu 7'])
    }

    private String hcall() {
        "enableHcall ${either(['H_PROD', 'H_CEDE', '0xe0'], ['0x58', '0xe1', '0', '4', '0x448', '0x44c', '0xf000', '0xffffffff'])}" + pick(['', ', on: false'])
    }

    private String window() {
        'vgic ' + pick(["dist: ${hex(either([0x2c001000L], [0L, 0x2c000800L, 0x1000000L, end() - 0x1000, end(), -0x1000L]))}", 'dist: 0x2c001000, cpu: 0x2c001000', 'dist: 0x2c001000, cpu: 0x2c002000'])
    }
}
