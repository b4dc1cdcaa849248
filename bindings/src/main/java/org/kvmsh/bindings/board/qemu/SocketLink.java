package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.kvmsh.bindings.remote.Link;

/**
 * A link over a socket that reads and writes at once. The streams of java.nio.channels.Channels share a lock, so that a
 * reader who waits holds up every writer (JDK 17, Channels.newInputStream over a SelectableChannel).
 */
final class SocketLink implements Link {
    private static final byte[] END = new byte[0];
    private static final long LAST_WRITE_MILLIS = 1000;

    private final SocketChannel channel;
    private final Supplier<String> lastWords;
    private final Supplier<String> end;

    /**
     * @param lastWords describes the other end when it is lost
     * @param end how the other end ended, in words; empty if unknown
     */
    SocketLink(SocketChannel channel, Supplier<String> lastWords, Supplier<String> end) {
        this.channel = channel;
        this.lastWords = lastWords;
        this.end = end;
    }

    @Override
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return length == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    /** A thread of the link writes: a channel is closed when a thread that writes to it is interrupted. */
    @Override
    public OutputStream output() {
        BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
        Thread writer = new Thread(() -> writeAll(waiting), "kvmsh-link-writer");
        writer.setDaemon(true);
        writer.start();
        return new OutputStream() {
            @Override
            public void write(int value) {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                waiting.add(Arrays.copyOfRange(bytes, offset, offset + length));
            }

            @Override
            public void close() {
                waiting.add(END);
                join(writer);
            }
        };
    }

    /** A failed write is reported by the end of the input. */
    private void writeAll(BlockingQueue<byte[]> waiting) {
        try {
            for (byte[] bytes = waiting.take(); bytes != END; bytes = waiting.take()) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }
        } catch (IOException | InterruptedException e) {
            close();
        }
    }

    private static void join(Thread writer) {
        try {
            writer.join(LAST_WRITE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String lastWords() {
        return lastWords.get();
    }

    @Override
    public String end() {
        return end.get();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The other end is already gone, as intended.
        }
    }
}
