package org.kvmsh.bindings.kvm;

import org.kvmsh.bindings.abi.Struct;

/** KVM_GET_ONE_REG and KVM_SET_ONE_REG of registers of one size. Source: api.rst 4.68. */
public final class OneReg implements AutoCloseable {
    private final Vcpu vcpu;
    private final int bytes;
    private final Argument argument;
    private final Argument value;

    /** @param bytes the size encoded in the register's id: 1, 2, 4 or 8 */
    public OneReg(Vcpu vcpu, int bytes) {
        this.vcpu = vcpu;
        this.bytes = bytes;
        this.value = Argument.of(vcpu.kernel(), Struct.scalar("u" + bytes * Byte.SIZE), 0);
        this.argument = Argument.of(vcpu.kernel(), "kvm_one_reg").set("addr", value.region().address());
    }

    /** What the register of an id holds. */
    public long get(long id) {
        vcpu.ioctl("KVM_GET_ONE_REG", argument.set("id", id), value.region()).get();
        return value.region().get(0, bytes);
    }

    public void set(long id, long held) {
        value.region().put(0, bytes, held);
        vcpu.ioctl("KVM_SET_ONE_REG", argument.set("id", id), value.region()).get();
    }

    @Override public void close() {
        argument.close();
        value.close();
    }
}
