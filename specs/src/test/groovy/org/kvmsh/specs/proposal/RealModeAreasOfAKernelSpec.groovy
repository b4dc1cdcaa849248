package org.kvmsh.specs.proposal

import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.kernel.Region
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.bindings.kvm.IoctlResult
import org.kvmsh.bindings.kvm.Vm
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** KVM_ALLOCATE_RMA of a kernel that has it, with a pool of two areas of 128 MiB, and of a model with the same pool. */
@Timeout(600)
class RealModeAreasOfAKernelSpec extends Specification {
    static final String KERNEL = 'qemu:ppc64-rfc'
    static final String MODEL = 'model:power7-hv?rma_size=128M&rma_count=2'
    static final long SIZE = 128L << 20
    static final long HV = 1
    static final long PR = 2

    @AutoCleanup
    Board board
    List<AutoCloseable> rest = []

    def cleanup() {
        rest.each { it.close() }
    }

    private void open(String name) {
        Needed.orSkip(name)
        board = name == KERNEL ? EmulatedBoards.open(name) : new Boards(System.getenv()).open(name)
    }

    private Vm vm(long type = HV) {
        def vm = board.kvm().createVm(board.name() == KERNEL ? type : 0).get()
        rest << vm
        vm
    }

    private IoctlResult allocate(Vm of = vm()) {
        Argument.of(board.kernel(), 'kvm_allocate_rma').withCloseable {
            def answer = of.ioctl('KVM_ALLOCATE_RMA', it)
            assert !answer.ok() || it.get('rma_size') == SIZE
            answer
        }
    }

    private int area() {
        int fd = allocate().get()
        rest << ({ board.kernel().close(fd) } as AutoCloseable)
        fd
    }

    /** The number of areas in the pool, which has them again afterwards. */
    private int free() {
        def fds = []
        def answer = allocate()
        while (answer.ok()) {
            fds << answer.get()
            answer = allocate()
        }
        fds.each { board.kernel().close(it) }
        assert answer.errno() == 12
        fds.size()
    }

    private IoctlResult slot(Vm vm, int slot, long at, long size, long address) {
        Argument.of(board.kernel(), 'kvm_userspace_memory_region').withCloseable {
            vm.ioctl('KVM_SET_USER_MEMORY_REGION', it.set('slot', slot).set('guest_phys_addr', at).set('memory_size', size).set('userspace_addr', address))
        }
    }

    def "#name: the pool has two areas; ENOMEM when it is empty, and the capability stays 1"() {
        given:
        open(name)

        expect:
        board.kvm().capability('KVM_CAP_PPC_RMA') == 1
        free() == 2

        when:
        2.times { area() }

        then:
        allocate().errno() == 12
        board.kvm().capability('KVM_CAP_PPC_RMA') == 1

        where:
        name << [KERNEL, MODEL]
    }

    def "#name: an area is back in the pool, zeroed, when #first, #second and then #third are closed"() {
        given:
        open(name)
        def vm = vm()
        int fd = allocate().get()
        Region mapping = board.kernel().map(fd, SIZE, 0).region()
        assert slot(vm, 0, 0, SIZE, mapping.address()).ok()
        mapping.putLong(0x1000, 42)
        def close = ['the descriptor': { board.kernel().close(fd) }, 'the mapping': { mapping.close() }, 'the VM': { vm.close() }]

        when:
        def left = [free()] + [first, second, third].collect { close[it](); free() }

        then:
        left == [1, 1, 1, 2]

        and:
        2.times {
            Region next = board.kernel().map(area(), SIZE, 0).region()
            rest.add(0, next)
            assert next.getLong(0x1000) == 0
        }

        where:
        [name, [first, second, third]] << [[KERNEL, MODEL], ['the descriptor', 'the mapping', 'the VM'].permutations()].combinations()
    }

    def "an argument that cannot be written: EFAULT, and no area is lost"() {
        given:
        open(KERNEL)

        when:
        def errnos = (1..3).collect { vm().ioctl('KVM_ALLOCATE_RMA', -1L).errno() }

        then:
        errnos == [14] * 3
        free() == 2
    }

    def "a VM of type PR has no KVM_ALLOCATE_RMA: ENOTTY"() {
        given:
        open(KERNEL)

        expect:
        allocate(vm(PR)).errno() == 25
    }

    def "an area is memory at guest address 0, from its start on: #size MiB from #offset MiB on at #at is errno #errno"() {
        given:
        open(KERNEL)
        Region mapping = board.kernel().map(area(), SIZE - (offset << 20), offset << 20).region()
        rest.add(0, mapping)

        expect:
        slot(vm(), 0, at, size << 20, mapping.address()).errno() == errno

        where:
        size | offset | at         || errno
        128  | 0      | 0          || 0
        64   | 0      | 0          || 0
        48   | 0      | 0          || 22
        64   | 64     | 0          || 22
        128  | 0      | 0x40000000 || 22
    }

    def "a VM with an area takes other memory elsewhere, and nothing else at guest address 0 until its end"() {
        given:
        open(KERNEL)
        def vm = vm()
        Region first = board.kernel().map(area(), SIZE, 0).region()
        Region second = board.kernel().map(area(), SIZE, 0).region()
        Region other = board.kernel().allocate(0x10000).region()
        rest.addAll(0, [first, second, other])

        expect:
        slot(vm, 0, 0, SIZE, first.address()).ok()
        slot(vm, 1, 0x100000000, 0x10000, other.address()).ok()

        when:
        assert slot(vm, 0, 0, 0, first.address()).ok()

        then:
        slot(vm, 0, 0, SIZE, second.address()).errno() == 22
    }

    def "#name: an area is added after a vCPU"() {
        given:
        open(name)
        def vm = vm()
        def vcpu = vm.createVcpu(0, board.kvm().vcpuMmapSize().get()).get()
        rest.add(0, vcpu)
        int fd = allocate(vm).get()
        rest << ({ board.kernel().close(fd) } as AutoCloseable)
        Region area = board.kernel().map(fd, SIZE, 0).region()
        rest.add(0, area)

        expect:
        slot(vm, 0, 0, SIZE, area.address()).ok()

        where:
        name << [KERNEL, MODEL]
    }
}
