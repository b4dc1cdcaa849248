package org.kvmsh.specs.kit

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.ListMail
import org.kvmsh.bindings.abi.patch.MailSeries
import org.kvmsh.bindings.abi.patch.Patch
import org.kvmsh.bindings.abi.patch.PatchError

/** A mail that kvmsh reads, and what a compiler computes from the headers as patch(1) leaves them. */
class JudgedMail {
    /** What headers of the kernel's own take from elsewhere in the kernel. */
    private static final String KERNEL = '''
        #include <linux/types.h>
        typedef __u8 u8; typedef __u16 u16; typedef __u32 u32; typedef __u64 u64; typedef __s8 s8; typedef __s16 s16; typedef __s32 s32; typedef __s64 s64;
        typedef _Bool bool;
        typedef __u8 uint8_t; typedef __u16 uint16_t; typedef __u32 uint32_t; typedef __u64 uint64_t;
        #define BIT(n) (1UL << (n))
        #define BIT_ULL(n) (1ULL << (n))
        #define GENMASK(h, l) ((~0UL << (l)) & (~0UL >> (63 - (h))))
        #define GENMASK_ULL(h, l) ((~0ULL << (l)) & (~0ULL >> (63 - (h))))
        '''.stripIndent()

    /** Headers after a series of diffs. */
    private static class Applied {
        HeaderBase base
        Map<String, String> headers
        List<MailedDiff.Hunk> failed = []
        /** The hunks of the mail itself among them. */
        int own
        /** Hunks whose context is not as the mail has it. */
        int fuzz
    }

    final String id
    final String arch
    final List<String> agreed = []
    final List<String> differences = []
    /** Why a name is not judged. */
    final Map<String, String> missing = [:]
    private final ListMail mail
    private final Path folder

    JudgedMail(ListMail mail, String arch, Path folder) {
        this.id = mail.id()
        this.mail = mail
        this.arch = arch
        this.folder = folder
    }

    void judge(MailSeries series, List<HeaderBase> bases, List<MailedDiff> before, MailedDiff diff) {
        def headers = CompiledValues.OF_TABLE[arch][0]
        def usable = bases.findAll { it.headers[headers] }
        // A base that has names which the mail adds is later than the mail.
        def adds = defined(diff, headers, '+') - defined(diff, headers, '-')
        def later = usable.groupBy { base -> adds.count { it in base.words('linux') || it in base.words(headers) } }
        def applied = []
        for (base in later[later.keySet().min()]) {
            applied << apply(base, headers, before, diff)
            if (applied[-1].with { it.failed.empty && it.fuzz == 0 }) {
                break
            }
        }
        def best = applied.min { [it.own, it.failed.size(), it.fuzz].inject(0L) { sum, one -> sum * 1000 + one } }
        def over = best.base.abi(arch, folder.resolveSibling("base-${bases.indexOf(best.base)}-$arch"))
        Patch patch
        try {
            patch = series.read(mail, over)
        } catch (PatchError e) {
            missing[e.message] = 'kvmsh does not read the mail over this base'
            return
        }
        def failed = words(best.failed.collectMany { it.lines.findAll { line -> line[0] != ' ' } }) + adds.findAll { it in best.base.words('linux') || it in best.base.words(headers) }
        def names = names(patch)
        if (diff.hunks.empty) {
            names.keySet().each { missing[it] = 'git mailinfo shows no hunk' }
            return
        }
        added(diff, headers, patch).each { names.putIfAbsent(it, [:]) }
        // An enumerator may be moved by lines before it.
        def shown = failed + words(best.failed*.lines.flatten())
        def excluded = names.keySet().findAll { it.startsWith('struct ') || patch.ioctls()*.name().contains(it) ? isExcluded(it, patch, failed) : it in shown }
        excluded.each { missing[it] = 'no base takes its hunk' }
        def late = names.subMap(excluded).findAll { name, values -> !values.isEmpty() }
        names.keySet().removeAll(excluded)
        compare(names, patch, best.headers)
        merged(late, patch, diff, usable, best.base)
    }

    /** What no base takes may be in a later base as the mail has it. */
    private void merged(Map<String, Map<String, Long>> late, Patch patch, MailedDiff diff, List<HeaderBase> bases, HeaderBase over) {
        def directory = CompiledValues.OF_TABLE[arch][0]
        def own = declarations(diff.hunks.findAll { it.header in ['linux', directory] }*.added().flatten().join('\n'), late.keySet() + arguments(late, patch))
        bases.each { base ->
            def same = late.findAll { name, values ->
                def all = [name] + arguments([(name): values], patch)
                def theirs = declarations(base.headers.linux + base.headers[directory], all)
                def before = declarations(over.headers.linux + over.headers[directory], all)
                own[name] && all.every { (own[it] ?: before[it]) && (own[it] ?: before[it]) == theirs[it] }
            }
            if (!same.isEmpty()) {
                same.keySet().each { late.remove(it); missing.remove(it) }
                compare(same, patch, base.headers)
            }
        }
    }

    private static List<String> arguments(Map<String, ?> names, Patch patch) {
        patch.ioctls().findAll { it.name() in names.keySet() && patch.abi().hasStruct(it.argument()) }.collect { "struct ${it.argument()}".toString() }
    }

    /** The text of macros and structs, without comments and with one blank for any number of them. */
    private static Map<String, String> declarations(String text, Collection<String> names) {
        def code = text.replaceAll(/(?s)\/\*.*?\*\//, ' ').replace('\\\n', ' ')
        names.collectEntries { name ->
            def found = code =~ (name.startsWith('struct ') ? /(?s)\b$name\s*(\{.*?\n\}[^;]*;)/ : /#\s*define\s+$name\s+(.*)/)
            [(name): found ? found[0][1].replaceAll(/\s+/, ' ').trim() : null]
        }
    }

    private void compare(Map<String, Map<String, Long>> names, Patch patch, Map<String, String> headers) {
        def (directory, compiler, options) = CompiledValues.OF_TABLE[arch]
        [linux: 'linux', (directory): 'asm'].each { header, at ->
            Files.createDirectories(folder.resolve(at))
            Files.writeString(folder.resolve("$at/kvm.h"), headers[header])
        }
        // Only the kernel's own tree has it.
        Files.writeString(folder.resolve('linux/compiler.h'), '#define __user\n')
        def usr = KernelHeaders.folder().toString()
        def places = [folder, "$usr/lib/linux/uapi/$directory", "$usr/include"].collectMany { ['-isystem', it.toString()] }
        def room = new CompiledValues(folder, compiler, options + places)
        // A name that kvmsh has not read is asked for too.
        def all = names.collectMany { name, values -> values.keySet() ?: [asked(name)] }
        Map<String, Long> computed
        try {
            computed = all.empty ? [:] : room.known(all, KERNEL)
        } catch (IllegalStateException e) {
            names.keySet().each { missing[it] = "the patched header does not compile: ${(e.message - folder.toString()).replaceFirst(/.*?error: /, '')}".toString() }
            return
        }
        names.each { name, values ->
            if (values.isEmpty()) {
                if (computed.containsKey(asked(name))) {
                    def said = patch.warnings().any { name in it.split(/\W+/) }
                    said ? (missing[name] = 'a warning says that it is not read') : (differences << "$arch: $name is not read, and is ${computed[asked(name)]}".toString())
                }
                return
            }
            def wrong = values.findAll { expression, value -> computed.containsKey(expression) && computed[expression] != value }
            if (!wrong.isEmpty()) {
                differences << "$arch: $name: ${wrong.collect { e, v -> "$e is $v, and for the compiler ${computed[e]}" }.join('; ')}".toString()
            } else if (values.keySet().any { !computed.containsKey(it) }) {
                missing[name] = 'the headers lack it or a type of it'
            } else {
                agreed << name
            }
        }
    }

    private static String asked(String name) {
        name =~ /[a-z]/ ? "sizeof(struct $name)" : name
    }

    /** The expressions of each ioctl, struct and constant that kvmsh has read. */
    private static Map<String, Map<String, Long>> names(Patch patch) {
        Abi abi = patch.abi()
        patch.ioctls().collectEntries { [(it.name()): AbiExpressions.ioctls([it])] } + patch.constants().collectEntries { [(it.name()): AbiExpressions.constants([it])] } +
                patch.structs().findAll { !it.name().contains('.') }.collectEntries { [("struct ${it.name()}".toString()): AbiExpressions.struct(abi, it)] }
    }

    /** Macros, enumerators and structs of the mail's added lines that are not in the ABI that kvmsh has read. */
    private static Set<String> added(MailedDiff diff, String headers, Patch patch) {
        defined(diff, headers, '+').findAll { !patch.abi().hasConstant(it) && !patch.abi().hasIoctl(it) && !patch.abi().hasStruct(it) }
    }

    private static boolean isExcluded(String name, Patch patch, Set<String> failed) {
        if (name.startsWith('struct ')) {
            def bare = name - 'struct '
            return bare in failed || patch.grown()[bare].any { it in failed } || patch.abi().struct(bare).members().any { member ->
                !member.scalar && !member.type().contains('.') && (member.type() in failed || patch.grown()[member.type()].any { it in failed })
            }
        }
        def ioctl = patch.ioctls().find { it.name() == name }
        name in failed || ioctl != null && patch.abi().hasStruct(ioctl.argument()) && isExcluded("struct ${ioctl.argument()}", patch, failed)
    }

    private static Set<String> words(Collection<String> lines) {
        lines.collectMany { it.split(/\W+/).toList() }.findAll { it } as Set
    }

    private Applied apply(HeaderBase base, String headers, List<MailedDiff> before, MailedDiff own) {
        def applied = new Applied(base: base, headers: new HashMap<>(base.headers))
        // A mail of the series may be what adds the header.
        (before + [own])*.hunks.flatten().findAll { it.oldLine == 0 }.each { applied.headers[it.header] = '' }
        (before + [own]).each { diff ->
            applied.own = 0
            ['linux', headers].each { header ->
                def hunks = diff.hunks.findAll { it.header == header }
                if (!hunks.empty) {
                    patch(applied, header, hunks)
                }
            }
        }
        applied
    }

    private static Set<String> defined(MailedDiff diff, String headers, String mark) {
        diff.hunks.findAll { it.header in ['linux', headers] }*.lines.flatten().findAll { it[0] == mark }.collect { defined(it.substring(1)) }.findAll() as Set
    }

    /** The macro, enumerator or struct that a line begins to define; null if it begins none. */
    private static String defined(String line) {
        [/^\s*#\s*define\s+(\w+)\s+[^\s\/]/, /^\s+([A-Z][A-Z0-9]+_[A-Z0-9_]+)\s*(?:=\s*\w+\s*)?,\s*$/, /^(?:struct|union|enum)\s+(\w+)\s*\{/].findResult { pattern ->
            (line =~ pattern).with { it ? it[0][1] : null }
        }
    }

    private void patch(Applied applied, String header, List<MailedDiff.Hunk> hunks) {
        Files.writeString(folder.resolve('old.h'), applied.headers[header])
        Files.writeString(folder.resolve('diff'), '--- a/old.h\n+++ b/old.h\n' + hunks*.text().join())
        Files.deleteIfExists(folder.resolve('new.h'))
        // With more fuzz, a hunk of a struct that has changed lands in another one that looks like it.
        def process = new ProcessBuilder('patch', '-f', '-F', '1', '-o', 'new.h', '-r', '-', 'old.h', 'diff').directory(folder.toFile()).redirectErrorStream(true)
        process.environment().LC_ALL = 'C'
        def said = process.start().with { it.outputStream.close(); def text = it.inputStream.text; it.waitFor(); text }
        if (said.contains('malformed') || !Files.exists(folder.resolve('new.h'))) {
            applied.failed.addAll(hunks)
            applied.own += hunks.size()
            return
        }
        applied.headers[header] = Files.readString(folder.resolve('new.h'))
        def failed = (said =~ /(?m)^Hunk #(\d+) FAILED/).collect { hunks[(it[1] as int) - 1] }
        applied.failed.addAll(failed)
        applied.own += failed.size()
        applied.fuzz += (said =~ /with fuzz/).count
    }
}
