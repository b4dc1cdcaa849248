package org.kvmsh.bindings.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.trace.TracedCall.Piece;

/** Copies of what an ioctl was given and what it left there. */
final class CallMemory {
    /** Memory of at most a page is local; more may be on a board, where each read is a request. */
    private static final long AT_HAND = 4096;

    private static final long MOST = 1 << 20;

    private CallMemory() {}

    /** @param all whether memory is worth a request */
    static List<byte[]> read(Ioctl ioctl, Region argument, Region[] reached, boolean all) {
        List<byte[]> read = new ArrayList<>(1 + reached.length);
        // A struct is local, whatever its size.
        read.add(read(argument, size(ioctl, argument), true));
        for (Region region : reached) {
            read.add(read(region, region.size(), all));
        }
        return read;
    }

    /** Memory may be larger than the struct in it, unless an array ends that. */
    private static long size(Ioctl ioctl, Region argument) {
        Struct struct = ioctl == null ? null : ioctl.struct();
        return struct == null || struct.members().stream().anyMatch(field -> field.count() == 0)
                ? argument.size()
                : Math.min(struct.size(), argument.size());
    }

    private static byte[] read(Region region, long size, boolean all) {
        return size > AT_HAND && !all ? new byte[0] : region.bytes(0, (int) Math.min(size, MOST));
    }

    /** @param given the result of {@link #read} before the call */
    static Piece[] pieces(List<byte[]> given, Region argument, Region[] reached) {
        Piece[] pieces = new Piece[given.size()];
        for (int i = 0; i < pieces.length; i++) {
            Region region = i == 0 ? argument : reached[i - 1];
            byte[] in = given.get(i);
            byte[] out = region.bytes(0, in.length);
            pieces[i] = new Piece(
                    region.address(),
                    in.length == 0 ? region.size() : in.length,
                    in,
                    Arrays.equals(in, out) ? in : out);
        }
        return pieces;
    }
}
