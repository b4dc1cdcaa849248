package org.kvmsh.dsl.lang;

import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.dsl.config.Entry;

/** The instruction modes, and the entry point of an ELF file, as words of the language: {@code asm ppc64, 'sc 1'}. */
public final class CodeNames {
    public static final CodeMode x86_16 = CodeMode.X86_16;
    public static final CodeMode x86_32 = CodeMode.X86_32;
    public static final CodeMode x86_64 = CodeMode.X86_64;
    public static final CodeMode arm64 = CodeMode.ARM64;
    public static final CodeMode a32 = CodeMode.A32;
    public static final CodeMode t32 = CodeMode.T32;
    public static final CodeMode ppc64 = CodeMode.PPC64;
    public static final CodeMode ppc64le = CodeMode.PPC64LE;
    public static final CodeMode riscv64 = CodeMode.RISCV64;
    public static final CodeMode s390x = CodeMode.S390X;
    public static final Entry entry = Entry.ENTRY;

    private CodeNames() {}
}
