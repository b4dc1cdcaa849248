package org.kvmsh.specs.kit

import java.nio.file.Files
import java.nio.file.Path

/** The values that a compiler computes for C expressions over KVM's headers; nothing needs to run. */
class CompiledValues {
    /** Of each table: the directory below arch/, the compiler, and its options. */
    static final Map<String, List> OF_TABLE = [
            x86_64     : ['x86', 'gcc', []],
            arm64      : ['arm64', 'aarch64-linux-gnu-gcc', []],
            ppc64      : ['powerpc', 'powerpc64-linux-gnu-gcc', []],
            ppc64le    : ['powerpc', 'powerpc64le-linux-gnu-gcc', []],
            riscv64    : ['riscv', 'riscv64-linux-gnu-gcc', []],
            s390x      : ['s390', 's390x-linux-gnu-gcc', []],
            mips64     : ['mips', 'mips64-linux-gnuabi64-gcc', []],
            loongarch64: ['loongarch', 'gcc', ['-U__x86_64__', '-D__loongarch__', '-D__loongarch_grlen=64']]]

    /** Errors in expressions are on lines from this one on. */
    private static final int FIRST = 1_000_000

    final Path folder
    final String compiler
    /** The options of the architecture, and -isystem for each directory of headers. */
    final List<String> options

    CompiledValues(Path folder, String compiler, List<String> options) {
        this.folder = folder
        this.compiler = compiler
        this.options = options
    }

    /** The value of each expression; a capability that the headers hide is left out. */
    Map<String, Long> of(Collection<String> expressions, String before = '', String after = '') {
        def errors = compile(expressions, before, after)
        assert errors == ''
        values(expressions.toList())
    }

    /** The value of each expression that compiles. */
    Map<String, Long> known(Collection<String> expressions, String before = '', String after = '') {
        def errors = compile(expressions, before, after)
        if (errors == '') {
            return values(expressions.toList())
        }
        def all = expressions.toList()
        def lines = (errors =~ /(?m)^[^:\n]+:(\d+):(?:\d+:)? error:/).collect { it[1] as int }
        def outside = lines.findAll { it < FIRST }
        if (!outside.empty || lines.empty) {
            throw new IllegalStateException(errors.readLines().find { it.contains('error:') } ?: errors)
        }
        def rest = all.withIndex().findAll { each, i -> !(FIRST + i in lines) }*.get(0)
        rest.size() == all.size() ? [:] : of(rest, before, after)
    }

    /** The errors; empty if the assembly is written. */
    private String compile(Collection<String> expressions, String before, String after) {
        def source = folder.resolve('abi.c')
        Files.writeString(source, "#include <stddef.h>\n$before#include <linux/kvm.h>\n$after" + expressions.withIndex().collect { e, i -> value(e, i) }.join())
        def command = [compiler, *options.takeWhile { it != '-isystem' }, '-S', '-w', '-fmax-errors=0', '-nostdinc', '-isystem', builtin(),
                       *options.dropWhile { it != '-isystem' }, '-fno-common', '-fno-zero-initialized-in-bss', '-O0', '-o', folder.resolve('abi.s').toString(), source.toString()]
        def cc = (command*.toString()).execute()
        def errors = new StringBuilder()
        cc.waitForProcessOutput(new StringBuilder(), errors)
        cc.exitValue() == 0 ? '' : errors.toString()
    }

    private static String value(String expression, int index) {
        def definition = "unsigned long long value_$index = (unsigned long long)($expression);\n"
        "#line ${FIRST + index}\n" + (expression.startsWith('KVM_CAP_') ? "#ifdef $expression\n$definition#endif\n" : definition)
    }

    /** The directory of stddef.h, which is the compiler's own. */
    private String builtin() {
        [compiler, '-print-file-name=include'].execute().text.trim()
    }

    /** A label and what follows it: one directive of 8 bytes, or two of 4. */
    private Map<String, Long> values(List<String> expressions) {
        def found = [:]
        (Files.readString(folder.resolve('abi.s')) =~ /(?m)^value_(\d+):\n((?:\s+\.(?:quad|8byte|xword|dword|zero|space|long|4byte|word)\s+\S+\n){1,2})/).each { all, index, directives ->
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
