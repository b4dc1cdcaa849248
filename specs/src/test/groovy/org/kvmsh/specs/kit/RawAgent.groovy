package org.kvmsh.specs.kit

import groovy.transform.CompileStatic
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.concurrent.TimeUnit

/** The other end of an agent's link, written from docs/developers/protocol.md alone: it sends what kvmsh's own classes never would. */
@CompileStatic
class RawAgent implements AutoCloseable {
    static final int HELLO = 1, PING = 2, LAYOUT = 3, OPEN = 4, CLOSE = 5, IOCTL = 6, IOCTL_STRUCT = 7, MAP = 8, ALLOCATE = 9, UNMAP = 10, READ = 11,
            WRITE = 12, EVENTFD = 13, READ_FD = 14, WRITE_FD = 15, POLL = 16, FILE = 17, LIST = 18, RUN = 19, KICK = 20, TABLE = 21, BYE = 22, LOG = 23, PROVE = 24, RING = 25,
            READ_AT = 26, WRITE_AT = 27, FALLOCATE = 28, STATUS = 29, HARVEST = 30, FILE_REST = 31, PART = 32
    static final int REPLY = 0x80, AGAIN = 0xff, VERSION = 2, HEAD = 20, COMES_BACK = 1 << 31
    private static final byte[] MAGIC = [0xf5, 0x4b, 0x56, 0x4d] as byte[]

    /** The reply to a request. */
    static class Reply {
        int kind
        long result
        byte[] data
        /** The whole payload, the kernel's log included. */
        byte[] payload

        ByteBuffer numbers() {
            ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN)
        }
    }

    private final OutputStream out
    private final Map<Integer, Reply> replies = new HashMap<>()
    /** The error in the reply; empty for an agent that follows the protocol. */
    final List<String> faults = []
    /** How often it requested retransmission. */
    int again
    private boolean ended
    int next

    RawAgent(InputStream from, OutputStream to) {
        out = new BufferedOutputStream(to, 1 << 16)
        Thread reader = new Thread({ read(new DataInputStream(new BufferedInputStream(from, 1 << 16))) }, 'raw-agent-reader')
        reader.daemon = true
        reader.start()
    }

    /** Numbers of 4 or 8 bytes, texts and bytes, one after the other. */
    static byte[] bytes(Object... fields) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream()
        for (Object field : fields) {
            switch (field) {
                case Integer: whole.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((Integer) field).array()); break
                case Long: whole.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong((Long) field).array()); break
                case CharSequence: whole.write(field.toString().bytes); break
                default: whole.write((byte[]) field)
            }
        }
        whole.toByteArray()
    }

    static long check(byte[] bytes) {
        byte[] filled = Arrays.copyOf(bytes, (bytes.length.intdiv(32) + 1) * 32)
        ByteBuffer words = ByteBuffer.wrap(filled).order(ByteOrder.LITTLE_ENDIAN)
        long[] sums = [bytes.length as long, 1L, 2L, 3L] as long[]
        for (int i = 0; words.hasRemaining(); i = (i + 1) % 4) {
            sums[i] = Long.rotateLeft((sums[i] ^ words.long) * Long.parseUnsignedLong('9e3779b97f4a7c15', 16), 31)
        }
        sums[0] ^ Long.rotateLeft(sums[1], 16) ^ Long.rotateLeft(sums[2], 32) ^ Long.rotateLeft(sums[3], 48)
    }

    static byte[] frame(int kind, int id, byte[] payload) {
        byte[] checked = bytes(kind | VERSION << 8, id, payload.length)
        byte[] head = bytes(MAGIC, checked, (int) (check(checked) >>> 32))
        payload.length == 0 ? head : bytes(head, payload, check(payload))
    }

    /** Sends a request and returns its id. */
    int send(int kind, byte[] payload) {
        write(frame(kind, next, payload))
        next++
    }

    /** Any bytes, frames or not, which go with the next flush. */
    void write(byte[] some) {
        out.write(some)
    }

    void flush() {
        out.flush()
    }

    Reply call(int kind, Object... fields) {
        await(send(kind, bytes(fields)))
    }

    long ask(int kind, Object... fields) {
        call(kind, fields).result
    }

    /** The reply to a request; null if the agent ended, or was silent for Eventually.PATIENCE_S. */
    Reply await(int id) {
        flush()
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Eventually.PATIENCE_S)
        synchronized (replies) {
            while (!replies.containsKey(id) && !ended && System.nanoTime() < end) {
                replies.wait(1000)
            }
            return replies.remove(id)
        }
    }

    /** The reply to a request if it has arrived. */
    Reply poll(int id) {
        synchronized (replies) {
            return replies.remove(id)
        }
    }

    private void read(DataInputStream data) {
        try {
            while (true) {
                byte[] head = new byte[HEAD]
                data.readFully(head)
                ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN)
                int length = numbers.getInt(12)
                if (Arrays.copyOf(head, 4) != MAGIC || numbers.getInt(16) != (int) (check(Arrays.copyOfRange(head, 4, 16)) >>> 32) || length < 0 || length > 266_240) {
                    faults << ('no frame: ' + head.encodeHex())
                    break
                }
                byte[] payload = new byte[length]
                data.readFully(payload)
                if (length > 0 && Long.reverseBytes(data.readLong()) != check(payload)) {
                    faults << ('a payload that does not check: ' + head.encodeHex())
                }
                take(head[4] & 0xff, numbers.getInt(8), payload)
            }
        } catch (IOException e) {
            // The agent ended.
        }
        synchronized (replies) {
            ended = true
            replies.notifyAll()
        }
    }

    private void take(int kind, int id, byte[] payload) {
        synchronized (replies) {
            if (kind == AGAIN) {
                again++
                return
            }
            ByteBuffer numbers = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN)
            int length = payload.length < 12 ? -1 : numbers.getInt(8)
            if ((kind & REPLY) == 0 || length < 0 || length > payload.length - 12) {
                faults << "reply $id is of kind $kind and has $length of ${payload.length} bytes".toString()
                return
            }
            replies[id] = new Reply(kind: kind & 0x7f, result: numbers.getLong(0), data: Arrays.copyOfRange(payload, 12, 12 + length), payload: payload)
            replies.notifyAll()
        }
    }

    @Override void close() {
        try {
            out.close()
        } catch (IOException e) {
            // The agent ended first.
        }
    }
}
