package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

/** The text after a script's name, and the line with which a script names its program. */
class ScriptArgumentsSpec extends Specification {
    static final List<String> MODEL = ['-b', 'model:x86_64']
    static final Map<String, String> SHOW = [groovy: 'println args.join("|")\nprintln args.size()', js: 'println(args.join("|"))\nprintln(args.length)']

    @TempDir
    Path folder

    def "a script finds #arguments in args, in Groovy and JavaScript"() {
        expect:
        SHOW.collect { name, text -> Kvmsh.run(*MODEL, write("show.$name", text), *arguments).out.readLines().drop(1) }.unique() == [[found, number]]

        where:
        arguments                 || found         | number
        []                        || ''            | '0'
        ['a', 'b c', '']          || 'a|b c|'      | '3'
        ['--', '-q', '--board=x'] || '-q|--board=x' | '2'
        ['a', '--', '-b']         || 'a|-b'        | '2'
    }

    def "standard input gets the arguments after -, and typed text has none"() {
        expect:
        Kvmsh.runWith([:], 'println args', *MODEL, '-', 'a', 'b').out.readLines().last() == '[a, b]'
        Kvmsh.run(*MODEL, '-e', 'args').out.readLines().last() == '[]'
    }

    def "an included file has the arguments of the script"() {
        given:
        write('lib.groovy', 'println args')

        expect:
        Kvmsh.run(*MODEL, write('main.groovy', "include 'lib.groovy'"), 'a').out.readLines().last() == '[a]'
    }

    def "an option after the script's name is kvmsh's, unless it follows --"() {
        expect:
        Kvmsh.run(write('show.groovy', SHOW.groovy), *MODEL).out.readLines()[0].startsWith('model:x86_64 ')
        Kvmsh.run(*MODEL, folder.resolve('show.groovy').toString(), '--nonsense').status == 2
    }

    def "plan and test pass arguments to a script too"() {
        given:
        def file = write('show.groovy', SHOW.groovy)

        expect:
        Kvmsh.run('plan', *MODEL, file, 'a', 'b').out.readLines()[0] == 'a|b'
        Kvmsh.run('test', *MODEL, file, '--', 'a', '-b').out.readLines()[2] == 'a|-b'
    }

    def "line numbers include the #! line, in #name"() {
        when:
        def result = Kvmsh.run(*MODEL, write("it.$name", text))

        then:
        result.err.readLines()[0] == "$folder/it.$name:3:1: unknown $what"

        where:
        name     | text                                        || what
        'groovy' | '#!/usr/bin/env kvmsh\n// a comment\nvmm()' || "word 'vmm'"
        'js'     | '#!/usr/bin/env kvmsh\n// a comment\nvmm()' || "name 'vmm'"
    }

    @Needs('jars')
    @Sample(verify = 16)
    def "an executable file that names kvmsh is a program, in #name"() {
        given:
        def bin = Files.createDirectories(folder.resolve('bin'))
        Files.createSymbolicLink(bin.resolve('kvmsh'), Kvmsh.ROOT.resolve('kvmsh'))
        def program = new File(write("program.$name", "#!/usr/bin/env kvmsh\n${SHOW[name]}"))
        program.executable = true

        when:
        def process = new ProcessBuilder(program.path, 'a', 'b').redirectInput(new File('/dev/null'))
        process.environment().putAll([PATH: "$bin:${System.getenv('PATH')}".toString(), KVMSH_KVM: '/nonexistent'])
        def running = process.start()
        running.waitFor(600, TimeUnit.SECONDS)

        then:
        running.exitValue() == 0
        running.inputStream.text.readLines().drop(1) == ['a|b', '2']

        where:
        name << ['groovy', 'js']
    }

    private String write(String name, String text) {
        Files.writeString(folder.resolve(name), text).toString()
    }
}
