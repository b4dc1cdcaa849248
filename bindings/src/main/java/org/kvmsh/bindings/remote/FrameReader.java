package org.kvmsh.bindings.remote;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Finds the frames in a byte stream on which other text may fall between them, and bytes may be lost or changed.
 *
 * <p>A frame that does not check is passed over byte by byte, since its length may be what is wrong.
 */
final class FrameReader {
    private final InputStream in;
    private final Consumer<byte[]> between;
    private final Runnable broken;
    private byte[] buffer = new byte[2 * Frame.MOST];
    private int from;
    private int to;
    private volatile long filled = System.nanoTime();
    private volatile boolean waits;
    private volatile boolean cutOff;

    /**
     * @param between receives bytes outside of frames
     * @param broken called for each frame with a wrong checksum
     */
    FrameReader(InputStream in, Consumer<byte[]> between, Runnable broken) {
        this.in = in;
        this.between = between;
        this.broken = broken;
    }

    /** The next frame; null at the stream's end. */
    Frame next() throws IOException {
        while (true) {
            Frame frame = parse();
            if (frame != null) {
                return frame;
            }
            if (!fill()) {
                return null;
            }
        }
    }

    private Frame parse() {
        int start = from;
        try {
            while (to > from) {
                if (to - from < Frame.HEAD ? !Frame.mayStartAt(buffer, from, to) : !Frame.headAt(buffer, from)) {
                    from++;
                    continue;
                }
                if (to - from < Frame.HEAD) {
                    return null;
                }
                int whole = Frame.size(Frame.lengthAt(buffer, from));
                if (to - from < whole) {
                    if (cutOff) {
                        cutOff = false;
                        from++;
                        continue;
                    }
                    waits = true;
                    return null;
                }
                if (!Frame.wholeAt(buffer, from)) {
                    broken.run();
                    from++;
                    continue;
                }
                Frame frame = Frame.at(buffer, from);
                tell(start, from);
                from += whole;
                start = from;
                return frame;
            }
            return null;
        } finally {
            tell(start, from);
        }
    }

    /**
     * Whether the rest of a frame has not come for that time: bytes of it are lost, and what follows is not its rest.
     * True once for each frame.
     */
    boolean stalled(long millis) {
        boolean stalled = waits && !cutOff && System.nanoTime() - filled > millis * 1_000_000;
        cutOff |= stalled;
        return stalled;
    }

    /** When the newest bytes came. */
    long filled() {
        return filled;
    }

    private void tell(int start, int end) {
        if (end > start) {
            between.accept(Arrays.copyOfRange(buffer, start, end));
        }
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        int count = in.read(buffer, to, buffer.length - to);
        waits = false;
        filled = System.nanoTime();
        to += Math.max(0, count);
        return count > 0;
    }
}
