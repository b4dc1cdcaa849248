package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A script has words; kvmsh's internals cannot be named, neither in typed text nor in a file. */
@Timeout(600)
class InternalsAreOutOfReachSpec extends Specification {
    static final String GUEST = "def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4'; vcpu(0) { real 0x1000; regs rax: 41 } }"
    static final String GUEST_IN_JS = "const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '40 f4'}, vcpu: {real: 0x1000, regs: {rax: 41}}})"

    static final String OWN = "scripts cannot use kvmsh's own classes: use its words"

    @TempDir
    Path folder

    @Sample(verify = 16)
    def "typed or in a file, #line: #said"() {
        given:
        def file = Files.writeString(folder.resolve('script.groovy'), "$GUEST\n$line\n")

        when:
        def typed = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "$GUEST\n$line".toString())
        def read = Kvmsh.run('-q', '-b', 'model:x86_64', file.toString())

        then:
        typed.status == 1
        typed.err.readLines()[0] ==~ /-e:\d+:\d+: \Q$said\E/
        read.status == 1
        read.err.readLines()[0] ==~ /\Q$file\E:\d+:\d+: \Q$said\E/
        !(typed.err + read.err).contains('org.kvmsh')

        where:
        line                                 || said
        'm.vcpu(0).engine()'                 || 'a vCPU has no engine'
        'm.vcpu(0).vcpu'                     || 'a vCPU has no vcpu'
        'm.board'                            || 'a machine has no board'
        'm?.board'                           || 'a machine has no board'
        'm.vcpu(0).values()'                 || 'a vCPU has no values'
        'm["config"]'                        || 'a machine has no config'
        'm.class'                            || 'a machine has no class'
        'm."${\'class\'}"'                   || 'a machine has no class'
        'def k = "config"; m."$k"'           || 'a machine has no config'
        'm["${\'config\'}"]'                 || 'a machine has no config'
        'def k = "class"; m[k]'              || 'a machine has no class'
        'def k = "metaClass"; println m[k]'  || 'a machine has no metaClass'
        '["class"].each { println m[it] }'   || 'a machine has no class'
        'm["cl" + "ass"]'                    || 'a machine has no class'
        'def k = "cl"; println m[k + "ass"]' || 'a machine has no class'
        'm.getClass()'                       || 'a machine has no getClass'
        'm.properties'                       || 'a machine has no properties'
        'm.metaClass'                        || 'a machine has no metaClass'
        'm.dump()'                           || 'a machine has no dump'
        'm.with { println config }'          || 'a machine has no with'
        '[m].config'                         || 'a machine has no config'
        '[m]*.config'                        || 'a machine has no config'
        '[m, 1].each { println it.config }'  || 'a machine has no config'
        'def f(x) { x.engine() }; f(m.vcpu(0))'   || 'a vCPU has no engine'
        'def f(x) { x.config }; f(m)'        || 'a machine has no config'
        'def f(x) { x["config"] }; f(m)'     || 'a machine has no config'
        'm.run().class'                      || 'an outcome has no class'
        'kvm.file'                           || 'an ioctl scope has no file'
        'session()'                          || 'unknown word \'session\''
        'frontEnd()'                         || 'unknown word \'frontEnd\''
        'vm { memory at: 0, size: 8.KB; println config() }' || 'unknown word \'config\''
    }

    def "a method name computed at run time is checked when it is called: #line"() {
        given:
        def file = Files.writeString(folder.resolve('script.groovy'), "$GUEST\n$line\n")

        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "$GUEST\n$line".toString()).err.contains(': a machine has no getClass\n')
        Kvmsh.run('-q', '-b', 'model:x86_64', file.toString()).err.contains(': a machine has no getClass\n')

        where:
        line << ['def k = "getClass"; m."$k"()', 'm."${\'getClass\'}"()']
    }

    def "a computed name can be a word, and is refused if it is not"() {
        given:
        def file = Files.writeString(folder.resolve('script.groovy'), text)

        expect:
        [['-e', text], [file.toString()]].every { (Kvmsh.run(*(['-q', '-b', 'model:x86_64'] + it)).with { err + out }).contains(shown) }

        where:
        text                             || shown
        'println("by${"tes"}"([1]))'     || '[1]'
        '"ses${"sion"}"()'               || '1:1: unknown word \'session\''
    }

    @Sample(verify = 2)
    def "kvmsh's classes cannot be imported or named: #line"() {
        given:
        def file = Files.writeString(folder.resolve('script.groovy'), "$line\nprintln 1\n")

        when:
        def results = [['-e', file.toFile().text], [file.toString()]].collect { Kvmsh.run(*(['-q', '-b', 'model:x86_64'] + it)) }

        then:
        results.every { it.status == 1 && it.err.readLines()[0].endsWith(": $OWN") && !it.out.contains('\n1\n') }

        where:
        line << ['import org.kvmsh.dsl.Kvmsh', 'import org.kvmsh.dsl.Kvmsh as K', 'import org.kvmsh.dsl.*', 'import static org.kvmsh.bindings.abi.Abi.tables', 'import static org.kvmsh.bindings.abi.Abi.*',
                 'println org.kvmsh.dsl.Kvmsh', 'new org.kvmsh.dsl.session.test.TestCounts([:])']
    }

    def "Java's own classes can: #line"() {
        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "$line\nprintln new BitSet(9).size()".toString()).out.contains('64')

        where:
        line << ['import java.util.BitSet', 'import java.util.*']
    }

    @Sample(verify = 16)
    def "allowed members work typed and in a file: #line"() {
        given:
        def file = Files.writeString(folder.resolve('script.groovy'), "$GUEST\nprintln($line)\n")

        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "$GUEST\nprintln($line)".toString()).out.readLines().last() == answer
        Kvmsh.run('-q', '-b', 'model:x86_64', file.toString()).out.readLines().last() == answer

        where:
        line                                         || answer
        'm.vcpu(0).id'                               || '0'
        '[m.vcpu(0)]*.id'                            || '[0]'
        '[m.vcpu(0)].id'                             || '[0]'
        '[m.vcpu(0)].collect { it.id }'              || '[0]'
        'm.run().exit'                               || 'hlt'
        'm.run().exit == hlt'                        || 'true'
        'm.exits.total'                              || '0'
        "m.regs['rax'] as int"                       || '41'
        "['rax'].collect { m.regs[it] as int }"      || '[41]'
        'm.steps.all.size() > 1'                     || 'true'
        'm.toString() == "$m"'                       || 'true'
        'm == m'                                     || 'true'
        '[m: 5].m'                                   || '5'
        '["m"].collect { [m: 5][it] }'               || '[5]'
        '[1].collect { i -> [4, 5, 6][i] }'          || '[5]'
        '[1].collect { i -> ([4, 5] as int[])[i] + 1 }' || '[6]'
        '["ra"].collect { m.regs[it + "x"] as int }' || '[41]'
        "['rax'].collect { m.regs.\"\$it\" as int }" || '[41]'
        "'text'.class.simpleName"                    || 'String'
        'm?.vcpu(0)?.id'                             || '0'
    }

    def "JavaScript reaches only the words: #line"() {
        given:
        def file = Files.writeString(folder.resolve('script.js'), "$GUEST_IN_JS\n$line\n")

        when:
        def typed = Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', 'js', '-e', "$GUEST_IN_JS\n$line".toString())
        def read = Kvmsh.run('-q', '-b', 'model:x86_64', file.toString())

        then:
        typed.status == 1
        typed.err.readLines()[0] == "-e:2:1: unknown name '$name'"
        read.err.readLines()[0] == "$file:2:1: unknown name '$name'"

        where:
        line                | name
        'm.vcpu(0).turn()'  | 'turn'
        'm.board'           | 'board'
        'm.getClass()'      | 'getClass'
        'm.class'           | 'class'
    }
}
