package org.kvmsh.specs.shell

import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** An invalid script, patch, facts file or image is refused in one sentence, without a call to a kernel. */
class TextsThatCannotBeReadSpec extends Specification {
    static final String TOO_LARGE = 'larger than 4 MiB, the limit for a text file'

    @Shared @TempDir
    File folder

    def setupSpec() {
        new File(folder, 'folder.groovy').mkdirs()
        ['groovy', 'js'].each {
            new File(folder, "latin.$it").bytes = 'println(1)\nprintln("\u00e9")\n'.getBytes('ISO-8859-1')
            new File(folder, "utf16.$it").bytes = 'println(1)\n'.getBytes('UTF-16')
            new File(folder, "zero.$it").bytes = 'println(1)\nprintln(2\0)\n'.getBytes('UTF-8')
            new File(folder, "marked.$it").bytes = '\ufeffprintln(1)\n'.getBytes('UTF-8')
            new File(folder, "large.$it").text = '\n' * ((4 << 20) + 1)
        }
        new File(folder, 'latin.patch').bytes = "From: J\u00fcrgen <j@example.org>\nSubject: [PATCH] one\n\n+#define KVM_ONE _IO(KVMIO, 0xf0)\n".getBytes('ISO-8859-1')
    }

    def "kvmsh #command #name: #why"() {
        when:
        def file = name.startsWith('/') ? name : new File(folder, name).toString()
        def result = Kvmsh.run(*command.tokenize(' '), file)

        then:
        result.status == 2
        result.err == "kvmsh${program}: cannot read $file: $why\n"

        where:
        [command, program, name, why] << [[['-b model:x86_64', ''], ['plan -b model:x86_64', ' plan'], ['abi import', ' abi']], [
            ['/dev/zero', TOO_LARGE],
            ['large.js', TOO_LARGE],
            ['folder.groovy', 'is a directory'],
            ['none.groovy', 'no such file'],
            ['zero.js', 'not text: line 2 contains a NUL byte'],
            ['utf16.groovy', 'not text: line 1 contains a NUL byte'],
        ] ].combinations()*.flatten() + [['-b model:x86_64', ''], ['plan -b model:x86_64', ' plan']].collectMany { program ->
            ['groovy', 'js'].collect { program + ["latin.$it", 'not UTF-8: line 2 contains byte 0xe9'] }
        } + [
            ['plan -e 1 --facts', ' plan', '/dev/zero', TOO_LARGE],
            ['plan -e 1 --facts', ' plan', 'folder.groovy', 'is a directory'],
            ['plan -e 1 --facts', ' plan', 'large.js', TOO_LARGE],
            ['plan -e 1 --facts', ' plan', 'none.json', 'no such file'],
            ['plan -e 1 --facts', ' plan', 'zero.js', 'not text: line 2 contains a NUL byte'],
            ['plan -e 1 --facts', ' plan', 'utf16.js', 'not text: line 1 contains a NUL byte'],
            ['plan -e 1 --facts', ' plan', 'latin.js', 'not UTF-8: line 2 contains byte 0xe9']
        ]
    }

    def "text that is not a board's facts is refused: #what"() {
        given:
        def file = new File(folder, 'facts.json')
        file.setText(text, 'UTF-8')

        when:
        def result = Kvmsh.run('plan', '-e', '1', '--facts', file.toString())

        then:
        result.status == 2
        result.out == ''
        result.err == "kvmsh plan: $file$message kvmsh boards facts NAME\n"

        where:
        text                                                                || message
        ''                                                                  || ": not a JSON object; expected the output of"
        '\ufeff'                                                            || ": not a JSON object; expected the output of"
        'null'                                                              || ": not a JSON object; expected the output of"
        '[1]'                                                               || ": not a JSON object; expected the output of"
        '{"name": 1'                                                        || ":1:11: not JSON; expected the output of"
        '{} {}'                                                             || ":1:5: not JSON; expected the output of"
        "{'name': 1}"                                                       || ":1:3: not JSON; expected the output of"
        '{"name": 1}'                                                       || ": name is not a string; expected the output of"
        '{}'                                                                || " is not a facts file: it has no name; expected the output of"
        '{"name": "b", "kind": "real", "table": "vax", "capabilities": {}}' || ": this kvmsh has no ABI table vax; its tables are x86_64, arm64, ppc64, ppc64le, riscv64, s390x, mips64, loongarch64, arm; expected the output of"
        '{"name": "b", "kind": "real", "table": "x86_64", "capabilities": {"KVM_CAP_IRQCHIP": "1"}}' || ": capabilities.KVM_CAP_IRQCHIP is not an integer; expected the output of"
        '{"name": "b", "kind": "real", "table": "x86_64", "capabilities": {}, "devices": [1]}' || ": devices[0] is not a string; expected the output of"
        '[' * 20_000                                                        || ":1:257: not JSON; expected the output of"
        what = text.take(90)
    }

    def "a byte order mark before a board's facts is ignored"() {
        given:
        def file = new File(folder, 'marked.json')
        file.setText('\ufeff' + Kvmsh.run('boards', 'facts', 'model:x86_64').out, 'UTF-8')

        expect:
        Kvmsh.run('plan', '-e', 'vm { memory at: 0, size: 64.KB }', '--facts', file.toString()).status == 0
    }

    def "a byte order mark before a script is ignored: #language"() {
        when:
        def result = Kvmsh.run('-b', 'model:x86_64', new File(folder, "marked.$language").toString())

        then:
        result.status == 0
        result.out.endsWith('\n1\n')

        where:
        language << ['groovy', 'js']
    }

    def "a patch may be in ISO 8859-1, like many mails of its time"() {
        expect:
        Kvmsh.run('abi', 'import', new File(folder, 'latin.patch').toString()).out.contains('KVM_ONE')
    }

    def "standard input has the same checks: #why"() {
        when:
        def result = Kvmsh.runBytes(bytes, '-b', 'model:x86_64', '-')

        then:
        result.status == 2
        result.err == "kvmsh: cannot read standard input: $why\n"

        where:
        bytes                                     || why
        'println(1)\n\u00e9'.getBytes('ISO-8859-1') || 'not UTF-8: line 2 contains byte 0xe9'
        new byte[(4 << 20) + 1]                   || TOO_LARGE
    }

    def "kvmsh test reports a script that cannot be read as an error: #name"() {
        when:
        def file = name.startsWith('/') ? name : new File(folder, name).toString()
        def result = Kvmsh.run('test', '-b', 'model:x86_64', file)

        then:
        result.status == 1
        result.out.contains("not ok 1 ${new File(file).name} # cannot be read\n  cannot read $file: ")

        where:
        name << ['/dev/zero', 'latin.groovy', 'zero.js']
    }

    def "an unreadable file named in a script is refused at its position: #text"() {
        given:
        def script = new File(folder, "names.$language")
        script.text = text

        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', script.toString())

        then:
        result.status == 1
        result.err.readLines()[0] == "$script:1:${text.startsWith('vm') ? text.indexOf('load') + 1 : 1}: $message"

        where:
        language | text                                                                             || message
        'groovy' | "include '/dev/zero'"                                                            || "cannot read /dev/zero: $TOO_LARGE"
        'js'     | "include('latin.js')"                                                            || "cannot read ${new File(folder, 'latin.js')}: not UTF-8: line 2 contains byte 0xe9"
        'groovy' | "include 'folder.groovy'"                                                        || "cannot read ${new File(folder, 'folder.groovy')}: is a directory"
        'groovy' | "rfc '/dev/zero'"                                                                || "cannot read /dev/zero: $TOO_LARGE"
        'js'     | "rfc('/')"                                                                       || "cannot read /: is a directory"
        'js'     | "rfc('none.patch')"                                                              || "cannot read none.patch: no such file"
        'groovy' | "vm { memory at: 0, size: 64.KB; load at: 0, file: '/dev/zero' }"                || '/dev/zero is not a regular file'
        'js'     | "vm({memory: {at: 0, size: KB(64)}, load: {elf: '/dev/zero'}})"                  || '/dev/zero is not a regular file'
        'groovy' | "vm { memory at: 0, size: 64.KB; load elf: '/' }"                                || '/ is a directory'
    }

    def "20,000 #what in #language are refused at once, with a line that fits a screen"() {
        given:
        def script = new File(folder, "deep.$language")
        script.text = text

        when:
        def result = Kvmsh.run('-b', 'model:x86_64', script.toString())

        then:
        result.status == 1
        result.err.readLines()[0] == "$script$message"
        result.err.readLines().every { it.length() < 300 }

        where:
        what                    | language | text                                         || message
        'nested parentheses'    | 'groovy' | '(' * 20_000 + '1' + ')' * 20_000            || ':1:201: brackets are nested deeper than 200'
        'nested parentheses'    | 'js'     | '(' * 20_000 + '1' + ')' * 20_000            || ':1:1: this code is nested too deeply, or has too many operators in a row'
        'lists'                 | 'groovy' | 'println 1\n' + '[' * 20_000 + ']' * 20_000  || ':2:201: brackets are nested deeper than 200'
        'lists'                 | 'js'     | '[' * 20_000 + ']' * 20_000                  || ':1:1: this code is nested too deeply, or has too many operators in a row'
        'open braces'           | 'groovy' | '{' * 20_000                                 || ':1:201: brackets are nested deeper than 200'
        'negations'             | 'groovy' | '!' * 20_000 + 'true'                        || ':1:1: this code is nested too deeply, or has too many operators in a row'
        'negations'             | 'js'     | '!' * 20_000 + 'true'                        || ':1:1: this code is nested too deeply, or has too many operators in a row'
    }

    def "brackets in texts and comments, and brackets side by side, are not nested"() {
        given:
        def script = new File(folder, 'shallow.groovy')
        script.text = "/* ${'(' * 300} */ println '${'[' * 300}'.length()\n" + 'print((1))\n' * 300

        expect:
        Kvmsh.run('-b', 'model:x86_64', script.toString()).out.contains('300\n' + '1' * 300)
    }
}
