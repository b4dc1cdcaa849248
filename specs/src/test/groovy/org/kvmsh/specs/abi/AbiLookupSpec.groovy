package org.kvmsh.specs.abi

import com.google.gson.GsonBuilder
import com.google.gson.ToNumberPolicy
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.ExitReasons
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Snapshot
import spock.lang.Snapshotter
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(600)
class AbiLookupSpec extends Specification {
    /** Opening a board would fail here, and no look-up needs one. */
    static final Map<String, String> NO_KVM = [KVMSH_KVM: '/nonexistent']

    @TempDir
    Path folder

    @Snapshot(extension = 'txt')
    Snapshotter snapshotter

    def "reference pages as printed"() {
        given:
        def commands = ['abi show KVM_RUN --arch ppc64', 'abi show KVM_GET_DIRTY_LOG --arch x86_64', 'abi show kvm_sregs --arch x86_64',
                        'abi show kvm_msrs --arch x86_64', 'abi show kvm_s390_vm_cpu_uv_feat --arch s390x', 'abi show KVM_EXIT_IO --arch arm64',
                        'abi show KVM_CAP_IRQCHIP --arch x86_64', 'abi show KVMIO --arch x86_64', 'abi show kvm_run.exit_reason --arch x86_64',
                        'abi show kvm_userspace_memory_region --arch x86_64', 'abi show KVM_CREATE_DEVICE --arch x86_64', 'abi list exits --arch riscv64',
                        'abi show kvm_sregs.cs.base --arch x86_64', 'abi show KVM_SET_DEVICE_ADDRESS --arch arm', 'abi list --arch ppc64le',
                        'abi find sregs2 --arch x86_64', 'abi decode 0x4008aeaa', 'abi decode 0x4010aeab --arch arm64', 'abi decode 0x5401']

        expect:
        snapshotter.assertThat(commands.collect { "\$ kvmsh $it\n" + look(*it.tokenize(' ')) }.join('\n')).matchesSnapshot('pages')
    }

    def "an ioctl is shown with its number, its descriptor and both directions"() {
        given:
        def page = look('abi', 'show', 'KVM_GET_DIRTY_LOG', '--arch', 'x86_64').readLines()*.trim()

        expect:
        page[0] == 'KVM_GET_DIRTY_LOG, an ioctl of x86_64'
        page.contains('encoded     WRITE')
        page.contains('data        in/out')
        page.contains('issued on   the VM')
        page.any { it.startsWith('number      0x4010ae42') }
    }

    def "#number on #table is #ioctls, and #proposals among the proposals"() {
        given:
        def reading = json('abi', 'decode', number, '--json').readings.find { it.arch == table }

        expect:
        reading.ioctls.collectEntries { [it.name, it.on] } == ioctls
        reading.proposals*.name == proposals

        where:
        number       | table    || ioctls                                                       | proposals
        '0x4008aeaa' | 'ppc64'  || [:]                                                          | ['KVM_PPC_SET_PLATFORM']
        '0x4008aeaa' | 'x86_64' || [:]                                                          | []
        '0x4010aeaa' | 'arm'    || [KVM_DIRTY_TLB: ['vcpu']]                                    | ['KVM_SET_DEVICE_ADDRESS']
        '0x4010aeab' | 'arm64'  || [KVM_ARM_SET_DEVICE_ADDR: ['vm'], KVM_GET_ONE_REG: ['vcpu']] | []
        '0x2000ae80' | 'ppc64'  || [KVM_RUN: ['vcpu']]                                          | []
        '0xae80'     | 'x86_64' || [KVM_RUN: ['vcpu']]                                          | []
        '44672'      | 's390x'  || [KVM_RUN: ['vcpu']]                                          | []
    }

    def "each decoding of a number is listed once, and its parts give the number again"() {
        given:
        def readings = json('abi', 'decode', '0x4008aeaa', '--json').readings

        expect:
        readings*.arch == Abi.tables()
        readings.every {
            Abi.of(it.arch).encoding().encode(it.direction, Integer.decode(it.type), Integer.decode(it.number), it.size as int) == 0x4008aeaa
        }
    }

    @Sample(verify = 4)
    def "--json matches the tables for every #kind of every architecture"() {
        expect:
        Abi.tables().every { json('abi', 'list', kind, '--arch', it, '--json')*.name as Set == names(Abi.of(it)) as Set }

        where:
        kind           | names
        'ioctls'       | { Abi abi -> abi.ioctls()*.name() }
        'structs'      | { Abi abi -> abi.structs()*.name().findAll { !it.contains('.') } }
        'constants'    | { Abi abi -> abi.constants()*.name() }
        'capabilities' | { Abi abi -> abi.constants('KVM_CAP_').keySet() }
        'exits'        | { Abi abi -> ExitReasons.of(abi)*.name() }
    }

    def "a struct in JSON has the offset of each field"() {
        given:
        def struct = json('abi', 'show', 'kvm_msrs', '--arch', 'x86_64', '--json')

        expect:
        [struct.kind, struct.name, struct.bytes] == ['struct', 'kvm_msrs', 8]
        struct.fields.last() == [name: 'entries', type: 'kvm_msr_entry', offset: 8, bytes: 16, count: 0, counted_by: 'nmsrs']
    }

    def "JSON keeps all 64 bits: #name"() {
        expect:
        Long.parseUnsignedLong(json('abi', 'show', name, '--arch', table, '--json').value.substring(2), 16) == Abi.of(table).constant(name)

        where:
        table    | name
        'arm64'  | 'KVM_REG_ARM64'
        'x86_64' | 'KVM_X86_XCOMP_GUEST_SUPP'
        'ppc64'  | 'KVM_REG_ARCH_MASK'
    }

    def "there are 44 exit reasons, and each one's data is a member of kvm_run on #table"() {
        given:
        def abi = Abi.of(table)

        expect:
        ExitReasons.of(abi)*.value() == (0L..43L)
        ExitReasons.of(abi).collect { ExitReasons.part(it.name()) }.findAll { it != null && !abi.struct('kvm_run').has(it) } == []

        where:
        table << Abi.tables() - 'arm'
    }

    def "an unknown name is refused with the nearest one: #name"() {
        when:
        def result = Kvmsh.runWith(NO_KVM, '', 'abi', 'show', name, '--arch', 'x86_64')

        then:
        result.status == 1
        result.out == ''
        result.err == "kvmsh abi: x86_64 has no $name$hint\n"

        where:
        name                     || hint
        'KVM_RUM'                || '; did you mean \'KVM_RUN\'?'
        'kvm_get_regs'           || '; did you mean \'KVM_GET_REGS\'?'
        'kvm_sreg'               || '; did you mean \'kvm_sregs\'?'
        'kvm_sregs.ceer0'        || '; did you mean \'kvm_sregs.cr0\'?'
        'kvm_ppc_smmu_info'      || '; defined for: ppc64, ppc64le'
        'nothing_like_any_of_it' || ''
    }

    def "a search lists what contains the text, and an empty result is a failure"() {
        expect:
        look('abi', 'find', 'ApIc_BaSe', '--arch', 'x86_64').readLines()*.tokenize() == [['field', 'kvm_sregs.apic_base'], ['field', 'kvm_sregs2.apic_base'],
                                                                                        ['field', 'kvm_run.apic_base']]
        json('abi', 'find', 'sregs2', '--arch', 'x86_64', '--json').contains([kind: 'struct', name: 'kvm_sregs2'])
        Kvmsh.run('abi', 'find', 'zzzz').status == 1
    }

    def "wrong usage and an unknown name have different exit statuses: #arguments"() {
        when:
        def result = Kvmsh.runWith(NO_KVM, '', 'abi', *arguments)

        then:
        result.status == 2
        result.out == ''
        result.err.readLines().first().contains(answer)

        where:
        arguments                              || answer
        []                                     || 'list, show, find, decode'
        ['shwo', 'KVM_RUN']                    || "'shwo'"
        ['show']                               || 'NAME'
        ['show', 'KVM_RUN', '--arch', 'ppc46'] || 'unknown architecture: ppc46; did you mean \'ppc64\'? ARCH: x86_64, arm64,'
        ['list', 'numbers']                    || 'numbers'
        ['decode', 'KVM_RUN']                  || 'KVM_RUN is not a number'
        ['decode', '0x100000000']              || 'ioctl numbers have 32 bits'
        ['decode', '-1']                       || 'ioctl numbers have 32 bits'
    }

    def "abi is a command only as the first argument, and a script named abi runs by its path"() {
        given:
        def script = Files.writeString(folder.resolve('abi'), 'println 40 + 2')

        expect:
        Kvmsh.run('-b', 'model:rfc', script.toString()).out.readLines().last() == '42'
        Kvmsh.run('-b', 'model:rfc', 'abi').err == "kvmsh: no such command or file: abi; kvmsh recognizes a command only as the first argument\n"
        Kvmsh.run('--help').out =~ /(?m)^ *abi +Look up/
    }

    @Sample(verify = 4)
    def "in the shell, /abi looks names up for the current board: #line"() {
        given:
        def shell = new TypedShell([:], 'model:rfc', folder.resolve('history'))

        expect:
        shell.type(line).await(answer)

        cleanup:
        shell.close()

        where:
        line                             || answer
        '/abi show KVM_RUN'              || 'KVM_RUN, an ioctl of ppc64'
        '/abi show KVM_PPC_SET_PLATFORM' || 'KVM_PPC_SET_PLATFORM, a proposal for ppc64'
        '/abi show kvm_regs --arch s390x' || 'struct kvm_regs of s390x, 128 bytes'
        '/abi decode 0xae80'             || 'KVM_RUN  on the vCPU'
        '/abi find rma'                  || 'KVM_ALLOCATE_RMA'
        '/abi list exits'                || 'kvm_run.papr_hcall'
        '/abi show KVM_RUM'              || 'did you mean \'KVM_RUN\'?'
        '/abi make'                      || 'unexpected argument'
        '/help'                          || '/abi show NAME'
    }

    private static String look(String... arguments) {
        def result = Kvmsh.runWith(NO_KVM, '', arguments)
        assert result.err == ''
        assert result.status == 0
        result.out
    }

    private static Object json(String... arguments) {
        new GsonBuilder().setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE).create().fromJson(look(arguments), Object)
    }
}
