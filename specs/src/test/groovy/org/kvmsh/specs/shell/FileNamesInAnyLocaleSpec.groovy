package org.kvmsh.specs.shell

import org.kvmsh.specs.kit.CopiedLauncher
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh

/** A file whose name is not in ASCII is opened in any locale; where Java cannot, one line names it. */
@Needs('jars')
class FileNamesInAnyLocaleSpec extends CopiedLauncher {
    /** Written by a shell: the JVM of the specs may be in such a locale itself. */
    static final String FILE = '$(printf "pr\\303\\274f.groovy")'

    /** Without the checksum of its jars the launcher makes no archive of classes, which takes longer than all of these starts. */
    def setup() {
        def built = target.resolve('built')
        built.toFile().text = built.toFile().readLines().findAll { it.endsWith('.jar') }.join('\n') + '\n'
        changed(built, 60)
    }

    @Sample(of = 3, verify = 48)
    def "kvmsh #command runs it with #locale"() {
        when:
        def result = end(launch([LC_ALL: null, LC_CTYPE: null, LANG: null] + locale,
                ['sh', '-c', "echo 'test(\"one\") { expect { 1 == 1 } }' > $FILE; exec ./kvmsh $command $FILE".toString()], tree))

        then:
        result.err == ''
        result.status == 0
        result.out.contains('one')

        where:
        [locale, command] << [[[:], [LC_ALL: 'C'], [LC_ALL: 'POSIX'], [LC_CTYPE: 'C'], [LANG: 'C'], [LC_ALL: '', LANG: 'POSIX'], [LC_ALL: 'C.UTF-8']],
                              ['test --run=none -b model:x86_64']].combinations()
    }

    @Sample(of = 3, verify = 48)
    def "without the launcher, kvmsh #command refuses it in one line"() {
        given:
        def program = StartedKvmsh.command(command.tokenize(' ')).collect { "'$it'" }.join(' ')

        when:
        def result = end(launch([LC_ALL: 'C'], ['sh', '-c', "exec $program${command.endsWith('=') ? '' : ' '}$FILE".toString()], temp))

        then:
        result.status == 2
        result.out == ''
        result.err ==~ /kvmsh( [a-z]+)?: cannot read (json=)?pr\S+f\.groovy: the name contains characters that the locale cannot represent; set LC_ALL=C\.UTF-8\n/

        where:
        command << ['-b model:x86_64', 'test', 'test --run=none none.groovy', 'test --output json=', 'test --known', 'test --resume', 'plan', 'report']
    }

    def "a name with a NUL byte is refused in one line: kvmsh #command"() {
        when:
        def result = Kvmsh.run(*command.tokenize(' '), 'a\0b.groovy')

        then:
        result.status == 2
        result.err ==~ /kvmsh( [a-z]+)?: cannot read \S+: the name contains a NUL byte\n/

        where:
        command << ['-b model:x86_64', 'test', 'test --known', 'plan', 'report']
    }
}
