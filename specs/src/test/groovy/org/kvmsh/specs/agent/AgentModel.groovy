package org.kvmsh.specs.agent

import groovy.transform.CompileStatic
import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.kvmsh.specs.kit.RawGuest

import static org.kvmsh.specs.kit.RawAgent.*

/**
 * The replies of an agent according to docs/developers/protocol.md, as a state machine: it reads a request's bytes, valid or not, and predicts the
 * reply. The state is the session's memory with its contents, its descriptors, its vCPUs and the layout.
 */
@CompileStatic
class AgentModel {
    static final long ENOENT = -2, EINTR = -4, E2BIG = -7, EBADF = -9, EAGAIN = -11, ENOMEM = -12, EFAULT = -14, EBUSY = -16, ENODEV = -19,
            ENOTDIR = -20, EISDIR = -21, EINVAL = -22, ENOTTY = -25, ENOSYS = -38, EPROTO = -71, EOVERFLOW = -75, EOPNOTSUPP = -95
    static final int DATA = 65_536, FIELDS = 23, MOST_OFFSET = 4032
    /** Bytes of each kind's fields that are always there. */
    static final int[] SHORTEST = [0, 32, 0, 92, 0, 4, 16, 16, 24, 8, 16, 12, 8, 4, 8, 4, 8, 0, 0, 8, 4, 8, 0, 0, 32, 28, 16, 12, 24, 4, 32, 8, 12] as int[]
    static final Map<String, Long> PATHS = [(''): ENOENT, '/nonexistent': ENOENT, '/dev/null/x': ENOTDIR]

    /** Memory of the session. */
    static class Area {
        long at
        long size
        /** Its content; null if others write there too. */
        byte[] bytes
        /** Whether each of its pages is there. */
        boolean whole = true
        /** Where a kernel may write a struct to. */
        boolean scratch
        /** A guest's, whose code stays what it is. */
        boolean guest
    }

    static class Cpu {
        int fd
        Area run
        /** The request that runs it; -1 while none does. */
        int asked = -1
        /** Whether only a kick can end its runs: its guest jumps to itself, and nothing changed it. */
        boolean endless
        /** How many kicks may still end a run. */
        int kicks
        /** A table sets its log, for which it is interrupted. */
        boolean tabled
        boolean isVcpu = true

        boolean runs() { asked >= 0 }
        boolean certainlyRuns() { runs() && endless && kicks == 0 && !tabled }
    }

    /** What a reply may be. */
    static class Expected {
        /** Any of these results; null for any at all. */
        List<Long> results
        /** What the data must be where the result is 0 or more; null for anything. */
        byte[] data
        /** Called with the reply. */
        Closure<?> learn = { Reply reply -> }
        /** Whether what comes next depends on the reply. */
        boolean settles
        /** The vCPU whose thread will reply. */
        Cpu runs

        String wrong(Reply reply) {
            if (results != null && !results.contains(reply.result)) {
                return "result $reply.result, not one of $results"
            }
            reply.result >= 0 && data != null && data != reply.data ? "data of ${reply.data.length} bytes is not what it must be" : null
        }
    }

    final List<Area> areas = []
    /** Descriptors, each with what it is: event, zero, null, kvm, vm, vcpu, other. */
    final Map<Integer, String> fds = [:]
    final Map<Integer, Long> counters = [:]
    final List<Cpu> cpus = []
    long kvmRunSize
    int runRequest
    /** Whether the agent was ever sent other offsets than those of this architecture. */
    boolean layoutWasOther

    static Expected of(Long... results) {
        new Expected(results: results as List<Long>)
    }

    static Expected anything() {
        new Expected()
    }

    private Cpu cpu(int fd) {
        cpus.find { it.fd == fd }
    }

    static boolean contains(Area area, long at, long size) {
        // Behind the start by no more than there is room, which an address before the start is not as an unsigned number.
        size <= area.size && Long.compareUnsigned(at - area.at, area.size - size) <= 0
    }

    Area area(long at, long size) {
        areas.find { contains(it, at, size) }
    }

    /** 0, EFAULT, EBUSY; null where it may be 0 or EBUSY. */
    private Long reach(long at, long size) {
        Area found = area(at, size)
        Cpu owner = found == null ? null : cpus.find { it.run.is(found) }
        if (found != null && size == 0 && cpus.any { it.runs() }) {
            // No bytes between two areas are in both.
            return null
        }
        found == null ? EFAULT : owner == null || !owner.runs() ? 0L : owner.certainlyRuns() ? EBUSY : null
    }

    private Expected busyOr(Cpu cpu, Expected otherwise) {
        if (cpu == null || !cpu.runs()) {
            return otherwise
        }
        cpu.certainlyRuns() ? of(EBUSY) : new Expected(results: otherwise.results == null ? null : otherwise.results + [EBUSY], settles: true, learn: otherwise.learn)
    }

    /** The reply to a request; null for one that must not be sent: it would make the kernel write over the agent. */
    Expected predict(int kind, byte[] payload) {
        ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN)
        if (kind >= SHORTEST.length) {
            return of(ENOSYS)
        }
        if (payload.length < SHORTEST[kind]) {
            return of(EPROTO)
        }
        switch (kind) {
            case PING: return new Expected(results: [0L], data: new byte[0])
            case LAYOUT: return layout(in)
            case OPEN: return open(new String(payload, 'ISO-8859-1'))
            case ALLOCATE: return allocate(in.long)
            case UNMAP: return unmap(in.long, in.long)
            case READ: return read(in.long, in.int & 0xffffffffL)
            case WRITE: return write(in.long, in)
            case EVENTFD: return eventfd(in.int)
            case HARVEST: return new AgentStructs(this).harvest(in.long, in)
            case FILE: case LIST: return path(kind, new String(payload, 'ISO-8859-1'))
            case FILE_REST: return of(0L)
            case RUN: return run(in.int, in.int, in)
            case LOG: case PART: return anything()
            case PROVE: return of(EINVAL)
            case [CLOSE, IOCTL, IOCTL_STRUCT, MAP, READ_FD, WRITE_FD, POLL, KICK, TABLE, RING, READ_AT, WRITE_AT, FALLOCATE, STATUS]: return onFd(kind, in.int, in)
            default: return null
        }
    }

    private Expected layout(ByteBuffer in) {
        List<Integer> given = (1..FIELDS).collect { in.int }
        if (given.drop(1).any { Integer.compareUnsigned(it, MOST_OFFSET) > 0 }) {
            return of(EINVAL)
        }
        if (cpus.any { it.certainlyRuns() }) {
            return of(EBUSY)
        }
        new Expected(results: cpus.any { it.runs() } ? [0L, EBUSY] : [0L], settles: true, learn: { Reply reply ->
            if (reply.result == 0) {
                runRequest = given[0]
                layoutWasOther = layoutWasOther || given != RawGuest.layout()
            }
        })
    }

    /** An invalid path is the empty one. */
    private static Long known(String path) {
        path.length() >= 4096 || path.indexOf('\0') >= 0 ? ENOENT : PATHS[path]
    }

    private static Expected path(int kind, String path) {
        if (kind == FILE && path == '/dev') {
            return of(EISDIR)
        }
        known(path) != null ? of(known(path)) : kind == LIST && path == '/dev/null' ? of(ENOTDIR) : anything()
    }

    private Expected open(String path) {
        String what = ['/dev/null': 'null', '/dev/zero': 'zero'][path]
        new Expected(results: known(path) != null ? [known(path)] : null, settles: true, learn: { Reply reply ->
            if (reply.result >= 0) {
                assert reply.result > 2 && fds.put((int) reply.result, what ?: 'other') == null
            }
        })
    }

    private Expected eventfd(int count) {
        new Expected(settles: true, learn: { Reply reply ->
            assert reply.result > 2 && fds.put((int) reply.result, 'event') == null
            counters[(int) reply.result] = count & 0xffffffffL
        })
    }

    private Expected allocate(long size) {
        if (size <= 0) {
            return of(EINVAL)
        }
        new Expected(settles: true, learn: { Reply reply -> mapped(reply.result, size, size <= DATA * 2 ? new byte[(int) size] : null, true) })
    }

    Area mapped(long at, long size, byte[] bytes, boolean whole) {
        if (at >= -4095 && at < 0) {
            assert at in [ENOMEM, ENODEV, EINVAL, EAGAIN, EBUSY, EOVERFLOW, EFAULT]
            return null
        }
        assert areas.every { Long.compareUnsigned(it.at + it.size, at) <= 0 || Long.compareUnsigned(at + size, it.at) <= 0 }
        Area made = new Area(at: at, size: size, bytes: bytes, whole: whole)
        areas << made
        made
    }

    private Expected unmap(long at, long size) {
        Area found = areas.find { it.at == at && it.size == size }
        if (found == null) {
            return of(EFAULT)
        }
        if (found.scratch || found.guest) {
            return null
        }
        Cpu owner = cpus.find { it.run.is(found) }
        if (owner?.certainlyRuns()) {
            return of(EBUSY)
        }
        new Expected(results: owner?.runs() ? [0L, EBUSY] : [0L], settles: true, learn: { Reply reply ->
            if (reply.result == 0) {
                areas.remove(found)
                cpus.remove(owner)
            }
        })
    }

    private Expected read(long at, long n) {
        if (n > DATA) {
            return of(EINVAL)
        }
        Long reached = reach(at, n)
        Area found = area(at, n)
        if (reached == null) {
            return of(0L, EBUSY)
        }
        if (reached < 0) {
            return of(reached)
        }
        Expected expected = found.whole || n == 0 ? of(0L) : of(0L, EFAULT)
        if (found.bytes != null) {
            int from = (int) (at - found.at)
            byte[] there = Arrays.copyOfRange(found.bytes, from, from + (int) n)
            expected.learn = { Reply reply -> assert reply.result < 0 || restored(reply.numbers(), (int) n) == there }
        }
        expected
    }

    private static byte[] restored(ByteBuffer pairs, int n) {
        byte[] bytes = new byte[n]
        for (int at = 0; pairs.hasRemaining(); ) {
            at += pairs.int
            int length = pairs.int
            pairs.get(bytes, at, length)
            at += length
        }
        bytes
    }

    private Expected write(long at, ByteBuffer in) {
        List<Closure<?>> done = []
        Expected expected = write(at, in, done)
        if (expected != null) {
            done.each { it.call() }
        }
        expected
    }

    /** @param done receives what is written before one of the pairs is refused */
    private Expected write(long at, ByteBuffer in, List<Closure<?>> done) {
        while (in.hasRemaining()) {
            if (in.remaining() < 8) {
                return of(EPROTO)
            }
            long zeros = in.int & 0xffffffffL
            long n = in.int & 0xffffffffL
            if (n > in.remaining()) {
                return of(EPROTO)
            }
            byte[] bytes = new byte[(int) n]
            in.get(bytes)
            Area found = area(at, zeros + n)
            Long reached = reach(at, zeros + n)
            if (found != null && (found.guest || !found.whole)) {
                return null
            }
            if (reached == null) {
                // Whether the rest of the pairs are written is undefined.
                done << { meddledWith(found) }
                return in.hasRemaining() ? null : of(0L, EBUSY)
            }
            if (reached < 0) {
                return of(reached)
            }
            long start = at
            done << { put(start, zeros, bytes) }
            at += zeros + n
        }
        of(0L)
    }

    private void put(long at, long zeros, byte[] bytes) {
        Area found = area(at, zeros + bytes.length)
        if (found.bytes != null) {
            int from = (int) (at - found.at)
            Arrays.fill(found.bytes, from, from + (int) zeros, (byte) 0)
            System.arraycopy(bytes, 0, found.bytes, from + (int) zeros, bytes.length)
        }
        meddledWith(found)
    }

    /** Who writes to a vCPU's kvm_run may end its runs otherwise than by a kick. */
    private void meddledWith(Area area) {
        Cpu owner = cpus.find { it.run.is(area) }
        if (owner != null) {
            owner.endless = false
        }
    }

    private Expected run(int fd, int bare, ByteBuffer in) {
        Cpu cpu = cpu(fd)
        if (cpu == null) {
            return of(EBADF)
        }
        if (cpu.runs()) {
            return cpu.certainlyRuns() ? of(EBUSY) : null
        }
        if (runRequest == 0) {
            return of(EINVAL)
        }
        // Another number of KVM_RUN is another ioctl, which may take its argument for an address.
        if (runRequest != RawGuest.request('KVM_RUN')) {
            return null
        }
        while (in.hasRemaining()) {
            if (in.remaining() < 8) {
                return of(EPROTO)
            }
            long offset = in.int & 0xffffffffL
            long n = in.int & 0xffffffffL
            if (n > in.remaining()) {
                return of(EPROTO)
            }
            if (offset > cpu.run.size || n > cpu.run.size - offset) {
                return of(EFAULT)
            }
            in.position(in.position() + (int) n)
            // immediate_exit is what a kick sets; whoever writes more may end the run otherwise.
            if (offset == RawGuest.ABI.struct('kvm_run').offset('immediate_exit') && n == 1) {
                cpu.kicks = 1
            } else {
                cpu.endless = false
            }
        }
        new Expected(runs: cpu)
    }

    private Expected onFd(int kind, int fd, ByteBuffer in) {
        String what = fds[fd]
        Cpu cpu = cpu(fd)
        if (fd <= 2) {
            return of(EBADF)
        }
        if (kind == KICK) {
            return kick(cpu)
        }
        Expected otherwise = new AgentDescriptors(this).expected(kind, fd, what, cpu, in)
        // A number that this session did not get may be one of the agent's own.
        if (what == null && otherwise?.results != null) {
            otherwise.results += [EBADF]
        }
        otherwise == null ? null : busyOr(cpu, otherwise)
    }

    private static Expected kick(Cpu cpu) {
        if (cpu == null) {
            return of(EBADF)
        }
        // While none runs there is one flag; of two kicks of a run the second may come when it has ended.
        cpu.kicks = cpu.runs() ? cpu.kicks + 1 : 1
        of(0L)
    }
}
