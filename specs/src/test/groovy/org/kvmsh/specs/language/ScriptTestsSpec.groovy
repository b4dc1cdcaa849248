package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Snapshot
import spock.lang.Snapshotter
import spock.lang.Specification
import spock.lang.TempDir

/** {@code test('…') { }} and {@code expect(errno: …) { }}. */
class ScriptTestsSpec extends Specification {
    static final String SCRIPT = '''\
        def m = vm { memory at: 0, size: 64.KB; vcpu 0 }
        test('a type that does not exist') { expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 } }
        test('a second vCPU of an id') {
          expect(errno: EEXIST) { m.ioctl KVM_CREATE_VCPU, 0 }
          expect { m.regs.rip == 0xfff0 }
        }
        test('while a VM is set up') { expect(errno: EEXIST) { vm { ioctl KVM_CREATE_VCPU, 0; vcpu 0 } } }
        test('the kernel takes it') { expect(errno: EINVAL) { m.ioctl KVM_CREATE_VCPU, 1 } }
        test('another errno') { expect(errno: ENODEV) { kvm.ioctl KVM_CREATE_VM, 99 } }
        test('an earlier line') {
          expect(errno: EINVAL) {
            kvm.ioctl KVM_CREATE_VM, 99
            kvm.ioctl KVM_CREATE_VM, 98
          }
        }
        test('no call at all') { expect(errno: EINVAL) { vm { memory at: 1, size: 64.KB } } }
        test('a condition') { def n = vm { vcpu 0 }; expect { n.regs.rip == 0 } }
        test('an exception') { [].first() }
        test('the last one') { expect(errno: 22) { kvm.ioctl KVM_CREATE_VM, 99 } }
        '''.stripIndent()

    @TempDir
    Path folder

    @Snapshot
    Snapshotter snapshot

    def "each test prints a line; a failed test shows its steps, its position and the reason, and the script exits with 1"() {
        when:
        def file = Files.writeString(folder.resolve('tests.groovy'), SCRIPT)
        def result = Kvmsh.run('-b', 'model:x86_64', file.toString())

        then:
        result.err == ''
        result.status == 1
        snapshot.assertThat(result.out.replace(file.toString(), 'tests.groovy').replaceAll(/userspace_addr: 0x[0-9a-f]+/, 'userspace_addr: ADDRESS')).matchesSnapshot('results')
    }

    def "a script whose tests all passed exits with 0"() {
        when:
        def result = Kvmsh.run('-b', 'model:x86_64', '-e', "test('one') { expect { 1 + 1 == 2 } }; test('two') { }")

        then:
        result.status == 0
        result.out.readLines().drop(1) == ['ok 1 one', 'ok 2 two', '2 tests passed']
    }

    def "the machines of a test are closed with it, and earlier machines stay open"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "def n; def m = vm { vcpu 0 }; test('it') { n = vm { vcpu 0 } }; println m; println n")

        then:
        result.out.readLines()[1..2] == ['machine on model:x86_64 (model): 1 vCPU', 'machine on model:x86_64 (model): 1 vCPU, closed']
    }

    def "errnos and hypercalls are names, and a misspelled one gets a suggestion: #text"() {
        when:
        def result = Kvmsh.run('-b', 'model:x86_64', '-e', text)

        then:
        (result.out + result.err).contains(said)

        where:
        text                                                  || said
        'println ENODEV'                                      || 'ENODEV'
        'println H_PUT_TERM_CHAR'                             || '88'
        'println H_FUNCTION'                                  || '0xfffffffffffffffe'
        'expect(errno: ENODEVV) { vm { } }'                   || 'did you mean \'ENODEV\'?'
        'println H_PUT_TREM_CHAR'                             || 'did you mean \'H_PUT_TERM_CHAR\'?'
        'def ENODEV = 5; println ENODEV'                      || '5'
        'expect(errrno: ENODEV) { vm { } }'                   || 'did you mean \'errno\'?'
        "expect(errno: 'ENODEV') { vm { } }"                  || 'write an errno without quotes'
        "test('a') { test('b') { } }"                         || 'test b is inside another test'
    }

    @Needs('kvm')
    def "0 instead of a struct is the null pointer"() {
        expect:
        Kvmsh.run('-b', 'kvm', '-e', 'expect(errno: EFAULT) { vm { vcpu 0 }.vcpu(0).ioctl KVM_SET_REGS, 0 }').status == 0
    }
}
