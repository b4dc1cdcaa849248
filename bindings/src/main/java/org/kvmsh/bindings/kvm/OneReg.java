package org.kvmsh.bindings.kvm;

import org.kvmsh.bindings.abi.Struct;

/** KVM_GET_ONE_REG and KVM_SET_ONE_REG of registers of one size. Source: api.rst 4.68. */
public final class OneReg implements AutoCloseable {
    private final Vcpu vcpu;
    private final int bytes;
    private final Argument argument;
    private final Argument value;

    /**
     * Allocates the argument and the value of the calls on the board.
     *
     * @param bytes the size encoded in the register's id
     * @throws KvmException if the board cannot allocate the memory
     */
    public OneReg(Vcpu vcpu, int bytes) {
        this.vcpu = vcpu;
        this.bytes = bytes;
        this.value = Argument.of(vcpu.kernel(), Struct.scalar("u8"), bytes - 1);
        this.argument = Argument.of(vcpu.kernel(), "kvm_one_reg")
                .set("addr", value.region().address());
    }

    /**
     * KVM_GET_ONE_REG: the value of a register of up to 8 bytes, unsigned.
     *
     * @param id the register's 64-bit id, KVM_REG_*
     * @throws KvmException if the kernel refuses the id
     */
    public long get(long id) {
        read(id);
        return value.region().get(0, bytes);
    }

    /**
     * KVM_GET_ONE_REG: the bytes of a register, in the board's order.
     *
     * @param id the register's 64-bit id, KVM_REG_*
     * @throws KvmException if the kernel refuses the id
     */
    public byte[] bytes(long id) {
        read(id);
        return value.region().bytes(0, bytes);
    }

    private void read(long id) {
        vcpu.ioctl("KVM_GET_ONE_REG", argument.set("id", id), value.region()).get();
    }

    /**
     * KVM_SET_ONE_REG of a register of up to 8 bytes.
     *
     * @param id the register's 64-bit id, KVM_REG_*
     * @param held the value, whose low bytes count
     * @throws KvmException if the kernel refuses the id or the value
     */
    public void set(long id, long held) {
        value.region().put(0, bytes, held);
        write(id);
    }

    /**
     * KVM_SET_ONE_REG of a register of any size.
     *
     * @param id the register's 64-bit id, KVM_REG_*
     * @param held its bytes, in the board's order
     * @throws KvmException if the kernel refuses the id or the value
     */
    public void set(long id, byte... held) {
        value.region().write(0, held);
        write(id);
    }

    private void write(long id) {
        vcpu.ioctl("KVM_SET_ONE_REG", argument.set("id", id), value.region()).get();
    }

    @Override
    public void close() {
        argument.close();
        value.close();
    }
}
