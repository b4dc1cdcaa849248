package org.kvmsh.specs.abi

import java.nio.file.Path
import org.kvmsh.specs.kit.KernelDocuments
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The patches of scripts/kernels by the kernel's own checkpatch.pl. */
@Needs(['linux-source', 'perl'])
class KernelPatchesPassCheckpatchSpec extends Specification {
    private static final File PATCHES = new File(Kvmsh.script('kernels'))
    /** What the head of a patch says of each type of complaint that it keeps. */
    private static final Map<String, String> EXPLAINED = [MISSING_SIGN_OFF: 'checkpatch.pl asks for a Signed-off-by', FILE_PATH_CHANGES: 'and for MAINTAINERS']

    @Shared @TempDir
    Path folder

    def setupSpec() {
        KernelDocuments.extract(folder, 'scripts/checkpatch.pl', 'scripts/spelling.txt', 'scripts/const_structs.checkpatch')
    }

    def "checkpatch.pl --strict has no complaint about #patch that its head does not explain"() {
        given:
        def text = new File(PATCHES, patch).getText('UTF-8')

        when:
        def types = complaints(text)

        then: 'it always asks for a Signed-off-by'
        'MISSING_SIGN_OFF' in types
        types.every { EXPLAINED.containsKey(it) && head(text).contains(EXPLAINED[it]) }

        where:
        patch << ['arm64', 'booke', 'ppc64', 'ppc64-v2'].collectMany { arch -> new File(PATCHES, arch).list().findAll { it.endsWith('.patch') }.sort().collect { "$arch/$it".toString() } }
    }

    def "it complains about a patch with a line that ends in a blank"() {
        given:
        def text = new File(PATCHES, 'arm64/kvm-set-device-address.patch').getText('UTF-8')

        expect:
        complaints(text.replaceFirst(/(?m)^\+\tint r;$/, '$0 ')) - complaints(text) == ['TRAILING_WHITESPACE']
    }

    /**
     * On its standard input, since it reads a file that git tracks as source. It would look up commits of a message in git, and Debian's source has none. Its
     * spdxcheck.py may lack a Python module, which it prints to standard error.
     */
    private List<String> complaints(String patch) {
        def process = new ProcessBuilder('perl', folder.resolve('scripts/checkpatch.pl').toString(), '--no-tree', '--strict', '--terse', '--show-types', '--no-summary', '--color=never',
                '--ignore', 'UNKNOWN_COMMIT_ID', '-')
                .directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start()
        process.outputStream.withWriter('UTF-8') { it << patch }
        process.inputStream.readLines().collect { it.replaceFirst(/^-:\d+: (ERROR|WARNING|CHECK):(\w+): .*/, '$2') }
    }

    /** The text before the diff, as one line. */
    private static String head(String patch) {
        patch.split(/(?m)^---$/)[0].readLines().join(' ')
    }
}
