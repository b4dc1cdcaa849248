package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.board.NoSuchBoard
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

class PersonalBoardsSpec extends Specification {
    @TempDir
    Path config

    def "a name in boards.toml stands for another board and is shown as itself"() {
        given:
        toml '''
            [boards.paper]
            board = "model:rfc"
            about = "the mails"
            '''

        when:
        def result = kvmsh('-b', 'paper', '-e', '1')

        then:
        result.err == ''
        result.out.readLines().first().startsWith('paper (model, ')
        boards().all().find { it.name() == 'paper' }.about() == 'model:rfc, the mails'
    }

    def "its target is checked before it is opened: options, kind, missing programs"() {
        given:
        toml '''
            [boards.juno]
            board = "serial:/dev/nowhere@115200"
            [boards.mine]
            board = "qemu:arm64?kernel=/home/me/Image&append=debug"
            '''

        expect:
        boards().all().find { it.name() == 'juno' }.kind().toString() == 'remote'
        boards().all().find { it.name() == 'mine' }.arch().toString() == 'arm64'
        kvmsh('-b', 'juno', '-e', '1').err == 'kvmsh: serial:/dev/nowhere@115200: /dev/nowhere: no such device\n'
    }

    def "a mistake in the file is refused with its line and column: #why"() {
        given:
        toml text

        when:
        boards().check('juno')

        then:
        def e = thrown(NoSuchBoard)
        e.message == "${config.resolve('kvmsh/boards.toml')}$why"

        when:
        def listed = boards().all().find { it.name() in ['juno', 'boards.toml'] }

        then:
        listed.whyNot() == e.message

        where:
        text                                              || why
        '[boards.juno]\nbord = "model:rfc"'               || ':2:1: unknown key bord in [boards.juno]; its keys are board, about, power, console, boot, boot-limit; did you mean \'board\'?'
        '[boards.juno]\nboard = 7'                        || ':2:1: board must be a string in quotation marks'
        '[boards.juno]'                                   || ':1:1: [boards.juno] has no board; add board = "serial:/dev/ttyUSB0@115200"'
        '[board.juno]\nboard = "model:rfc"'               || ':1:1: unknown key board; expected [boards.NAME] or locks'
        '[boards]\njuno = "model:rfc"'                    || ':2:1: juno is not a board table; write [boards.juno] and, below it, board = "..."'
        '\n[boards.juno]\nboard = "qemu:arm64?kernl=x"'   || ':3:1: qemu:arm64 has no option kernl; its options are kernel, modules, append, cpu, cpus, memory, qemu, wait, tree, config, debug, release; did you mean \'kernel\'?'
        '[boards.juno]\nboard = "juno"'                    || ":2:1: juno is itself defined in boards.toml; a board in that file must be based on one of kvmsh's built-in boards"
        '[boards.juno]\nboard = "a?b=c"\n[boards.a]\nboard = "juno"' || ":2:1: a is itself defined in boards.toml; a board in that file must be based on one of kvmsh's built-in boards"
        '[boards.juno]\nboard = "rfc:juno"'                || ':2:1: rfc:juno: juno is rfc:juno, but a board can have only one rfc: prefix'
        '[boards.juno]\nboard = "rfc:a"\n[boards.a]\nboard = "rfc:juno"' || ':2:1: rfc:a: a is rfc:juno, but a board can have only one rfc: prefix'
        '[boards]\njuno = ["model:rfc"]'                   || ':2:1: juno is not a board table; write [boards.juno] and, below it, board = "..."'
        'boards = 7'                                      || ':1:1: boards is not a table; write [boards.NAME]'
        '[boards."a b"]\nboard = "model:rfc"'             || ":1:1: a board cannot be named a b: use letters, digits, '.', '_' and '-'; kvm is reserved for this host"
    }

    def "a mistake in what is said of a lab is refused with its line and column: #text"() {
        expect:
        refusal("[boards.juno]\nboard = 'tcp:juno:1'\n$text") == why

        where:
        text                                         || why
        'power = "on"'                               || ':3:1: power is not a command; write power.on = "COMMAND" and power.off = "COMMAND"'
        'power.on = "a"'                             || ':3:1: [boards.juno] has no power.off; a board that is switched on and off needs both'
        'power.cycle = "a"'                          || ':3:1: [boards.juno] has no power.on; a board that is switched on and off needs both'
        '  power.off = "a"'                          || ':3:3: [boards.juno] has no power.on; a board that is switched on and off needs both'
        '[boards.juno.power]'                        || ':3:1: [boards.juno] has no power.on; a board that is switched on and off needs both'
        'power.on = "a"\npower.of_ = "b"'             || ':4:1: unknown key power.of_ in [boards.juno]; its keys are power.on, power.off, power.cycle, power.limit, power.cycles; did you mean \'power.off\'?'
        'power.on = 7\npower.off = "b"'              || ':3:1: power.on must be a shell command in quotation marks'
        'power.on = ["a"]\npower.off = "b"'          || ':3:1: power.on must be a shell command in quotation marks'
        'power.on = "a"\npower.off = " "'            || ':4:1: power.off is empty; write a shell command'
        'power.on = "a"\npower.off = "b"\npower.limit = 9' || ':5:1: power.limit must be a time in quotation marks: "90s", "500ms" or "5min"'
        'power.on = "a"\npower.off = "b"\npower.cycles = 0'   || ':5:1: power.cycles must be a number from 1 to 1000'
        'power.on = "a"\npower.off = "b"\npower.cycles = "9"' || ':5:1: power.cycles must be a number from 1 to 1000'
        'console = true'                             || ':3:1: console must be a shell command in quotation marks'
        'boot = ""'                                  || ':3:1: boot is empty; write a shell command'
        'boot = "a"\nboot-limit = "soon"'            || ':4:1: boot-limit must be a time in quotation marks: "90s", "500ms" or "5min"'
        'boot-limit = "5min"'                        || ':3:1: boot-limit needs power.on or boot'
        'consle = "a"'                               || ':3:1: unknown key consle in [boards.juno]; its keys are board, about, power, console, boot, boot-limit; did you mean \'console\'?'
    }

    def "#what is refused with its line and column"() {
        expect:
        refusal(text) == why

        where:
        what                       | text                                                        || why
        'a lab of a model'         | '[boards.juno]\nboard = "model:rfc"\nconsole = "a"'         || ':2:1: power, console and boot are for remote boards only; the kind of model:rfc is model'
        'a directory that is none' | 'locks = 7\n[boards.juno]\nboard = "tcp:juno:1"'            || ':1:1: locks must be a directory in quotation marks'
        'a misspelled directory'     | 'lock = "a"\n[boards.juno]\nboard = "tcp:juno:1"'           || ':1:1: unknown key lock; expected [boards.NAME] or locks'
    }

    def "a command for a board without one is refused: #arguments"() {
        given:
        toml "[boards.juno]\nboard = 'tcp:juno:1'"

        when:
        def result = kvmsh('boards', *arguments)

        then:
        result.status == 2
        result.err.readLines().first() == message

        where:
        arguments                 || message
        ['power', 'juno', 'on']   || 'kvmsh boards: juno has no power commands; add power.on and power.off to [boards.juno] in boards.toml'
        ['power', 'kvm', 'on']    || 'kvmsh boards: kvm is not defined in boards.toml'
        ['console', 'juno']       || 'kvmsh boards: juno has no console command; add console to [boards.juno] in boards.toml'
        ['power', 'juno', 'fly']  || 'kvmsh boards: power cannot be switched fly; use on, off, cycle'
    }

    def "a line that is not TOML is refused with its place and what to write: #line"() {
        given:
        toml "[boards.juno]\n$line"

        when:
        boards().check('juno')

        then:
        def e = thrown(NoSuchBoard)
        e.message == "${config.resolve('kvmsh/boards.toml')}:2:$column: not TOML: $why: ${line.replaceAll(/\p{Cntrl}/, '?')}"

        where:
        line                                | column || why
        'board = "model:rfc'                | 19     || 'the closing quotation mark is missing'
        "board = 'model:rfc"                | 19     || 'the closing quotation mark is missing'
        'board = "model:\001rfc"'           | 16     || 'the text contains a control character'
        'board = "C:\\x"'                   | 12     || 'write a backslash as \\\\'
        'board = model:rfc'                 | 9      || 'put the value in quotation marks'
        'board ='                           | 8      || 'put the value in quotation marks'
        'board = 99999999999999999999'      | 9      || 'put the value in quotation marks'
        'board = "model:rfc" about = "x"'   | 21     || 'remove what follows the value'
        'board = ["model:rfc"'              | 21     || 'the closing ] is missing'
        '[boards.paper'                     | 14     || 'the closing ] is missing'
        'board: "model:rfc"'                | 6      || 'expected [boards.NAME] or KEY = "VALUE", found'
        'nonsense'                          | 9      || 'expected [boards.NAME] or KEY = "VALUE", found'
    }

    def "a token in a line that is not TOML is not shown"() {
        given:
        toml '[boards.juno]\nboard = "tcp:host:1?token=secret'

        when:
        boards().check('juno')

        then:
        def e = thrown(NoSuchBoard)
        e.message.endsWith(': board = "tcp:host:1?token=…')
    }

    def "what is there twice is refused with both places: #text"() {
        given:
        toml text

        when:
        boards().check('juno')

        then:
        def e = thrown(NoSuchBoard)
        e.message == "${config.resolve('kvmsh/boards.toml')}:3:1: $what is already defined at line $first; remove one of the two"

        where:
        text                                                         || what            | first
        '[boards.juno]\nboard = "kvm"\nboard = "model:rfc"'          || 'board'         | 2
        '[boards.juno]\nboard = "kvm"\n[boards.juno]\nboard = "kvm"' || '[boards.juno]' | 1
    }

    def "a board that does not exist is refused where it is named: #name"() {
        given:
        toml """[boards.juno]\nboard = "$name\""""

        when:
        boards().check('juno')

        then:
        def e = thrown(NoSuchBoard)
        e.message.startsWith("${config.resolve('kvmsh/boards.toml')}:2:1: $why; known boards: kvm, ")
        kvmsh('-b', 'juno', '-e', '1').status == 2

        where:
        name   || why
        'nope' || 'no board nope'
        ''     || 'the board name is empty'
    }

    @Timeout(60)
    @Sample(of = 2, verify = 32)
    def "thousands of boards are listed at once, and one that is based on another is refused with its name: #what"() {
        given:
        toml boards.collect { name, target -> "[boards.$name]\nboard = '$target'\n" }.join()

        when:
        def listed = kvmsh('boards')

        then:
        listed.status == 0
        boards.every { name, target -> listed.out.contains("\n$name ") }
        listed.out.findAll(/(\w+) is itself defined in/) { it[1] } == refused

        where:
        what       | boards                                                                     || refused
        'chain'    | (0..<3000).collectEntries { ["b$it", it == 2999 ? 'model:rfc' : "b${it + 1}"] } || (1..2999).collect { "b$it" }
        'cycle'    | (0..<3000).collectEntries { ["b$it", "b${(it + 1) % 3000}"] }              || [*(1..2999), 0].collect { "b$it" }
        'star'     | (0..<3000).collectEntries { ["b$it", it == 0 ? 'model:rfc' : 'b0'] }        || (1..2999).collect { 'b0' }
        'separate' | (0..<3000).collectEntries { ["b$it", 'model:rfc'] }                        || []
    }

    def "what is written into boards.toml counts at once, also in the same tick of the file system's clock"() {
        given:
        def boards = boards()
        def names = ('a'..'z') + ('A'..'Z')

        when:
        def seen = names.collect {
            toml "[boards.$it]\nboard = 'model:rfc'"
            boards.names().find { it.length() == 1 }
        }

        then:
        seen == names
    }

    def "a byte order mark before boards.toml is ignored"() {
        given:
        toml '\ufeff[boards.juno]\nboard = "model:rfc"'

        when:
        boards().check('juno')

        then:
        noExceptionThrown()
    }

    def "a boards.toml that is not text is refused without reading all of it: #what"() {
        given:
        def file = Files.createDirectories(config.resolve('kvmsh')).resolve('boards.toml')
        make(file)

        when:
        boards().check('juno')

        then:
        def e = thrown(NoSuchBoard)
        e.message == "$file$why"

        where:
        what                  | make                                                    || why
        'a folder'            | { Files.createDirectories(it) }                         || ' is a directory'
        'a device'            | { Files.createSymbolicLink(it, Path.of('/dev/zero')) }  || ' is not a regular file'
        'bytes of no charset' | { Files.write(it, [0xff, 0xfe] as byte[]) }             || ':1: not UTF-8'
        'a program'           | { Files.write(it, [0x7f, 0x45, 0] as byte[]) }          || ':1: not text: this line contains a NUL byte'
    }

    def "a broken boards.toml does not affect kvmsh's own boards"() {
        given:
        toml 'nonsense ='

        expect:
        kvmsh('-b', 'model:x86_64', '-e', '1').status == 0
    }

    /** What is said of juno in a file of boards, without the file's name. */
    private String refusal(String text) {
        toml text
        try {
            boards().check('juno')
            null
        } catch (NoSuchBoard e) {
            e.message - config.resolve('kvmsh/boards.toml').toString()
        }
    }

    private void toml(String text) {
        Files.createDirectories(config.resolve('kvmsh'))
        Files.writeString(config.resolve('kvmsh/boards.toml'), text.stripIndent())
    }

    private Boards boards() {
        new Boards(System.getenv() + [XDG_CONFIG_HOME: config.toString()])
    }

    private Kvmsh.Result kvmsh(String... arguments) {
        Kvmsh.runWith([XDG_CONFIG_HOME: config.toString()], '', arguments)
    }
}
