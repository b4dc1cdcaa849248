package org.kvmsh.specs.proposal

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.board.BoardName
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.board.NoSuchBoard
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.NoBoards
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Specification
import spock.lang.TempDir

/** rfc:BOARD: its names, its options, and where proposals in front are shown. */
class ProposalBoardsSpec extends Specification {
    @TempDir
    Path folder

    def "#name is a board"() {
        when:
        new Boards(NoBoards.ENVIRONMENT).check(name)

        then:
        noExceptionThrown()

        where:
        name << ['rfc:kvm', 'rfc:model:x86_64', 'rfc:qemu:arm64?append=nokaslr&memory=512', 'rfc:qemu:ppc64?rma_size=128M&rma_count=2', 'rfc:qemu:ppc64?cpu=power7',
                 'rfc:qemu:ppc64?cpu=ppc970', 'rfc:qemu:ppc64?cpu=POWER9', 'rfc:qemu:ppc64?rma_size=1G&rma_count=0&wait=90', 'rfc:ssh:host', 'rfc:exec:ssh h "agent?x=1"']
    }

    def "#name is refused: #why"() {
        when:
        new Boards(NoBoards.ENVIRONMENT).check(name)

        then:
        def e = thrown(NoSuchBoard)
        e.message.contains(why)

        where:
        name                                     || why
        'rfc:'                                   || 'rfc alone is not a board; write rfc:BOARD, such as rfc:kvm'
        'rfc'                                    || 'rfc alone is not a board; write rfc:BOARD, such as rfc:kvm'
        'rfc:rfc:kvm'                            || 'rfc:rfc:kvm has the rfc: prefix twice; write it only once'
        'rfc:qemu:ppc46'                         || '; did you mean \'qemu:ppc64\'?'
        'rfc:qemu:ppc64?rma_size=100M'           || 'rfc:qemu:ppc64 has rma_size=100M; on power7, the size of a real mode area must be one of 32M, 64M, 128M, 256M, 1G, 16G'
        'rfc:qemu:ppc64?cpu=ppc970&rma_size=32M' || 'rfc:qemu:ppc64 has rma_size=32M; on ppc970, the size of a real mode area must be one of 64M, 128M, 256M, 1G, 16G'
        'rfc:qemu:ppc64?rma_size=big'            || 'rfc:qemu:ppc64 has rma_size=big; on power7, the size of a real mode area must be one of 32M'
        'rfc:qemu:ppc64?rma_count=-1'            || 'rfc:qemu:ppc64 has rma_count=-1; the number of areas must be from 0 to 9999'
        'rfc:qemu:ppc64?rma_sise=64M'            || "qemu:ppc64 has no option rma_sise; its options are kernel, modules, append, cpu, cpus, memory, qemu, wait, tree, config, debug, release; the proposal options are rma_size, rma_count and cpu=ppc970 or cpu=power7"
        'rfc:qemu:arm64?rma_count=1'             || 'qemu:arm64 has no option rma_count'
        'rfc:kvm?cpu=x'                          || 'kvm has no option cpu; it takes no options'
    }

    def "the text of a command belongs to the shell, question marks too"() {
        expect:
        BoardName.parse('rfc:exec:agent?x=1&y') == new BoardName('rfc', 'exec:agent?x=1&y', [:])
    }

    def "kvmsh boards lists the form"() {
        expect:
        Kvmsh.run('boards').out.readLines().any { it ==~ /  rfc:BOARD +with proposals +any board, plus ioctls that its kernel does not have.*/ }
    }

    def "every place that shows the board's kind shows proposals in front: #where"() {
        given:
        def on = new OnBoard('rfc:model:x86_64')

        expect:
        text(on) == shown

        cleanup:
        on.close()

        where:
        where            | text                                                          || shown
        'the prompt'     | { OnBoard b -> b.board.toString() }                            || 'rfc:model:x86_64 (model, with proposals)'
        'a trace'        | { OnBoard b -> b.run('trace.board') }                          || 'rfc:model:x86_64 (model, with proposals)'
        'a machine'      | { OnBoard b -> b.run('vm { }').toString().readLines().first() } || 'machine on rfc:model:x86_64 (model, with proposals): 0 vCPUs'
    }

    def "so do a report, the facts and a plan"() {
        given:
        def facts = Kvmsh.run('boards', 'facts', 'rfc:model:x86_64').out
        def file = Files.writeString(folder.resolve('facts.json'), facts)

        expect:
        Kvmsh.run('test', '-b', 'rfc:model:x86_64', Kvmsh.script('first-light.groovy')).out.contains('rfc:model:x86_64 (model, with proposals)')
        facts.contains('"caveat": "with proposals"')
        Kvmsh.run('plan', '-b', 'rfc:model:x86_64', '-e', 'vm { }').out.contains('rfc:model:x86_64 (model, with proposals)')
        Kvmsh.run('plan', '--facts', file.toString(), '-e', 'vm { }').out.contains('rfc:model:x86_64 (model, with proposals)')
    }

    def "a plan follows a script with its own proposal up to the first value from a machine"() {
        when:
        def script = Files.writeString(folder.resolve('planned.groovy'), """
            needs boards: 'rfc:*'
            rfc '${Kvmsh.script('rfc/kvm-count-dirty-pages.patch')}'
            proposal(KVM_COUNT_DIRTY_PAGES) { arg -> 0 }
            def m = vm { memory at: 0, size: 64.KB; ioctl KVM_COUNT_DIRTY_PAGES, slot: 0, pages: 16 }
        """)
        def result = Kvmsh.run('plan', '-b', board, script.toString())

        then:
        result.out.contains(said)
        result.status == 0

        where:
        board              || said
        'rfc:model:x86_64' || 'plan for rfc:model:x86_64 (model, with proposals): 3 steps (dry run, none of these calls is made)'
        'model:x86_64'     || 'skipped: needs a board that matches rfc:*'
    }

    def "needs boards: #pattern #outcome on rfc:model:x86_64"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'rfc:model:x86_64', '-e', "needs boards: '$pattern'; println 'ran'")

        then:
        result.status == 0
        result.out.contains('ran') == (outcome == 'runs')

        where:
        pattern        || outcome
        'rfc:*'        || 'runs'
        'x86_64'       || 'runs'
        'model'        || 'runs'
        '*model:x86*'  || 'runs'
        'arm64'        || 'is skipped'
        'model:x86_64' || 'is skipped'
    }

    def "a board of boards.toml can have proposals in front"() {
        given:
        Files.writeString(folder.resolve('kvmsh').toFile().with { it.mkdirs(); it.toPath() }.resolve('boards.toml'), '[boards.soft]\nboard = "model:x86_64"\n')
        def boards = new Boards(NoBoards.ENVIRONMENT + [XDG_CONFIG_HOME: folder.toString()])

        expect:
        boards.open('rfc:soft').withCloseable { it.toString() } == 'rfc:model:x86_64 (model, with proposals)'
    }

    def "a board without proposals is shown without the addition"() {
        expect:
        new OnBoard('model:x86_64').withCloseable { it.board.toString() } == 'model:x86_64 (model)'
    }
}
