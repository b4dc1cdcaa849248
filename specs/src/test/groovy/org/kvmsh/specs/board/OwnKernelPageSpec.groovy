package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Page
import org.opentest4j.TestAbortedException
import spock.lang.Specification
import spock.lang.TempDir

/** The commands of docs/guide/own-kernel.md from a mail to a regression test, with the kernels that are kept: without make nothing is built. */
@Needs(['qemu:x86_64', 'agent:x86_64', 'git', 'linux-source', 'x86_64-linux-gnu-gcc'])
class OwnKernelPageSpec extends Specification {
    @TempDir
    Path folder

    /** The first shell block of the page. */
    static List<String> commands() {
        new Page('docs/guide/own-kernel.md').blocks('sh')[0].text.readLines()
    }

    def "the page has seven commands, and its mail and its test are files of the project"() {
        expect:
        commands().size() == 7
        commands().collectMany { it.findAll(/samples\/\S+/) }.unique().every { Files.exists(Kvmsh.ROOT.resolve(it)) }
    }

    def "the test fails without the mail's fix and passes with it"() {
        given:
        def typed = commands().findAll { it.startsWith('./kvmsh ') && !it.startsWith('./kvmsh boards setup ') }
        def kernels = typed.findAll { it.startsWith('./kvmsh kernel build ') }
        kernels.each {
            def result = run(it)
            if (result.status != 0) {
                throw new TestAbortedException("not built before with this configuration and compiler: $it")
            }
        }

        when:
        def results = (typed - kernels).collectEntries { [it, run(it)] }

        then: 'KVM_SET_TSS_ADDR takes the address on the first kernel, and refuses it on the second'
        kernels.size() == 2
        def tried = results.findAll { it.key.contains(' -e ') }.values() as List
        tried*.status == [0, 1]
        tried[1].err.contains('EINVAL')

        and: 'so does the test'
        def tested = results.find { it.key.startsWith('./kvmsh test ') }.value
        tested.status == 1
        tested.out.contains('not ok 1 a TSS address in the middle of a page is refused')
        tested.out.contains('\nok 1 a TSS address in the middle of a page is refused')

        and: 'both are listed'
        results['./kvmsh kernel list'].out =~ /(?m)^x86_64 +fixed .*, with .*fix\.mbox$/
    }

    /** As a shell would, at the top of the project. */
    private Kvmsh.Result run(String command) {
        def words = Page.words(command).drop(1).collect { it.startsWith('samples/') ? Kvmsh.ROOT.resolve(it).toString() : it }
        Kvmsh.runWith([PATH: path().toString()], '', *words)
    }

    /** The programs of this machine without make, so that nothing is built here. */
    private Path path() {
        def bin = folder.resolve('bin')
        if (!Files.exists(bin)) {
            Files.createDirectories(bin)
            System.getenv('PATH').split(':').collect { new File(it) }.findAll { it.directory }.each { directory ->
                directory.listFiles().findAll { it.canExecute() && it.name != 'make' && !Files.exists(bin.resolve(it.name)) }.each {
                    Files.createSymbolicLink(bin.resolve(it.name), it.toPath())
                }
            }
        }
        bin
    }
}
