package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.Patch
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.specs.kit.Sample
import spock.lang.Shared
import spock.lang.Specification

/** Patches that were posted or merged since 2012, their hunks made again from facts; they are read over the headers of today. */
class PatchesOfTheListsSpec extends Specification {
    private static final Map<String, String> TYPES = [ptr: 'void __user *', ulong: 'unsigned long ', 'kernel-u64': 'u64 ', char: 'char '].withDefault { "__$it " }
    private static final Map<String, String> FOLDERS = [x86_64: 'x86', ppc64: 'powerpc', s390x: 's390', riscv64: 'riscv', mips64: 'mips'].withDefault { it }

    @Shared
    List<Map> patches = corpus()

    private static List<Map> corpus() {
        def found = []
        PatchesOfTheListsSpec.getResourceAsStream('kvm-uapi-patches.tsv').getText('UTF-8').readLines().findAll { !it.startsWith('#') }.each { line ->
            def cells = line.split('\t', -1).toList()
            switch (cells[0]) {
                case 'patch': found << [date: cells[1], table: cells[2], id: cells[3], title: cells[4], hunks: [], facts: []]; break
                case 'hunk': found[-1].hunks << [file: cells[1], head: cells[2], lines: []]; break
                case '=': found[-1].facts << cells[1].split(' ').toList(); break
                default: found[-1].hunks[-1].lines << [cells[0], c(cells[1])]
            }
        }
        found
    }

    /** A definition as the kernel's headers write it. */
    private static String c(String fact) {
        def words = fact.split(' ').toList()
        switch (words[0]) {
            case 'const': return "#define ${words[1]} ${words.drop(2).join(' ')}"
            case 'ioctl': return "#define ${words[1]} ${words[2]}(KVMIO, ${words[3]}${words.size() > 4 ? ", ${words.drop(4).join(' ')}" : ''})"
            case 'field': return words[1] == 'struct' ? "\t${words.drop(1).join(' ')};" : "\t${TYPES[words[1]]}${words.drop(2).join(' ')};"
            case 'member': return "\t${words[1]},"
            case 'ifndef': return "#$fact"
            case 'endif': return '#endif'
            case 'end': return "}${words.size() > 1 ? " ${words[1]}" : ''};"
            default: return "$fact {"
        }
    }

    private static String mail(Map patch) {
        "From: Somebody <somebody@example.org>\nSubject: ${patch.title}\n${patch.date.size() > 4 ? "Date: $patch.date\n" : ''}\n---\n" + patch.hunks.groupBy { it.file }.collect { file, hunks ->
            def path = file.contains('/') ? file : file == 'generic' ? 'include/uapi/linux/kvm.h' : "arch/${FOLDERS[patch.table]}/include/uapi/asm/kvm.h"
            "diff --git a/$path b/$path\n--- ${file == 'new' ? '/dev/null' : "a/$path"}\n+++ b/$path\n" + hunks.collect { hunk ->
                def lines = hunk.lines.collect { mark, text -> mark + text }
                "@@ -100,${lines.count { !it.startsWith('+') }} +100,${lines.count { !it.startsWith('-') }} @@ ${hunk.head}\n${lines.join('\n')}\n"
            }.join()
        }.join()
    }

    private static Patch read(Map patch) {
        PatchReader.read(mail(patch), Abi.of(patch.table))
    }

    private static Map<String, Object> facts(Map patch, String kind) {
        patch.facts.findAll { it[0] == kind }.collectEntries { [(it[1]): it[2]] }
    }

    @Sample(verify = 2)
    def "#posted.date, #posted.table: #posted.title"() {
        given:
        def patch = read(posted)
        def declared = facts(posted, 'struct')

        expect:
        patch.constants().collectEntries { [(it.name()): "0x${Long.toHexString(it.value())}".toString()] } == facts(posted, 'const')
        patch.ioctls().collectEntries { [(it.name()): String.format('0x%08x', it.request())] } == facts(posted, 'ioctl') + facts(posted, 'follows')
        patch.structs().findAll { declared.containsKey(it.name()) }.collectEntries { [(it.name()): it.size().toString()] } == declared
        patch.grown().collectEntries { struct, members -> [(struct): members.toList()] } ==
                posted.facts.findAll { it[0] == 'grows' }.collectEntries { [(it[1]): it.drop(2)] }
        patch.warnings().findAll { it.contains(' keeps the layout it has ') }*.replaceFirst('struct (\\w+) .*', '$1') == posted.facts.findAll { it[0] == 'left' }*.getAt(1)
        patch.origin() == posted.title + (posted.date.size() > 4 ? ", $posted.date" : '')

        where:
        posted << patches
    }

    def "there are 51 of them, for six architectures"() {
        expect:
        patches.size() == 51
        patches*.table as Set == ['x86_64', 'arm64', 'ppc64', 's390x', 'riscv64', 'mips64'] as Set
        patches*.id.unique().size() == patches.size()
    }

    def "what a patch has in common with the ABI of today has its number, unless the patch is told to differ"() {
        expect:
        patches.each { posted ->
            def abi = Abi.of(posted.table)
            def patch = read(posted)
            def differing = patch.constants().findAll { abi.hasConstant(it.name()) && abi.constant(it.name()) != it.value() }*.name() +
                    patch.ioctls().findAll { abi.hasIoctl(it.name()) && abi.ioctl(it.name()).request() != it.request() }*.name()
            assert differing.every { name -> patch.warnings().any { it.startsWith("$name is ") } }
        }
    }
}
