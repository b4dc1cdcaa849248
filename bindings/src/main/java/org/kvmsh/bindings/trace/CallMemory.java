package org.kvmsh.bindings.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.trace.TracedCall.Piece;

/** Copies of what an ioctl was given and what it left there. */
final class CallMemory {
    /** What is smaller than a page came with the call and is at hand; more may be a board's own memory, where each look is a request. */
    private static final long AT_HAND = 4095;
    private static final long MOST = 1 << 20;

    private CallMemory() { }

    /** @param all whether memory is worth a request */
    static List<byte[]> read(Region argument, Region[] reached, boolean all) {
        List<byte[]> read = new ArrayList<>(1 + reached.length);
        read.add(read(argument, all));
        for (Region region : reached) {
            read.add(read(region, all));
        }
        return read;
    }

    private static byte[] read(Region region, boolean all) {
        long most = all ? MOST : AT_HAND;
        return region.size() > most && !all ? new byte[0] : region.bytes(0, (int) Math.min(region.size(), most));
    }

    /** @param given what {@link #read} gave before the call */
    static Piece[] pieces(List<byte[]> given, Region argument, Region[] reached) {
        Piece[] pieces = new Piece[given.size()];
        for (int i = 0; i < pieces.length; i++) {
            Region region = i == 0 ? argument : reached[i - 1];
            byte[] in = given.get(i);
            byte[] out = region.bytes(0, in.length);
            pieces[i] = new Piece(region.address(), region.size(), in, Arrays.equals(in, out) ? in : out);
        }
        return pieces;
    }
}
