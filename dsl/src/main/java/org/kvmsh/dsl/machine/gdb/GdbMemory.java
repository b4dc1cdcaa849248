package org.kvmsh.dsl.machine.gdb;

import java.util.Arrays;
import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.register.ProgramCounter;

/** Guest memory at the addresses that a vCPU uses now, through its page tables. */
final class GdbMemory {
    /** Nothing is mapped in smaller parts. */
    private static final int PAGE = 4096;

    private final MachineParts machine;
    private boolean physical;

    GdbMemory(MachineParts machine) {
        this.machine = machine;
    }

    /** Whether addresses are guest-physical from now on, past the page tables. */
    void physical(boolean wanted) {
        physical = wanted;
    }

    /** The bytes up to the first that is not mapped or not in a memslot; empty if the first is none. */
    byte[] read(VcpuEngine vcpu, long address, int length) {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, rest(address + done));
            long place = place(vcpu, address + done);
            byte[] read = place == ProgramCounter.NOWHERE
                    ? null
                    : machine.made().slots().read(place, part);
            if (read == null) {
                break;
            }
            System.arraycopy(read, 0, bytes, done, part);
            done += part;
        }
        return Arrays.copyOf(bytes, done);
    }

    /** Whether all bytes could be written. */
    boolean write(VcpuEngine vcpu, long address, byte... bytes) {
        if (read(vcpu, address, bytes.length).length < bytes.length) {
            return false;
        }
        int done = 0;
        while (done < bytes.length) {
            int part = Math.min(bytes.length - done, rest(address + done));
            machine.liveMemory().write(place(vcpu, address + done), Arrays.copyOfRange(bytes, done, done + part));
            done += part;
        }
        return true;
    }

    private static int rest(long address) {
        return PAGE - (int) (address & PAGE - 1);
    }

    private long place(VcpuEngine vcpu, long address) {
        return physical
                ? address
                : vcpu.touch(() -> vcpu.counter().code(vcpu.vcpu(), address).physical());
    }
}
