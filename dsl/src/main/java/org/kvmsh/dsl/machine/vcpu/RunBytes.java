package org.kvmsh.dsl.machine.vcpu;

import java.nio.ByteOrder;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.dsl.call.StructBytes;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * A vCPU's kvm_run as the bytes of a struct. A script may access it only between two KVM_RUNs, so each read and write
 * is made outside: a running vCPU is interrupted for it and then continues.
 */
public final class RunBytes implements StructBytes {
    private final VcpuEngine vcpu;
    private final Region run;
    /**
     * From kvm_valid_regs up to the registers: these fields request and pass registers (api.rst 5, The kvm_run
     * structure).
     */
    private final long asks;

    private final long registers;

    /** @param layout of kvm_run */
    public RunBytes(VcpuEngine vcpu, Struct layout) {
        this.vcpu = vcpu;
        this.run = vcpu.vcpu().kvmRun();
        this.asks = layout.offset("kvm_valid_regs");
        this.registers = layout.offset("s");
    }

    @Override
    public ByteOrder order() {
        return run.order();
    }

    @Override
    public long size() {
        return run.size();
    }

    @Override
    public long get(long offset, int bytes) {
        return vcpu.touch(() -> run.get(offset, bytes));
    }

    @Override
    public void put(long offset, int bytes, long value) {
        if (value != 0) {
            checkRegisters(offset);
        }
        vcpu.touch(() -> {
            run.put(offset, bytes, value);
            return null;
        });
    }

    @Override
    public byte[] bytes(long offset, int length) {
        return vcpu.touch(() -> run.bytes(offset, length));
    }

    @Override
    public void write(long offset, byte[] from) {
        vcpu.touch(() -> {
            run.write(offset, from);
            return null;
        });
    }

    /** A KVM without the capability ignores these fields, and the registers in them are meaningless. */
    private void checkRegisters(long offset) {
        if (offset >= asks && offset < registers && !vcpu.vcpu().has("KVM_CAP_SYNC_REGS")) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "kvm_run holds no registers on this board: its KVM does not support KVM_CAP_SYNC_REGS",
                    "read and write them with v.regs, v.reg or an ioctl");
        }
    }
}
