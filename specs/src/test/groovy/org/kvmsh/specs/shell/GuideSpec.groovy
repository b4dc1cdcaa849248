package org.kvmsh.specs.shell

import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.ExitReasons
import org.kvmsh.bindings.kvm.ExitKind
import org.kvmsh.bindings.kvm.KeyedExit
import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.machine.exit.ExitReason
import org.kvmsh.dsl.reference.MarkdownPages
import org.kvmsh.repl.guide.Guide
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Page
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Specification
import spock.lang.TempDir

/** kvmsh guide NAME and /help NAME: one text for each word, exit, kernel name, term and page. */
class GuideSpec extends Specification {
    /** Ends of a run that are no exits of the kernel's. */
    static final List<ExitKind> OWN = [ExitReason.EXCEPTION, ExitReason.DEBUG_EXIT, ExitReason.TIMEOUT, ExitReason.STOPPED]

    @TempDir
    Path folder

    @Sample(of = 4)
    def "guide #name shows #what"() {
        when:
        def run = Kvmsh.run('guide', *name.split(' '))

        then:
        run.status == 0
        run.err.empty
        run.out.contains(shown)

        where:
        name                  || what                               | shown
        'mem'                 || 'a word'                           | 'mem(0x1000, 64)'
        'KB'                  || 'a word of JavaScript alone'       | 'KB(64)'
        'Machine'             || 'the members of a value'           | 'm.run'
        'KVM_EXIT_MMIO'       || 'an exit, with its fields'         | '`e.address`: the guest physical address'
        'mmio'                || 'the same by its short name'       | 'KVM_EXIT_MMIO'
        'KVM_SET_TSS_ADDR'    || 'an ioctl with its errnos'         | '- EINVAL: '
        'kvm_regs'            || 'a struct'                         | 'struct kvm_regs of '
        'KVM_CAP_PPC_RMA'     || 'a capability'                     | 'KVM_CAP_PPC_RMA, a capability of '
        'KVM_PPC_SET_PLATFORM'|| 'a proposal'                       | 'a proposal for '
        'kvm_run.exit_reason' || 'a field'                          | 'kvm_run.exit_reason, a field of '
        'vCPU'                || 'a term'                           | 'the descriptor that KVM_CREATE_VCPU gives'
        'first-hour'          || 'a page by its file'               | '3. A guest that prints'
        'A new board'         || 'a page by its title'              | 'Over a serial line'
        'run scripts as tests, on many boards, in CI' || 'a page by its task' | 'What CI sees'
        'serial line'         || 'the page of a part of a task'     | 'Over a serial line'
        'until'               || 'all that a run can end with'      | 'debug_exit'
        'timeout'             || 'an end of a run'                  | 'the time limit of `within:` has expired'
        'load'                || 'examples, one a line'             | "      load at: 0x1000, hex: 'b8 2a 00 f4'\n      load({at: 0x1000"
        'guests'              || 'a table with its headings'        | 'how a vCPU starts: '
    }

    def "a term of the glossary is defined first, also if a word, an exit or a page has its name"() {
        given:
        def terms = glossary()

        expect:
        terms.collectMany { key, meaning ->
            key.split(', ').findAll { term ->
                !shown(Kvmsh.runWith([COLUMNS: '100'], '', 'guide', term).out).startsWith(shown("$key: $meaning"))
            }.toList()
        } == []

        and: 'the entry of the word follows'
        Kvmsh.run('guide', 'run').out.contains('run until an exit that no handler handles')

        and: 'a page that only mentions the term is named, and not printed'
        Kvmsh.run('guide', 'rule').out.readLines().with { it.size() < 10 && it.any { line -> line.startsWith('extending') } }

        and: 'terms are in alphabetical order'
        terms.size() > 30
        terms.keySet().toList() == terms.keySet().toSorted { it.toLowerCase(Locale.ROOT) }
    }

    private static Map<String, String> glossary() {
        new File(Kvmsh.ROOT.toFile(), 'docs/guide/glossary.md').readLines().findAll { it.startsWith('| ') }.drop(1)
                .collectEntries { row -> row.split(/\|/)*.trim().with { [(it[1]): it[2]] } }
    }

    /** Without marks of code and line ends. */
    private static String shown(String text) {
        text.replace('`', '').replaceAll(/\s+/, ' ')
    }

    def "every word, member and exit is found by its name"() {
        given:
        def names = Kvmsh.run('guide', '--list').out.readLines()
        def guide = new Guide(Abi.of('x86_64'), 80)

        expect:
        names.size() > 200
        names.findAll { guide.find(it).empty } == []
        MarkdownPages.entries(Library.vocabulary())*.names().flatten().findAll { !(it in names) && !("KVM_EXIT_${it.toUpperCase()}".toString() in names) } == []
    }

    def "the table of until: has every value, in order, with its exits and the boards whose kernels have them"() {
        given:
        def file = new Page('docs/guide/tests.md').file
        def lines = file.readLines()
        def first = lines.findIndexOf { it.startsWith('| `until:` |') } + 2
        def shown = lines.drop(first).takeWhile { it.startsWith('|') }
        def rows = ExitReason.words().collect { "| `${it.word()}` | ${meaning(it, shown)} | ${boards(it)} |".toString() }
        if (Boolean.getBoolean('snapshots.update') || Boolean.getBoolean('spock.snapshots.updateSnapshots')) {
            file.text = (lines.take(first) + rows + lines.drop(first + shown.size())).join('\n') + '\n'
            shown = rows
        }

        expect:
        shown == rows
    }

    /** The kernel's exits in the words of exits.tsv; an end that kvmsh itself makes in those of the page. */
    private static String meaning(ExitKind kind, List<String> shown) {
        kind in OWN ? shown.find { it.startsWith("| `${kind.word()}` |") }?.split(/ \| /)?.getAt(1) : exits(kind).collect { "$it: ${ExitReasons.sentence(it)}" }.join('; ')
    }

    private static List<String> exits(ExitKind kind) {
        kind instanceof KeyedExit ? kind.exits() : ["KVM_EXIT_${kind.name()}".toString()]
    }

    /** The architectures of kernels that have one of the exits; all for an end that kvmsh itself makes. */
    private static String boards(ExitKind kind) {
        def named = exits(kind).collect { ExitReasons.advice(it) }.findAll().collectMany { it.architectures() }
        kind in OWN || '*' in named ? 'all' : ['x86_64', 'arm64', 'ppc64', 'riscv64'].findAll { it in named }.join(', ')
    }

    def "without a name it prints the index: tasks with their pages, words, exits"() {
        when:
        def run = Kvmsh.run('guide')

        then:
        run.status == 0
        run.out.contains('first-hour        get from nothing to a guest that prints')
        run.out.contains('Guest memory')
        run.out.readLines().every { it.length() <= 80 }
    }

    def "#name is refused with the nearest names: #near"() {
        when:
        def run = Kvmsh.run('guide', name)

        then:
        run.status == 2
        run.out.empty
        run.err == "kvmsh guide: no word, exit, kernel name, term or page is called $name$near\n"

        where:
        name              || near
        'memmapp'         || '; did you mean \'memmap\'?'
        'KVM_EXIT_MMIOO'  || '; did you mean \'KVM_EXIT_MMIO\'?'
        'zzzzzzzzzz'      || ''
    }

    def "paragraphs are wrapped to #columns columns, and code is not"() {
        when:
        def lines = Kvmsh.runWith([COLUMNS: "$columns".toString()], '', 'guide', 'KVM_EXIT_MMIO').out.readLines()

        then:
        lines.every { it.length() <= columns || !it.contains(' ') }
        lines.join(' ').replaceAll(/\s+/, ' ').contains('an address that should be memory needs a memory slot')

        where:
        columns << [60, 80, 200]
    }

    @Sample(verify = 4)
    def "the shell's /help #name prints the same text"() {
        given:
        def shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'))
        def text = Kvmsh.runWith([COLUMNS: '200'], '', 'guide', *name.split(' ')).out.readLines()*.stripTrailing().join('\n')

        when:
        shell.await('> ').with { shell.type("/help $name").await(text.readLines().last()) }
        shell.type('/quit').awaitEnd()

        then:
        shell.screenText().readLines()*.stripTrailing().join('\n').contains(text)

        cleanup:
        shell.close()

        where:
        name << ['snapshot', 'KVM_EXIT_HLT', 'KVM_SET_TSS_ADDR', 'A new board']
    }
}
