package org.kvmsh.specs.house

import com.google.gson.Gson
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import javax.tools.ToolProvider
import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.repl.Main
import org.kvmsh.repl.compare.ExpectedFile
import org.kvmsh.repl.farm.BoardNeeds
import org.kvmsh.repl.known.KnownFailures
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Page
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

/** Every block of a page is checked: what can run runs, and a command that needs a board, root or a network is parsed by its program's rules. */
class BlocksOfPagesAreCheckedSpec extends Specification {
    /** Each kind of block, with the spec that checks it; {@code text} is what cannot be repeated, and no command. */
    static final Map<String, String> KINDS = [console: 'PagesAreTrueSpec', session: 'PagesAreTrueSpec', mermaid: 'DesignIsDescribedSpec', toml: 'this', groovy: 'this', js: 'this',
            c: 'this', java: 'this', json: 'ScriptsHaveTypesSpec', sh: 'this', text: 'this', yaml: 'this', jenkinsfile: 'this']
    /** The first line of a script: the boards that it runs on, and its file's name where the text that it prints has it. */
    static final String RUNS = /\/\/ (?:(\S+\.\w+) )?on ([^\s,]+(?:, [^\s,]+)*)(?: with ([^\s,]+(?:, [^\s,]+)*))?/
    /** The first line of an excerpt. */
    static final String EXCERPT = /\/\/ of (\S+)/
    /** Programs that are not of the project. */
    static final Set<String> OTHERS = ['apt-get', 'git', 'cd', 'ssh', 'scp', 'man', 'kvmsh-agent']

    static final String FAILURE = '[[failure]]'
    static final String DIFFERENCE = '[[difference]]'
    static final String SPLAT = '[[splat]]'
    static final String NEEDS = '[[board]]'

    /** Its code is in the items of lists, and ExtendingIsDescribedSpec compares it with the tree. */
    static final Set<String> INDENTED = ['docs/developers/extending.md']

    @TempDir
    Path folder

    def "every block of #page has a known kind"() {
        expect:
        page.blocks.findAll { !(it.kind in KINDS) }.collect { "$it.line: $it.kind" } == []
        indented(page) == []

        where:
        page << Page.ALL.findAll { !(it.path in INDENTED) }
    }

    @Sample(verify = 8)
    def "the script of #page, line #line, runs on #board"() {
        given:
        Needed.orSkip(*needs)
        def out = new StringWriter()
        def boards = new Boards(System.getenv())
        def kvmsh = new Library(boards, new PrintWriter(out, true), { })
        Kvmsh.ROOT.resolve('scripts/rfc').toFile().listFiles().findAll { it.name.endsWith('.patch') }.each { Files.copy(it.toPath(), folder.resolve(it.name)) }
        def file = Files.writeString(folder.resolve(name), script)

        when:
        kvmsh.use(board.startsWith('qemu:') ? EmulatedBoards.open(board) : boards.open(board))
        try {
            kvmsh.run(file)
        } catch (ScriptError e) {
            out << kvmsh.explain(e) + '\n'
        }
        def lines = out.toString().replace("$folder/", '').readLines()*.stripTrailing()
        if (printed && Boolean.getBoolean('snapshots.update')) {
            page.update(script + '```\n\n' + printed.before, printed.text, lines.collect { it + '\n' }.join())
        }

        then:
        printed && Boolean.getBoolean('snapshots.update') || lines == (printed ? printed.text.readLines() : [])

        cleanup:
        kvmsh.close()

        where:
        [page, line, board, name, needs, script, printed] << Page.ALL.collectMany { page -> ['groovy', 'js'].collectMany { kind -> page.blocks(kind).collectMany { rows(page, it) } } }
    }

    def "the excerpt on #page, line #line, is in #file"() {
        expect:
        Kvmsh.ROOT.resolve(file).toFile().text.contains(text)

        where:
        [page, line, file, text] << Page.ALL.collectMany { page -> (page.blocks('groovy') + page.blocks('js') + page.blocks('java') + page.blocks('c')).findAll { it.text.readLines().first() ==~ EXCERPT }
                .collect { [page, it.line, (it.text.readLines().first() =~ EXCERPT)[0][1], it.text.split('\n', 2)[1]] } }
    }

    @Sample(verify = 16)
    def "the program of #page, line #line, compiles against the artifacts alone and prints the text below it"() {
        given:
        Needed.orSkip('jars')
        def jars = Kvmsh.ROOT.resolve('repl/target/lib').toFile().listFiles().findAll { !it.name.startsWith('kvmsh-repl') }.join(File.pathSeparator)
        def name = (program =~ /class (\w+)/)[0][1]
        def file = Files.writeString(folder.resolve("${name}.java"), program)
        def messages = new ByteArrayOutputStream()

        when:
        ToolProvider.systemJavaCompiler.run(null, messages, messages, '-d', folder.toString(), '-cp', jars, file.toString())
        // Later JVMs say on standard error what they will refuse some day.
        def allowed = Runtime.version().feature() < 23 ? [] : ['--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow']
        def process = new ProcessBuilder("${System.getProperty('java.home')}/bin/java", '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', *allowed, '-cp', "$folder$File.pathSeparator$jars", name)
                .redirectErrorStream(true).start()
        def text = process.inputStream.text
        if (Boolean.getBoolean('snapshots.update')) {
            page.update(program + '```\n\n' + printed.before, printed.text, text)
        }

        then:
        messages.toString() == ''
        Boolean.getBoolean('snapshots.update') || text == printed.text
        process.waitFor(5, TimeUnit.MINUTES)
        process.exitValue() == 0

        where:
        [page, line, program, printed] << Page.ALL.collectMany { page -> page.blocks('java').findAll { !(it.text.readLines().first() ==~ EXCERPT) }
                .collect { [page, it.line, it.text, following(page, it)] } }
    }

    @Sample(verify = 8)
    def "the command of #page, line #line, has a valid command line: #command"() {
        expect:
        wrong(Page.words(command)) == null

        where:
        [page, line, command] << Page.ALL.collectMany { page -> page.blocks('sh').collectMany { block ->
            block.text.readLines()*.replaceFirst(/(^|\s+)# .*$/, '').findAll().collectMany { it.split(' && | & ?') as List }
                    .collect { [page, block.line, it.trim().replaceFirst(/^([A-Z_]+=\S+ )+/, '').replaceFirst(/ > \S+$/, '')] }
        } } + Page.ALL.collectMany { page -> (page.blocks('yaml') + page.blocks('jenkinsfile')).collectMany { block ->
            (block.text =~ /\.\/kvmsh [^'|\n]*/).collect { [page, block.line, it.trim()] }
        } }
    }

    def "the board names on #page, line #line, are valid: #toml"() {
        given:
        def config = Files.createDirectories(folder.resolve('kvmsh'))
        Files.writeString(config.resolve('boards.toml'), toml)
        def names = (toml =~ /(?m)^\[boards\.(.*)\]/).collect { it[1] }

        when:
        def boards = Kvmsh.runWith([XDG_CONFIG_HOME: folder.toString()], '', 'boards')

        then:
        !names.empty
        boards.status == 0
        names.findAll { name -> !boards.out.readLines().any { it.startsWith("$name ") } } == []

        where:
        [page, line, toml] << Page.ALL.collectMany { page -> page.blocks('toml').findAll { !it.text.startsWith('[[') }.collect { [page, it.line, it.text] } }
    }

    def "the known failures and kernel reports on #page, line #line, are valid: #toml"() {
        expect:
        KnownFailures.read([Files.writeString(folder.resolve('known.toml'), toml)], []).unmet().size() == toml.readLines().count { it in [FAILURE, SPLAT] }

        where:
        [page, line, toml] << Page.ALL.collectMany { page -> page.blocks('toml').findAll { it.text.with { it.startsWith(FAILURE) || it.startsWith(SPLAT) } }.collect { [page, it.line, it.text] } }
    }

    def "the boards' needs on #page, line #line, are valid: #toml"() {
        expect:
        BoardNeeds.read(Files.writeString(folder.resolve('boards.toml'), toml)).@entries.size() == toml.readLines().count { it == NEEDS }

        where:
        [page, line, toml] << Page.ALL.collectMany { page -> page.blocks('toml').findAll { it.text.startsWith(NEEDS) }.collect { [page, it.line, it.text] } }
    }

    def "the known differences on #page, line #line, are valid: #toml"() {
        expect:
        ExpectedFile.read(Files.writeString(folder.resolve('expected.toml'), toml)).size() >= toml.readLines().count { it == DIFFERENCE }

        where:
        [page, line, toml] << Page.ALL.collectMany { page -> page.blocks('toml').findAll { it.text.startsWith(DIFFERENCE) }.collect { [page, it.line, it.text] } }
    }

    def "the text of #page, line #line, contains no command"() {
        expect:
        text.readLines().findAll { it =~ /^(\$ |\.\/kvmsh|kvmsh -|mvn |npm )/ } == []

        where:
        [page, line, text] << Page.ALL.collectMany { page -> page.blocks('text').collect { [page, it.line, it.text] } }
    }

    /** The lines of code that Markdown makes of an indent. */
    private static List<String> indented(Page page) {
        def before = ''
        page.prose.collect { number, line ->
            def code = line.startsWith('    ') && before.isEmpty()
            before = line
            code ? "$number: $line".toString() : null
        }.findAll()
    }

    /** A row for each board that a script names. */
    private static List<List> rows(Page page, Page.Block block) {
        def first = block.text.readLines().first()
        if (first ==~ EXCERPT) {
            return []
        }
        if (!(first ==~ RUNS)) {
            throw new AssertionError("$page.path:$block.line: no board in the first line of the block" as Object)
        }
        def (all, file, boards, needs) = (first =~ RUNS)[0] as List
        boards.split(', ').collect { board ->
            def needed = (board.contains('model:') ? [] : [board == 'kvm' ? 'kvm:x86_64' : board]) + (needs ? needs.split(', ') as List : [])
            [page, block.line, board, file ?: "block.$block.kind", needed, block.text, following(page, block)]
        }
    }

    /** The text that follows a block after at most one line of prose: what the block prints. */
    private static Map<String, String> following(Page page, Page.Block block) {
        def rest = page.file.text.split('\n', -1).drop(block.line + block.text.readLines().size() + 1).join('\n')
        def text = rest =~ /\A\n((?:.+\n\n)?```text\n)((?s).*?)```\n/
        text.find() ? [before: text.group(1), text: text.group(2)] : null
    }

    /** The error in a command, or null. */
    private static String wrong(List<String> words) {
        def program = words.first()
        def missing = words.findAll { it.startsWith('scripts/') && !Kvmsh.ROOT.resolve(it).toFile().exists() }
        def option = { name -> words.contains(name) ? words[words.indexOf(name) + 1] : '.' }
        if (missing) {
            return "no file $missing"
        }
        switch (program) {
            case './kvmsh':
                Main.commands().parseArgs(words.drop(1) as String[])
                return null
            case 'npm':
                def scripts = new Gson().fromJson(Kvmsh.ROOT.resolve("${option('--prefix')}/package.json").toFile().text, Map).scripts
                return words.contains('ci') || words.last() in scripts.keySet() ? null : "no script ${words.last()}"
            case 'mvn':
                def poms = [Kvmsh.ROOT.resolve("${option('-f')}/pom.xml")] + (option('-f') == '.' ? [Kvmsh.ROOT.resolve('specs/pom.xml')] : [])
                def profiles = words.findAll { it.startsWith('-P') }*.substring(2)
                return profiles.every { profile -> poms.any { it.toFile().text.contains("<id>$profile</id>") } } ? null : "no profile $profiles"
            case ['bindings/fetch-headers', 'scripts/kernels/faults/run', 'scripts/selftests/compare-with-linux', 'scripts/ppc/compare-selftest']:
                return Files.isExecutable(Kvmsh.ROOT.resolve(program)) ? null : "no program $program"
            default:
                return program in OTHERS ? null : "a program that is not known: $program"
        }
    }
}
