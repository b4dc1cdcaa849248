package org.kvmsh.specs.rules

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.text.TsvTable
import org.kvmsh.dsl.inspect.Explained
import spock.lang.Specification

/** {@code explain 'KVM_RUN'} has the errnos of the kernel's documents, only on the architectures whose kernels can return them. */
class DocumentedErrnosAreExplainedSpec extends Specification {
    private static final List<String> OF_ATTRIBUTES = ['KVM_SET_DEVICE_ATTR', 'KVM_GET_DEVICE_ATTR', 'KVM_HAS_DEVICE_ATTR']

    private static final List<List<String>> LISTED = TsvTable.rows(DocumentedErrnosAreExplainedSpec, 'documented-errnos.tsv').collect { it as List }

    private static List<String> explained(Abi abi, String call) {
        abi.hasIoctl(call) ? Explained.ioctl(abi, abi.ioctl(call), []).toString().readLines() : []
    }

    /** The rules of an errno among the lines: one behind its name, the others behind "or". */
    private static List<String> rulesAmong(List<String> lines, String errno) {
        def first = lines.findIndexOf { it.startsWith("  $errno: ") }
        first < 0 ? [] : [lines[first]] + lines.drop(first + 1).takeWhile { it ==~ / +or: .*/ }
    }

    def "#table: #call has the errnos of api.rst"() {
        given:
        def lines = explained(Abi.of(table), call)

        expect:
        listed.findAll { document, subject, errno, number, architectures ->
            def rules = rulesAmong(lines, errno)
            architectures == '*' || architectures.split(',').contains(table) ? rules.size() < number.toInteger() : rules.any { it ==~ /.* \(api\.rst 4\.\d+\)/ }
        }.collect { it.join(' ') } == []

        where:
        [table, call] << [['x86_64', 'arm64', 'ppc64', 'riscv64', 's390x', 'mips64', 'loongarch64'], LISTED.findAll { it[0] == 'api.rst' }.collect { it[1] }.unique()].combinations()
            .findAll { table, call -> Abi.of(table).hasIoctl(call) }
        listed = LISTED.findAll { it[0] == 'api.rst' && it[1] == call }
    }

    def "#table: the attribute calls have the errnos of #document"() {
        given:
        def lines = OF_ATTRIBUTES.collect { explained(Abi.of(table), it) }

        expect:
        listed.findAll { from, subject, errno, number, architectures ->
            def rules = lines.collectMany { rulesAmong(it, errno) }.findAll { it =~ /[(;] ?${document} ([\d.]+ )?${subject}[;)]/ }.collect { it.replaceFirst(/^ *\w+: /, '') }.unique()
            architectures.split(',').contains(table) ? rules.size() < number.toInteger() : !rules.empty
        }.collect { it.join(' ') } == []

        where:
        [table, document] << [['x86_64', 'arm64', 'ppc64', 'riscv64', 's390x'], LISTED.collect { it[0] }.unique() - 'api.rst'].combinations()
        listed = LISTED.findAll { it[0] == document }
    }

    def "#named: #text"() {
        given:
        def abi = Abi.of('arm64')
        def (call, errno) = named.split(' ')

        expect:
        Explained.errno(abi, abi.ioctl(call), Errno.of(errno)).toString() == text

        where:
        named                        || text
        'KVM_RUN ENOSPC'             || 'KVM_RUN ENOSPC (28, No space left on device)\n  ENOSPC: the VM\'s MMIO bus has no room for the interrupt controller: remove ioeventfds (virt/kvm/kvm_main.c:kvm_io_bus_register_dev)'
        'KVM_RUN ENODEV'             || 'KVM_RUN ENODEV (19, No such device)\n  no known rule'
        'KVM_ARM_VCPU_INIT EBADF'    || 'KVM_ARM_VCPU_INIT EBADF (9, Bad file descriptor)\n  EBADF: the descriptor is closed (ioctl(2))'
    }
}
