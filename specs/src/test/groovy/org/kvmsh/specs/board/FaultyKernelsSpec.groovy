package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Programs
import spock.lang.Specification
import spock.lang.TempDir

/** The patches of scripts/kernels/faults, each of which breaks KVM in one way, and the command that says if a suite of tests sees it. */
class FaultyKernelsSpec extends Specification {
    private static final Path FAULTS = Path.of(Kvmsh.script('kernels/faults'))
    private static final Map<String, String> KVM = [x86_64: 'x86', arm64: 'arm64', riscv64: 'riscv', ppc64: 'powerpc']
    private static final List<Path> PATCHES = KVM.keySet().collectMany { arch ->
        FAULTS.resolve(arch).toFile().listFiles().sort()*.toPath()
    }

    @TempDir
    Path folder

    def "#patch changes one place of KVM, and its head names the board and what is broken, seen and known of it"() {
        given:
        def text = FAULTS.resolve(patch).toFile().text
        def arch = patch.split('/')[0]
        def (head, diff) = text.split('(?m)^---$', 2)
        def fields = head.replaceAll('\n  +', ' ').readLines().collectEntries { it.split(': ', 2) as List }
        def paths = diff.findAll(/(?m)^\+\+\+ b\/(.+)$/) { it[1] }

        expect:
        fields.keySet() as List == ['Board', 'Fault', 'Guest', 'Found']
        fields.values().every { it.strip() }
        fields.Board == "qemu:$arch" || fields.Board.startsWith("qemu:$arch-")
        fields.Found =~ /^Commit [0-9a-f]{12} \(".+"\), in (Debian's l|L)inux [\d.-]+, is taken back\.|^Made for this set; linux-source-6\.1\.$/
        paths.size() == 1
        paths[0].startsWith("arch/${KVM[arch]}/kvm/") || paths[0].startsWith('virt/kvm/')
        diff.readLines().count { it.startsWith('@@ ') } == 1
        diff.readLines().count { it ==~ /[-+](?![-+]{2} ).*\S.*/ } <= 5

        where:
        patch << PATCHES.collect { FAULTS.relativize(it).toString() }
    }

    def "they are of four architectures, and ten are fixes taken back"() {
        expect:
        PATCHES.size() == 25
        PATCHES.count { it.toFile().text.contains('is taken back.') } >= 10
        PATCHES*.fileName.unique().size() == PATCHES.size()
    }

    def "the command prints the tests that only the broken kernel fails, and its status says if a fault stays green"() {
        given: 'kvmsh, whose suite has one test that fails anyway, and one that the first fault breaks'
        def run = folder.resolve('scripts/kernels/faults/run')
        Files.createDirectories(run.parent.resolve('x86_64'))
        Files.copy(FAULTS.resolve('run'), run)
        ['seen', 'unseen'].each { Files.writeString(run.resolveSibling("x86_64/${it}.patch"), "Board: qemu:x86_64\nFault: $it.\n") }
        Programs.write(folder.resolve('kvmsh'), '''\
echo "$*" >> calls
[ "$1" = test ] || exit 0
for word; do case $word in ktap=*) file=${word#ktap=} ;; esac; done
{
  printf 'KTAP version 1\\n1..1\\n  # Subtest: the board\\n    # Subtest: suite/a.groovy\\n'
  printf '    not ok 1 known # failed\\n'
  case $* in *kernel=fault-seen*) printf '    not ok 2 the register is kept\\n' ;; *) printf '    ok 2 the register is kept\\n' ;; esac
  printf '  not ok 1 suite/a.groovy\\nnot ok 1 the board\\n'
} > "$file"
exit 1
''')

        when:
        def result = command(run, '-o', folder.resolve('results').toString(), '-j', '1')
        def again = command(run, '-o', folder.resolve('results').toString(), '-j', '1')

        then:
        result.out.readLines()*.replaceAll(/ +/, ' ') == [
                'fault board red first red test',
                'x86_64/seen qemu:x86_64 1 suite/a.groovy: the register is kept',
                'x86_64/unseen qemu:x86_64 0 ',
        ]
        result.status == 1

        and: 'each kernel is built after its base, tested once and removed'
        folder.resolve('calls').toFile().readLines()*.replaceAll(/ -o \S+/, '').collect { it.replace("$folder/", '') } == [
                'kernel build qemu:x86_64 --release 6.1 -j 1',
                'kernel build qemu:x86_64 --release 6.1 -j 1 --patch scripts/kernels/faults/x86_64/seen.patch --name fault-seen',
                'test -b qemu:x86_64?kernel=fault-seen --run=none scripts/suite',
                'kernel remove qemu:x86_64 fault-seen',
                'test -b qemu:x86_64?kernel=linux-6.1 --run=none scripts/suite',
                'kernel build qemu:x86_64 --release 6.1 -j 1',
                'kernel build qemu:x86_64 --release 6.1 -j 1 --patch scripts/kernels/faults/x86_64/unseen.patch --name fault-unseen',
                'test -b qemu:x86_64?kernel=fault-unseen --run=none scripts/suite',
                'kernel remove qemu:x86_64 fault-unseen',
        ]

        and: 'what is there is not made again'
        again == result

        and: 'a fault alone that is seen'
        command(run, '-o', folder.resolve('results').toString(), run.resolveSibling('x86_64/seen.patch').toString()).status == 0
    }

    def "without a test that passes on the kernel without the fault there is no verdict"() {
        given:
        def run = folder.resolve('scripts/kernels/faults/run')
        Files.createDirectories(run.parent.resolve('x86_64'))
        Files.copy(FAULTS.resolve('run'), run)
        Files.writeString(run.resolveSibling('x86_64/seen.patch'), 'Board: qemu:x86_64\n')
        Programs.write(folder.resolve('kvmsh'), """\
for word; do case \$word in ktap=*) printf 'KTAP version 1\\n    not ok 1 known\\n' > "\${word#ktap=}" ;; esac; done
""")

        expect:
        command(run, '-o', folder.resolve('results').toString()).status == 2
    }

    private Map command(Path run, String... words) {
        def process = new ProcessBuilder([run.toString()] + (words as List)).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start()
        process.outputStream.close()
        [out: process.inputStream.text, status: process.waitFor()]
    }
}
