package org.kvmsh.specs.kit

import groovy.transform.CompileStatic
import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.Struct

/** A VM of x86 on a {@link RawAgent}, with 64 KiB of memory from address 0 on. */
@CompileStatic
class RawGuest {
    static final Abi ABI = Abi.of('x86_64')
    static final int CODE = 0x1000
    static final int RAM = 0x10000

    final RawAgent agent
    final int kvm
    final int vm
    final long kvmRunSize
    final long ram
    final long scratch

    RawGuest(RawAgent agent) {
        this.agent = agent
        kvm = (int) agent.ask(RawAgent.OPEN, '/dev/kvm')
        vm = (int) agent.ask(RawAgent.IOCTL, kvm, request('KVM_CREATE_VM'), 0L)
        kvmRunSize = agent.ask(RawAgent.IOCTL, kvm, request('KVM_GET_VCPU_MMAP_SIZE'), 0L)
        ram = agent.ask(RawAgent.ALLOCATE, (long) RAM)
        scratch = agent.ask(RawAgent.ALLOCATE, 65_536L)
        byte[] slot = struct('kvm_userspace_memory_region', [memory_size: (long) RAM, userspace_addr: ram])
        assert structIoctl(vm, 'KVM_SET_USER_MEMORY_REGION', slot).result == 0
    }

    static int request(String ioctl) {
        ABI.ioctl(ioctl).request()
    }

    /** The layout request for this architecture's kvm_run. */
    static List<Integer> layout() {
        Struct run = ABI.struct('kvm_run')
        List<Object> all = [request('KVM_RUN'), 'immediate_exit', 'exit_reason', run.offset('kvm_valid_regs') + 16, 'kvm_valid_regs', 's', run.size() - run.offset('s'),
                'KVM_EXIT_IO', 'io.direction', 'io.size', 'io.port', 'io.count', 'io.data_offset', 'KVM_EXIT_IO_OUT',
                'KVM_EXIT_MMIO', 'mmio.phys_addr', 'mmio.data', 'mmio.len', 'mmio.is_write',
                'KVM_EXIT_PAPR_HCALL', 'papr_hcall.nr', 'papr_hcall.ret', 'papr_hcall.args'] as List<Object>
        all.collect { it instanceof Integer ? (Integer) it : it.toString().startsWith('KVM_') ? (int) ABI.constant(it.toString()) : run.offset(it.toString()) }
    }

    static byte[] layoutBytes(List<Integer> numbers = layout()) {
        RawAgent.bytes(numbers as Object[])
    }

    static byte[] struct(String name, Map<String, Number> values) {
        Struct struct = ABI.struct(name)
        set(new byte[struct.size()], name, values)
    }

    static byte[] set(byte[] bytes, String name, Map<String, Number> values) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
        values.each { field, value ->
            int offset = ABI.struct(name).offset(field)
            switch (value) {
                case Long: buffer.putLong(offset, value as long); break
                case Integer: buffer.putInt(offset, value as int); break
                default: buffer.putShort(offset, value as short)
            }
        }
        bytes
    }

    RawAgent.Reply structIoctl(int fd, String ioctl, byte[] struct) {
        agent.call(RawAgent.IOCTL_STRUCT, fd, request(ioctl), scratch, scratch, struct.length | RawAgent.COMES_BACK, struct)
    }

    void code(int at, byte[] code) {
        assert agent.ask(RawAgent.WRITE, ram + at, 0, code.length, code) == 0
    }

    int createVcpu(int number) {
        (int) agent.ask(RawAgent.IOCTL, vm, request('KVM_CREATE_VCPU'), (long) number)
    }

    long map(int vcpu, long size = kvmRunSize) {
        agent.ask(RawAgent.MAP, vcpu, 1, size, 0L)
    }

    /** A vCPU in real mode with its code segment at 0, its kvm_run mapped. */
    int vcpu(int number, int rip = CODE) {
        int vcpu = createVcpu(number)
        assert map(vcpu) > 0
        start(vcpu, rip)
        vcpu
    }

    void start(int vcpu, int rip) {
        byte[] sregs = structIoctl(vcpu, 'KVM_GET_SREGS', struct('kvm_sregs', [:])).data
        set(sregs, 'kvm_sregs', ['cs.base': 0L, 'cs.selector': (short) 0] as Map<String, Number>)
        assert structIoctl(vcpu, 'KVM_SET_SREGS', sregs).result == 0
        assert structIoctl(vcpu, 'KVM_SET_REGS', struct('kvm_regs', [rip: (long) rip, rflags: 2L] as Map<String, Number>)).result == 0
    }
}
