package org.kvmsh.specs.agent

import groovy.transform.CompileStatic
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicLong
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.kit.Eventually.PATIENCE_S

/**
 * The agent, compiled with AddressSanitizer and UndefinedBehaviorSanitizer, is sent frames that no kvmsh would send. The number is
 * the property fuzz.frames: by default 20,000.
 */
@Needs('sanitizers')
@Timeout(900)
class AgentSurvivesGarbageSpec extends Specification {
    @TempDir
    Path folder

    def "the agent replies after random frames, damaged frames and noise, and no sanitizer reports an error"() {
        given:
        def agent = folder.resolve('agent')
        def made = new ProcessBuilder('gcc', '-g', '-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-pthread', '-o', agent.toString(),
                Kvmsh.ROOT.resolve('bindings/src/main/c/kvmsh-agent.c').toString()).inheritIO().start().waitFor()
        def said = folder.resolve('said')
        def builder = new ProcessBuilder(agent.toString(), '-').redirectError(said.toFile())
        builder.environment().put('ASAN_OPTIONS', 'detect_leaks=0:allocator_may_return_null=1')
        def process = builder.start()
        def fuzz = new Fuzz(Integer.getInteger('fuzz.frames', 20_000), Long.getLong('fuzz.seed', 42))

        when:
        fuzz.run(process)
        process.outputStream.close()
        def ended = process.waitFor(PATIENCE_S, TimeUnit.SECONDS)

        then:
        made == 0
        fuzz.lastPingAnswered
        ended
        process.exitValue() == 0
        !(new String(Files.readAllBytes(said), 'ISO-8859-1') =~ /AddressSanitizer|runtime error/)

        and: 'requests of every kind were performed'
        fuzz.performed.keySet().containsAll(2..21)
        fuzz.performed.values().sum() > fuzz.frames / 2

        cleanup:
        process?.destroyForcibly()
    }

    /** Makes frames from a seed; what the agent answers is used in later ones, so that addresses and descriptors are real at times. */
    @CompileStatic
    static class Fuzz {
        private static final int ALLOCATE = 9, OPEN = 4, FILE = 17, LIST = 18, HELLO = 1, BYE = 22, PING = 2, RUN = 19
        final int frames
        private final Random random
        private final List<Long> addresses = Collections.synchronizedList(new ArrayList<Long>([0L, 4096L, -1L]))
        private final List<Integer> fds = Collections.synchronizedList(new ArrayList<Integer>([-1, 0, 1, 3, 99]))
        private final AtomicLong answered = new AtomicLong(-1)
        private volatile int expected
        final Map<Integer, Integer> performed = new java.util.concurrent.ConcurrentHashMap<>()
        private int id

        Fuzz(int frames, long seed) {
            this.frames = frames
            this.random = new Random(seed)
        }

        void run(Process process) {
            Thread reader = Thread.start { read(process.inputStream) }
            OutputStream out = new BufferedOutputStream(process.outputStream, 1 << 16)
            ByteBuffer hello = buffer(32).putInt(2).putLong(77L).putInt(600_000)
            out.write(frame(HELLO, hello.array()))
            for (int i = 0; i < frames; i++) {
                out.write(next())
            }
            out.write(frame(PING, new byte[0]))
            out.flush()
            for (int i = 0; i < 1200 && !isLastPingAnswered(); i++) {
                Thread.sleep(50)
                if (i % 20 == 19) {
                    id = Math.max(expected, 0)
                    out.write(frame(PING, new byte[0]))
                    out.flush()
                }
            }
        }

        boolean isLastPingAnswered() {
            answered.get() == id - 1
        }

        private byte[] next() {
            switch (random.nextInt(20)) {
                case 0:
                    byte[] noise = new byte[random.nextInt(60)]
                    random.nextBytes(noise)
                    return noise
                case 1:
                    byte[] damaged = frame(kind(), payload(random.nextInt(40)))
                    id--
                    int at = random.nextInt(damaged.length)
                    damaged[at] = (byte) (damaged[at] ^ 1 << random.nextInt(8))
                    return damaged
                case 2:
                    byte[] whole = frame(kind(), payload(random.nextInt(40)))
                    id--
                    return Arrays.copyOf(whole, random.nextInt(whole.length))
                case 3:
                    int now = id
                    id -= random.nextInt(Math.min(id, 80))
                    byte[] old = frame(kind(), payload(8))
                    id = now
                    return old
                default:
                    int kind = kind()
                    return frame(kind, content(kind))
            }
        }

        /** A hello of another session, or a bye, would end this one. */
        private int kind() {
            int kind = 2 + random.nextInt(24)
            kind == BYE ? PING : kind
        }

        private byte[] content(int kind) {
            switch (kind) {
                case OPEN: return ['/dev/null', '/dev/zero', '/nonexistent', ''][random.nextInt(4)].bytes
                case FILE: return ['/proc/self/stat', '/nonexistent', '/proc', ''][random.nextInt(4)].bytes
                case LIST: return ['/proc/self', '/nonexistent', '/dev/null', ''][random.nextInt(4)].bytes
                case ALLOCATE: return buffer(8).putLong(random.nextInt(8) == 0 ? random.nextLong() : (long) random.nextInt(1 << 17)).array()
                default: return payload(random.nextInt(random.nextInt(20) == 0 ? 3000 : 60))
            }
        }

        private byte[] payload(int length) {
            ByteBuffer out = buffer(length + 8)
            while (out.position() < length) {
                if (out.remaining() >= 8 && random.nextInt(3) == 0) {
                    out.putLong(addresses.get(random.nextInt(addresses.size())) + (random.nextInt(3) == 0 ? random.nextInt(8192) - 100 : 0))
                } else if (out.remaining() >= 4 && random.nextInt(2) == 0) {
                    out.putInt(random.nextInt(4) == 0 ? random.nextInt() : random.nextBoolean() ? fds.get(random.nextInt(fds.size())) : random.nextInt(64))
                } else {
                    out.put((byte) random.nextInt(256))
                }
            }
            Arrays.copyOf(out.array(), length)
        }

        private static ByteBuffer buffer(int length) {
            ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN)
        }

        private static long check(byte[] bytes, int from, int length) {
            int blocks = length.intdiv(32) + 1
            ByteBuffer in = ByteBuffer.wrap(Arrays.copyOf(Arrays.copyOfRange(bytes, from, from + length), 32 * blocks)).order(ByteOrder.LITTLE_ENDIAN)
            long result = 0
            for (int sum = 0; sum < 4; sum++) {
                long h = sum == 0 ? length : sum
                for (int block = 0; block < blocks; block++) {
                    h = Long.rotateLeft((h ^ in.getLong(32 * block + 8 * sum)) * -7046029254386353131L, 31)
                }
                result ^= Long.rotateLeft(h, 16 * sum)
            }
            result
        }

        private byte[] frame(int kind, byte[] payload) {
            ByteBuffer out = buffer(20 + payload.length + (payload.length > 0 ? 8 : 0))
            out.put([0xf5, 0x4b, 0x56, 0x4d] as byte[]).putInt(kind | 2 << 8).putInt(id++).putInt(payload.length)
            out.putInt((int) (check(out.array(), 4, 12) >>> 32))
            if (payload.length > 0) {
                out.put(payload).putLong(check(payload, 0, payload.length))
            }
            out.array()
        }

        /** The answers are frames without any fault between them. */
        private void read(InputStream raw) {
            DataInputStream data = new DataInputStream(new BufferedInputStream(raw, 1 << 16))
            try {
                while (true) {
                    byte[] head = new byte[20]
                    data.readFully(head)
                    ByteBuffer h = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN)
                    int length = h.getInt(12)
                    byte[] payload = new byte[length == 0 ? 0 : length + 8]
                    data.readFully(payload)
                    if (h.get(4) == (byte) 0xff) {
                        expected = h.getInt(8)
                        continue
                    }
                    answered.set(Math.max(answered.get(), h.getInt(8)))
                    long result = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getLong(0)
                    int kind = h.get(4) & 0x7f
                    performed.merge(kind, 1, Integer.&sum)
                    if (kind == ALLOCATE && (result > 0 || result < -4096) && addresses.size() < 400) {
                        addresses.add(result)
                    } else if ((kind == OPEN || kind == 13) && result > 0 && fds.size() < 60) {
                        fds.add((int) result)
                    }
                }
            } catch (IOException e) {
                // The agent ended.
            }
        }
    }
}
