package org.kvmsh.specs.compare

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh compare --known FILE}: differences that have a reason, and rows that are not true any more. */
@Timeout(300)
class ExpectedDifferencesSpec extends Specification {
    @TempDir
    Path folder

    @Sample(verify = 8)
    def "a row #what"() {
        given:
        facts('a.json', 4)
        facts('b.json', 9)
        expected("[[difference]]\n$row\nreason = 'for this spec'")

        when:
        def result = Kvmsh.run('compare', at('a.json'), at('b.json'), '--known', at('expected.toml'))
        def lines = result.out.replace("$folder/", '').readLines()

        then:
        result.err == ''
        lines[2].endsWith(status == 0 ? '1 expected difference, no other' : counted)
        lines.drop(lines.findLastIndexOf { it.startsWith('not compared: ') } + 1) == told
        result.status == status

        where:
        what                                         | row                                                     || status | counted                     | told
        'excuses what it names'                      | 'what = "KVM_CAP_NR_VCPUS"'                             || 0      | ''                          | ['expected differences: 1', '  KVM_CAP_NR_VCPUS: for this spec (expected.toml:1:1)']
        'may be a glob'                              | 'what = "KVM_CAP_NR_*"'                                 || 0      | ''                          | ['expected differences: 1', '  KVM_CAP_NR_*: for this spec (expected.toml:1:1)']
        'may be a regular expression'                | 'what = "/NR_V/"'                                       || 0      | ''                          | ['expected differences: 1', '  /NR_V/: for this spec (expected.toml:1:1)']
        'may be of one aspect'                       | 'what = "*NR_VCPUS"\naspect = "capabilities"'           || 0      | ''                          | ['expected differences: 1', '  *NR_VCPUS: for this spec (expected.toml:1:1)']
        'of another aspect excuses nothing'          | 'what = "*NR_VCPUS"\naspect = "calls"\nkind = "sometimes"' || 1      | '1 differs'                 | ['capabilities with other values: 1', '  KVM_CAP_NR_VCPUS: A 4, B 9']
        'of another board excuses nothing'           | 'what = "*NR_VCPUS"\nb = "kvm*"'                        || 1      | '1 differs'                 | ['capabilities with other values: 1', '  KVM_CAP_NR_VCPUS: A 4, B 9']
        'of these boards excuses'                    | 'what = "*NR_VCPUS"\na = "model:*"\nb = "model:x86_64"' || 0      | ''                          | ['expected differences: 1', '  *NR_VCPUS: for this spec (expected.toml:1:1)']
        'whose difference is gone is told'           | 'what = ["*NR_VCPUS", "KVM_CAP_HLT"]'                   || 1      | '1 expected difference, no other' | ['expected differences: 1', '  *NR_VCPUS: for this spec (expected.toml:1:1)', 'expected.toml:1:1: KVM_CAP_HLT does not differ; remove the entry (its reason: for this spec)']
        'about what was not compared is told'        | 'what = ["*NR_VCPUS", "KVM_RUN *"]'                     || 1      | '1 expected difference, no other' | ['expected differences: 1', '  *NR_VCPUS: for this spec (expected.toml:1:1)', 'expected.toml:1:1: KVM_RUN * was not compared (its reason: for this spec)']
        'that may be equal by chance is not'         | 'what = ["*NR_VCPUS", "KVM_CAP_HLT"]\nkind = "sometimes"' || 0    | ''                          | ['expected differences: 1', '  *NR_VCPUS: for this spec (expected.toml:1:1)']
        'that has expired excuses nothing'           | 'what = "*NR_VCPUS"\nexpires = 2020-01-01'              || 1      | '1 differs'                 | ['capabilities with other values: 1', '  KVM_CAP_NR_VCPUS: A 4, B 9', 'expected.toml:1:1: expired on 2020-01-01: for this spec; remove the entry, or change its date']
        'has a link'                                 | 'what = "*NR_VCPUS"\nlink = "https://lore"'             || 0      | ''                          | ['expected differences: 1', '  *NR_VCPUS: for this spec, https://lore (expected.toml:1:1)']
    }

    def "a file with an error is a usage error with its place: #message"() {
        given:
        facts('a.json', 4)
        expected(text)

        when:
        def result = Kvmsh.run('compare', at('a.json'), at('a.json'), '--known', at('expected.toml'))

        then:
        result.out == ''
        result.err.replace("$folder/", '') == "kvmsh compare: expected.toml:$message\n"
        result.status == 2

        where:
        text                                                       || message
        '[[difference]]\nwhat = "x"'                                 || '1:1: [[difference]] has no reason; add reason = "..."'
        '[[difference]]\nreason = "x"'                               || '1:1: [[difference]] has no what; add what = "..."'
        '[[difference]]\nwhat = "x"\nreason = "x"\nkind = "maybe"'   || "4:1: 'maybe' is not a kind; write \"always\" or \"sometimes\""
        '[[difference]]\nwhat = "x"\nreason = "x"\naspect = "call"'  || "4:1: 'call' is not an aspect; write \"capabilities\" or \"tests\" or \"calls\" or \"times\"; did you mean 'calls'?"
        '[[difference]]\nwhat = []\nreason = "x"'                    || '2:1: what is empty'
        '[[difference]]\nwhat = [1]\nreason = "x"'                   || '2:1: what must be a string in quotation marks, or a list of strings'
        '[[difference]]\nwhat = "/(/"\nreason = "x"'                 || "2:1: '(' is not a regular expression: Unclosed group"
        '[[difference]]\nwhat = "x"\nreason = "x"\nboard = "x"'      || '4:1: unknown key board in [[difference]]; its keys are what, aspect, a, b, script, kind, reason, link, expires'
    }

    def "a test that fails since has a reason, and one that is fixed needs none"() {
        given:
        ['before': 'x == 1', 'after': 'x == 2'].each { name, condition ->
            def script = Files.writeString(folder.resolve('a.groovy'), "def x = 1\ntest('t') { expect { $condition } }\ntest('u') { expect { !($condition) } }")
            Kvmsh.run('test', '-b', 'model:x86_64', '--run', at(name), script.toString())
        }
        expected('[[difference]]\nwhat = "a.groovy: t"\nreason = "for this spec"')

        when:
        def result = Kvmsh.run('compare', at('before'), at('after'), '--known', at('expected.toml'))

        then:
        result.out.contains('\ntests: 2 compared, 1 expected difference, no other, 1 without effect on the exit status\n')
        result.out.contains('\nfixed: 1\n  a.groovy: u on model:x86_64 (model): passed, was failed\n')
        result.status == 0
        Kvmsh.run('compare', at('before'), at('after')).status == 1
    }

    def "calls of one script only have a reason"() {
        given:
        def scripts = ['one', 'other'].collect { name ->
            Files.writeString(folder.resolve("${name}.groovy"), "def again = new File('$folder/$name')\nkvm.ioctl KVM_CHECK_EXTENSION, again.exists() ? KVM_CAP_HLT : KVM_CAP_NR_VCPUS\nagain.text = ''").toString()
        }
        expected('[[difference]]\nwhat = "KVM_CHECK_EXTENSION made *"\nscript = "one.groovy"\nreason = "for this spec"')

        when:
        def result = Kvmsh.run('compare', 'model:x86_64', 'model:x86_64', *scripts, '--known', at('expected.toml'))

        then:
        result.out =~ /calls: \d+ compared in 2 scripts, \d+ values, 2 expected differences, 2 others/
        result.status == 1
    }

    @Needs('kvm:x86_64')
    @Sample(verify = 8)
    def "a model's own expected differences from a kernel need no file, and its boards may be given in either order: #a, #b"() {
        when:
        def result = Kvmsh.run('compare', a, b, Kvmsh.script('x86/cpuid.groovy'))

        then:
        result.out =~ /\d+ expected differences, no other/
        result.out.contains('  KVM_GET_REGS rax')
        result.status == 0

        where:
        a              | b
        'model:x86_64' | 'kvm'
        'kvm'          | 'model:x86_64'
    }

    private void facts(String name, int vcpus) {
        Files.writeString(folder.resolve(name), Kvmsh.run('boards', 'facts', 'model:x86_64').out.replace('"KVM_CAP_NR_VCPUS": 4', "\"KVM_CAP_NR_VCPUS\": $vcpus"))
    }

    private void expected(String text) {
        Files.writeString(folder.resolve('expected.toml'), text)
    }

    private String at(String name) {
        folder.resolve(name)
    }
}
