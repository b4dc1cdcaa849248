package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;
import org.kvmsh.bindings.remote.Link;

/**
 * A link over a socket that reads and writes at once. The streams of java.nio.channels.Channels share a lock, so that a reader who
 * waits holds up every writer (JDK 17, Channels.newInputStream over a SelectableChannel).
 */
final class SocketLink implements Link {
    private final SocketChannel channel;
    private final Supplier<String> lastWords;

    /** @param lastWords what there is to say of the other end when it is lost */
    SocketLink(SocketChannel channel, Supplier<String> lastWords) {
        this.channel = channel;
        this.lastWords = lastWords;
    }

    @Override public InputStream input() {
        return new InputStream() {
            @Override public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override public int read(byte[] bytes, int offset, int length) throws IOException {
                return length == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    @Override public OutputStream output() {
        return new OutputStream() {
            @Override public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override public void write(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }
        };
    }

    @Override public String lastWords() {
        return lastWords.get();
    }

    @Override public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The other end is gone, which is what was wanted.
        }
    }
}
