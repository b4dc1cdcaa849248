package org.kvmsh.dsl.machine.memory;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.plan.step.MemorySlots;
import org.kvmsh.dsl.register.ProgramCounter;

/**
 * Guest memory whose addresses may be elsewhere in each page.
 *
 * @param physical the guest physical address of an address; {@link ProgramCounter#NOWHERE} without one
 * @param destination what guest physical memory is written with
 */
public record PagedMemory(LongUnaryOperator physical, MemorySlots slots, GuestBytes.Destination destination) {
    /** Nothing is mapped in smaller parts. */
    private static final int PAGE = 4096;

    /** The bytes up to the first that is not mapped or not in a memslot. */
    public byte[] read(long address, int length) {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, rest(address + done));
            long place = physical.applyAsLong(address + done);
            byte[] read = place == ProgramCounter.NOWHERE ? null : slots.read(place, part);
            if (read == null) {
                break;
            }
            System.arraycopy(read, 0, bytes, done, part);
            done += part;
        }
        return Arrays.copyOf(bytes, done);
    }

    /** Writes all bytes, or nothing if one has no place; returns whether it has written them. */
    public boolean write(long address, byte... bytes) {
        if (read(address, bytes.length).length < bytes.length) {
            return false;
        }
        int done = 0;
        while (done < bytes.length) {
            int part = Math.min(bytes.length - done, rest(address + done));
            destination.write(physical.applyAsLong(address + done), Arrays.copyOfRange(bytes, done, done + part));
            done += part;
        }
        return true;
    }

    private static int rest(long address) {
        return PAGE - (int) (address & PAGE - 1);
    }
}
