package org.kvmsh.specs.code

import org.kvmsh.bindings.code.CodeMode

/** Instructions of x86 in AT&T syntax, generated for one mode: mnemonics, sizes and forms of operands combined. */
class X86Instructions {
    private static final Map<String, List<String>> REGISTERS = [b: ['al', 'bl', 'cl', 'dh'], w: ['ax', 'bx', 'si', 'bp'], l: ['eax', 'ecx', 'edi', 'ebp'], q: ['rax', 'rbx', 'rsi', 'r9']]
    private static final Map<String, String> LARGE = [b: '0x7f', w: '0x1234', l: '0x12345678', q: '-0x12345678']
    private static final Map<CodeMode, List<String>> MEMORY = [
        (CodeMode.X86_16): ['(%bx)', '4(%si)', '-2(%bp,%di)', '0x1234', '%es:(%di)', '(%eax,%ecx,4)'],
        (CodeMode.X86_32): ['(%eax)', '8(%ebp)', '-4(%esp)', '0x1234(,%ebx,4)', '0x12345678', '%gs:0x10', '(%bx,%si)'],
        (CodeMode.X86_64): ['(%rax)', '8(%rbp)', '-8(%rsp)', '0x1234(%r8,%rbx,4)', '0x12345678', '%gs:0x10', '0x100(%rip)', '(%eax)', '-0x80(%r13)'],
    ]
    private static final List<String> CONDITIONS = 'o no b ae e ne be a s ns p np l ge le g'.split().toList()
    private static final List<String> PLAIN = '''\
        cbtw cwtl cwtd cltd lahf sahf hlt nop pause cli sti cld std clc stc cmc int3 int1 ud2 cpuid rdtsc rdtscp rdmsr wrmsr rdpmc wbinvd invd clts
        xgetbv xsetbv mfence lfence sfence vmcall vmlaunch vmresume vmxoff vmmcall stgi clgi vmrun vmload vmsave invlpga skinit monitor mwait rsm clac stac xlat fwait
        fninit fnclex emms sysenter sysexit syscall lret leave xend xtest endbr32 endbr64 vzeroupper'''.split().toList()
    /** Each is for all modes. */
    private static final List<String> FIXED = '''\
        movb $1, %ah; movb $0xff, %bl; int $0x80; ret; ret $8; push %fs; pop %gs; ljmpw *MEM; lcallw *MEM; ljmpl *MEM; xabort $1; rdrand %eax; rdseed %ecx; rdrand %si
        rep movsb; rep movsw; rep movsl; rep stosb; rep stosw; rep stosl; repe cmpsb; repe cmpsw; repne scasb; repne scasw; repne scasl; rep lodsw; rep insb; rep insw; rep outsw; rep outsl
        inb $0x60, %al; inw $0x60, %ax; inl $0x60, %eax; inb %dx, %al; inw %dx, %ax; inl %dx, %eax; outb %al, $0x80; outw %ax, $0x80; outl %eax, $0x80; outb %al, %dx; outw %ax, %dx; outl %eax, %dx
        insb; insw; insl; outsb; outsw; outsl; lgdt MEM; lidt MEM; sgdt MEM; sidt MEM; lldt %ax; ltr %ax; lmsw %ax; verr %ax; verw MEM; lldt MEM; sldt MEM; prefetcht0 MEM; clflush MEM; invlpg MEM
        fxsave MEM; fxrstor MEM; ldmxcsr MEM; stmxcsr MEM; xsave MEM; xrstor MEM; cmpxchg8b MEM; lock incl MEM; lock cmpxchg8b MEM; lock addw $5, MEM; nopw MEM; nopl MEM; vmptrld MEM; vmptrst MEM; vmclear MEM
        mov %ax, %ds; mov %ds, %ax; movw MEM, %es; movw %ss, MEM; vmxon MEM; jmp .; jmp .+2; jmp 0x1000; call 0x1234; call .+5; loop .+4; loope .-3; loopne .; xbegin .+6
        flds MEM; fldl MEM; fldt MEM; fstps MEM; fstpl MEM; filds MEM; fildl MEM; fildll MEM; fistpl MEM; fistpll MEM; fld %st(2); fadd %st(3), %st; fadd %st, %st(2); faddp; fmulp %st, %st(1); fsubp; fsubrp
        fdivp; fdivrp; fdivr %st, %st(2); fsub %st, %st(2); fsubr %st(1), %st; fxch; fxch %st(3); fnstsw %ax; fnstcw MEM; fldcw MEM; fld1; fldz; fcomi %st(1), %st; fucomip %st(1), %st; fchs; fabs; fsin; fptan
        fnsave MEM; fnstenv MEM; ffree %st(1); fadds MEM; faddl MEM; fiadds MEM; fiaddl MEM; fcmove %st(1), %st; movaps %xmm0, %xmm1; movups MEM, %xmm1; movss %xmm0, MEM; movsd %xmm0, %xmm3; movdqa %xmm2, MEM
        movdqu MEM, %xmm4; movd %eax, %xmm0; movd %xmm0, %ecx; movq %xmm0, %xmm1; movq %mm0, MEM; paddd %xmm0, %xmm1; paddd %mm0, %mm1; pshufd $0x1b, %xmm0, %xmm1; addps %xmm0, %xmm1; mulsd %xmm0, %xmm1
        cmpeqps %xmm0, %xmm1; cvttss2si %xmm0, %eax; cvtsi2sdl %eax, %xmm0; pxor %xmm7, %xmm7; pinsrw $1, %eax, %xmm0; pextrw $1, %xmm0, %eax; vaddps %ymm0, %ymm1, %ymm2; vmovdqu MEM, %ymm0
        pclmulqdq $1, %xmm0, %xmm1; aesenc %xmm0, %xmm1; ucomisd %xmm0, %xmm1; shufps $5, %xmm0, %xmm1'''.split(/;\s*|\n\s*/)*.strip()
    private static final List<String> ONLY_64 = '''\
        movslq %eax, %rbx; movslq MEM, %rbx; movabsq $0x123456789abcdef0, %rax; movabsb 0x123456789abcdef0, %al; movabsq %rax, 0x123456789abcdef0; swapgs; sysretq; sysretl; sysexitq; iretq; iretl; lretq; cqto; cltq
        cmpxchg16b MEM; pushq %rax; popq %r12; pushq $5; pushq $-0x12345678; pushq MEM; popq MEM; pushfq; popfq; call *%rax; call *MEM; jmp *%rbx; jmp *MEM; mov %cr8, %rax; mov %rax, %cr8; mov %cr0, %rax; mov %rax, %cr3
        mov %dr7, %rax; mov %rbx, %dr0; wrfsbase %rax; rdgsbase %rax; wrgsbase %eax; rdfsbase %r9d; vmread %rax, %rbx; vmwrite MEM, %rbx; invept MEM, %rbx; invvpid MEM, %rbx; xsave64 MEM; fxsave64 MEM; pushq %fs
        rep stosq; rep movsq; movq %xmm0, %rax; movq %rax, %xmm1; cvtsi2sdq %rax, %xmm0; lsl %r9, %rbx; lar %r9, %rbx; lsl %rax, %r10; lar %rax, %r10; rdrand %rax; rdseed %r9d; jrcxz .+5; jecxz .+4; lea (%rax,%rbx), %ecx'''.split(/;\s*|\n\s*/)*.strip()
    private static final List<String> NOT_64 = '''\
        pushw %ax; popw %bx; pushl %eax; popl %ecx; pushw $5; pushl $5; pushw $0x1234; pushl $0x12345678; pushw MEM; popw MEM; pushl MEM; popl MEM; pushfw; popfw; pushfl; popfl; pushaw; popaw; pushal; popal; iretw; iretl
        retw; retl; lretw; lretl; lret $4; enter $8, $1; ljmpw $0x8, $0x1234; ljmpl $0x8, $0x12345678; ljmpw $0xf000, $0xfff0; lcallw $0x8, $0x10; lcalll $0x8, $0x10; pushw %ds; popw %es; pushl %ds; popl %es; push %cs
        call *%ax; call *%eax; jmp *%bx; jmp *%ebx; jmpw *MEM; jmpl *MEM; callw *MEM; calll *MEM; aaa; aas; aam; aad; aam $5; daa; das; into; arpl %ax, %bx; arpl %ax, MEM; boundw %ax, MEM; boundl %ecx, MEM; lesw MEM, %ax
        lesl MEM, %ecx; ldsw MEM, %si; lssw MEM, %ax; lssl MEM, %eax; mov %cr0, %eax; mov %eax, %cr3; mov %eax, %cr4; mov %dr7, %eax; mov %ebx, %dr0; vmread %eax, %ebx; vmwrite MEM, %ebx; jcxz .+5; jecxz .+5'''.split(/;\s*|\n\s*/)*.strip()

    private final CodeMode mode
    private final List<String> found = []
    private int used

    private X86Instructions(CodeMode mode) {
        this.mode = mode
    }

    static List<String> of(CodeMode mode) {
        new X86Instructions(mode).all()
    }

    private List<String> all() {
        def sizes = mode == CodeMode.X86_64 ? 'bwlq'.toList() : 'bwl'.toList()
        sizes.each { arithmetic(it, REGISTERS[it]) }
        sizes.drop(1).each { wide(it, REGISTERS[it]) }
        CONDITIONS.each { add(["j$it 0x1000", "j$it .+5", "set$it %bl", "set$it MEM"]) }
        add(PLAIN + FIXED + (mode == CodeMode.X86_64 ? ONLY_64 : NOT_64))
        found.unique()
    }

    private void arithmetic(String s, List<String> r) {
        'add or adc sbb and sub xor cmp mov'.split().each { add(["$it$s %${r[0]}, %${r[1]}", "$it$s \$0x12, %${r[2]}", "$it$s \$-1, MEM", "$it$s %${r[0]}, MEM", "$it$s MEM, %${r[1]}", "$it$s \$${LARGE[s]}, %${r[0]}"]) }
        'not neg mul imul div idiv inc dec'.split().each { add(["$it$s %${r[1]}", "$it$s MEM"]) }
        'shl shr sar rol ror rcl rcr'.split().each { add(["$it$s %${r[1]}", "$it$s \$3, MEM", "$it$s %cl, %${r[2]}"]) }
        'lods stos movs cmps scas'.split().each { add(["$it$s"]) }
        add(["test$s %${r[0]}, %${r[1]}", "test$s \$0x12, MEM", "xchg$s %${r[1]}, MEM", "cmpxchg$s %${r[1]}, MEM", "lock xadd$s %${r[1]}, MEM", "crc32$s %${r[1]}, %eax"])
    }

    private void wide(String s, List<String> r) {
        add(["imul$s %${r[0]}, %${r[1]}", "imul$s \$5, MEM, %${r[1]}", "imul$s \$0x1234, %${r[2]}, %${r[1]}", "lea$s MEM, %${r[0]}", "bsf$s %${r[0]}, %${r[1]}", "bsr$s MEM, %${r[1]}", "popcnt$s %${r[0]}, %${r[1]}",
            "bt$s \$3, %${r[0]}", "bts$s %${r[0]}, MEM", "btr$s \$7, MEM", "btc$s %${r[0]}, %${r[1]}", "shld$s \$3, %${r[0]}, %${r[1]}", "shrd$s %cl, %${r[0]}, MEM", "xchg$s %${r[0]}, %${r[1]}", "movzb$s %bl, %${r[0]}", "movsb$s MEM, %${r[0]}",
            "cmove$s %${r[0]}, %${r[1]}", "cmovg$s MEM, %${r[1]}", "lsl$s %${r[0]}, %${r[1]}", "lar$s %${r[0]}, %${r[1]}", "mov$s %es, %${r[0]}", "smsw$s %${r[0]}", "str$s %${r[0]}", "sldt$s %${r[0]}", "movbe$s MEM, %${r[0]}"])
        if (s != 'w') {
            add(["movzw$s MEM, %${r[0]}", "movsw$s %ax, %${r[0]}", "bswap$s %${r[1]}", "movnti$s %${r[0]}, MEM"])
        }
    }

    /** MEM is each form of an address in turn. */
    private void add(List texts) {
        texts.each { found << it.toString().replaceAll('MEM') { MEMORY[mode][used++ % MEMORY[mode].size()] } }
    }
}
