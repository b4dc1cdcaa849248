package org.kvmsh.specs.agent

import groovy.transform.CompileStatic
import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.kvmsh.specs.kit.RawAgent
import org.kvmsh.specs.kit.RawGuest

import static org.kvmsh.specs.agent.AgentModel.EINTR
import static org.kvmsh.specs.kit.RawAgent.*

/**
 * A session with an agent of requests that are valid, or were until one of their fields was changed, with several vCPUs that run
 * meanwhile and a line that damages, repeats and adds frames. Each reply is compared with what an {@link AgentModel} predicts.
 */
@CompileStatic
class AgentFuzz {
    /** Guests of x86 in real mode; the first one never ends. */
    private static final List<byte[]> GUESTS = [
        [0xeb, 0xfe],                                             // jmp $
        [0xe6, 0x80, 0xeb, 0xfc],                                 // out 0x80, al; jmp
        [0xf4, 0xeb, 0xfd],                                       // hlt; jmp
        [0xb8, 0, 0x20, 0x8e, 0xd8, 0xa2, 0, 0, 0xa0, 4, 0, 0xeb, 0xf8], // mov ds, 0x2000; mov [0], al; mov al, [4]; jmp
        [0xe4, 0x60, 0xe6, 0x61, 0xeb, 0xfa],                     // in al, 0x60; out 0x61, al; jmp
    ].collect { it as byte[] }
    private static final List<String> TEXTS = ['/dev/null', '/dev/zero', '/nonexistent', '', '/dev/null/x', '/proc/self/comm', '/dev', 'a\0b', 'x' * 5000]
    private static final List<Integer> KINDS = [PING, LAYOUT, OPEN, CLOSE, IOCTL, IOCTL, IOCTL_STRUCT, IOCTL_STRUCT, MAP, ALLOCATE, ALLOCATE, UNMAP, READ, READ, READ, WRITE,
            WRITE, WRITE, EVENTFD, READ_FD, READ_FD, WRITE_FD, WRITE_FD, POLL, FILE, LIST, RUN, RUN, RUN, RUN, KICK, KICK, TABLE, TABLE, LOG, PROVE, 60]
    /** Mostly guests that write to what is collected, tables that are changed while others run, and kicks. */
    private static final List<Integer> LOGGING = KINDS + Collections.nCopies(60, RUN) + Collections.nCopies(20, TABLE) + Collections.nCopies(10, KICK)
    private static final int MOST_MAPPED = 40, MOST_OPEN = 30, BATCH = 24, KEPT = 40
    /** The bytes of the log that {@link #fillLog} brings: more than a reply takes at once. */
    static final long LOGGED = 20_000

    private final RawAgent agent
    private final Random random
    private final boolean logging
    private final AgentModel model = new AgentModel()
    private final Map<Integer, AgentModel.Expected> waiting = new LinkedHashMap<>()
    private final Map<Integer, AgentModel.Cpu> running = new LinkedHashMap<>()
    /** Replies that the agent still has, by id. */
    private final Map<Integer, byte[]> kept = new LinkedHashMap<>()
    private final Map<Integer, String> sent = new HashMap<>()
    int frames
    final Map<Integer, Integer> performed = new TreeMap<>()
    final Map<Long, Integer> errnos = new TreeMap<>()
    int changed
    int damaged
    int runs
    /** Bytes of the log. */
    long logged

    /** @param logging whether most requests have to do with what guests write to exits that tables collect */
    AgentFuzz(RawAgent agent, Random random, boolean logging) {
        this.agent = agent
        this.random = random
        this.logging = logging
    }

    private <T> T one(Collection<T> of) {
        of.empty ? null : of[random.nextInt(of.size())]
    }

    void begin() {
        assert agent.ask(HELLO, VERSION, 1 + (long) random.nextInt(1 << 30), 600_000, new byte[16]) == 0
        assert agent.ask(LAYOUT, RawGuest.layoutBytes()) == 0
        model.runRequest = RawGuest.request('KVM_RUN')
        RawGuest guest = new RawGuest(agent)
        model.fds.putAll([(guest.kvm): 'kvm', (guest.vm): 'vm'])
        model.kvmRunSize = guest.kvmRunSize
        model.areas << new AgentModel.Area(at: guest.ram, size: RawGuest.RAM, guest: true)
        model.areas << new AgentModel.Area(at: guest.scratch, size: 65_536, scratch: true)
        GUESTS.eachWithIndex { byte[] code, int i ->
            int at = RawGuest.CODE * (i + 1)
            guest.code(at, code)
            int fd = guest.createVcpu(i)
            AgentModel.Area run = new AgentModel.Area(at: guest.map(fd), size: guest.kvmRunSize)
            guest.start(fd, at)
            model.fds[fd] = 'vcpu'
            model.areas << run
            model.cpus << new AgentModel.Cpu(fd: fd, run: run, endless: i == 0)
        }
    }

    /** Makes a request, and compares its reply before the next one. */
    private void make(int kind, Object... fields) {
        frames++
        byte[] payload = RawAgent.bytes(fields)
        AgentModel.Expected expected = model.predict(kind, payload)
        waiting[agent.send(kind, payload)] = expected
        settle()
    }

    private int start(AgentModel.Cpu cpu) {
        frames++
        runs++
        cpu.asked = agent.send(RUN, RawAgent.bytes(cpu.fd, 0))
        running[cpu.asked] = cpu
        cpu.asked
    }

    /** A request of each kind, and one that is refused for each of the reasons that have an errno of their own. */
    void eachKindAndReason() {
        AgentModel.Cpu cpu = model.cpus[2]
        AgentModel.Area scratch = model.areas[1]
        make(PING)
        make(LAYOUT, RawGuest.layoutBytes())
        make(OPEN, '/dev/zero')
        make(OPEN, '/nonexistent')
        make(FILE, '/proc/self/comm')
        make(LIST, '/dev')
        make(LOG)
        make(PROVE, new byte[32])
        make(IOCTL, fd('kvm'), RawGuest.request('KVM_GET_API_VERSION'), 0L)
        make(IOCTL_STRUCT, cpu.fd, RawGuest.request('KVM_GET_REGS'), scratch.at, scratch.at, 144 | COMES_BACK, new byte[144])
        make(MAP, fd('zero'), 0, 8192L, 0L)
        make(ALLOCATE, 5000L)
        make(ALLOCATE, 0L)
        AgentModel.Area area = model.areas.last()
        make(WRITE, area.at, 3, 4, 'abcd')
        make(READ, area.at, 10)
        make(UNMAP, area.at, area.size)
        make(READ, 0L, 10)
        make(EVENTFD, 1)
        make(WRITE_FD, fd('event'), 1L)
        make(POLL, fd('event'), 1)
        make(READ_FD, fd('event'), 8)
        make(CLOSE, fd('event'))
        make(CLOSE, 500)
        make(CLOSE, new byte[3])
        make(TABLE, cpu.fd, 0)
        make(KICK, cpu.fd)
    }

    /** Each request that would change what a vCPU uses, while the guest that never ends certainly runs. */
    void changeWhatRuns() {
        AgentModel.Cpu cpu = model.cpus[0]
        int id = start(cpu)
        [(TABLE): RawAgent.bytes(cpu.fd, 0), (CLOSE): RawAgent.bytes(cpu.fd), (LAYOUT): RawGuest.layoutBytes(), (UNMAP): RawAgent.bytes(cpu.run.at, cpu.run.size),
         (RUN): RawAgent.bytes(cpu.fd, 0), (WRITE): RawAgent.bytes(cpu.run.at, 0, 1, [0] as byte[]), (READ): RawAgent.bytes(cpu.run.at, 1)].each { int kind, byte[] payload ->
            assert model.predict(kind, payload).results == [AgentModel.EBUSY]
            make(kind, payload)
        }
        kick(cpu)
        ended(id, agent.await(id))
    }

    /** Two guests write to one log until more than {@link #LOGGED} bytes of it came: at least one more with each two runs. */
    void fillLog() {
        List<AgentModel.Cpu> writers = [model.cpus[1], model.cpus[3]]
        writers.each { cpu ->
            make(TABLE, cpu.fd, 0, *['KVM_EXIT_IO', 'KVM_EXIT_MMIO'].collectMany { [(int) RawGuest.ABI.constant(it), 3, 1, 0L, 1L << 40, 0L] as List<Object> })
        }
        while (logged <= LOGGED) {
            writers.collect { start(it) }.each { id -> ended(id, agent.await(id)) }
        }
    }

    void go(int count) {
        for (int end = frames + count; frames < end; ) {
            step()
        }
        settle()
        finish()
    }

    private void step() {
        int kind = one(logging ? LOGGING : KINDS)
        byte[] payload = valid(kind)
        if (payload == null) {
            return
        }
        // Under another layout nothing is collected.
        boolean other = random.nextInt(5) < 2 && !(logging && (kind == LAYOUT || random.nextBoolean()))
        if (other) {
            payload = change(payload)
        }
        AgentModel.Expected expected = model.predict(kind, payload)
        if (expected == null) {
            return
        }
        changed += other ? 1 : 0
        if (random.nextInt(16) == 0) {
            disturb(kind, payload)
        }
        frames++
        int id = agent.send(kind, payload)
        sent[id] = "$kind ${Arrays.copyOf(payload, Math.min(payload.length, 120)).encodeHex()}".toString()
        if (expected.runs != null) {
            runs++
            expected.runs.asked = id
            running[id] = expected.runs
        } else {
            waiting[id] = expected
        }
        if (expected.settles || waiting.size() > random.nextInt(BATCH)) {
            settle()
        }
        if (running.size() > 0 && random.nextInt(8) == 0) {
            reap()
        }
    }

    /** Takes all replies that are due, and compares them. */
    private void settle() {
        waiting.each { int id, AgentModel.Expected expected ->
            Reply reply = agent.await(id)
            assert reply != null : "no reply to $id: ${sent[id]}"
            String wrong = expected.wrong(reply)
            assert wrong == null : "$id: ${sent[id]}: $wrong"
            expected.learn.call(reply)
            performed.merge(reply.kind, 1, Integer.&sum)
            if (reply.result < 0 && reply.result > -4096) {
                errnos.merge(-reply.result, 1, Integer.&sum)
            }
            kept[id] = reply.payload
            sent.remove(id)
            kept.keySet().removeAll { it < id - KEPT }
        }
        waiting.clear()
        assert agent.faults.empty
    }

    private void reap() {
        running.keySet().toList().each { int id ->
            Reply reply = agent.poll(id)
            if (reply != null) {
                ended(id, reply)
            }
        }
        // What never ends by itself is not waited for.
        if (random.nextInt(3) == 0 && running) {
            kick(one(running.values()))
        }
    }

    private void kick(AgentModel.Cpu cpu) {
        // One kick is enough, and of two the second may end the next run.
        if (model.cpus.contains(cpu) && !(cpu.endless && cpu.kicks > 0)) {
            frames++
            waiting[agent.send(KICK, RawAgent.bytes(cpu.fd))] = model.predict(KICK, RawAgent.bytes(cpu.fd))
            settle()
        }
    }

    /** A run's reply has chunks of the log, and parts that lie in kvm_run. */
    private void ended(int id, Reply reply) {
        assert reply != null : "no reply to run $id"
        AgentModel.Cpu cpu = running.remove(id)
        cpu.asked = -1
        sent.remove(id)
        assert !(cpu.endless && !cpu.tabled) || reply.result == EINTR && cpu.kicks > 0
        if (reply.result == EINTR && cpu.kicks > 0) {
            cpu.kicks--
        }
        performed.merge(reply.kind, 1, Integer.&sum)
        assert reply.kind == RUN && reply.result <= 1 && reply.result > -134
        assert cpu.isVcpu || reply.result == AgentModel.ENOTTY
        ByteBuffer in = reply.numbers()
        assert in.long >= 0 && in.long >= 0
        int end = in.int + in.position()
        while (in.position() < end) {
            in.int
            int length = in.short & 0xffff
            assert (in.short & 0xffff) < 64 && (length > 0 || model.layoutWasOther)
            in.position(in.position() + length)
            logged += length
        }
        assert in.position() == end
        while (in.hasRemaining()) {
            long from = in.int & 0xffffffffL
            long length = in.int & 0xffffffffL
            assert from + length <= cpu.run.size
            in.position(in.position() + (int) length)
        }
    }

    /** Each guest is stopped, and the agent answers. */
    private void finish() {
        while (running) {
            int id = running.keySet().first()
            running.values().toList().each { it.endless = false; kick(it) }
            ended(id, agent.await(id))
        }
        assert agent.ask(PING) == 0
        frames++
    }

    /** What a bad line does before the frame comes: none of it may be performed. */
    private void disturb(int kind, byte[] payload) {
        damaged++
        frames++
        byte[] frame = RawAgent.frame(kind, agent.next, payload)
        switch (random.nextInt(5)) {
            case 0:
                byte[] noise = new byte[random.nextInt(200)]
                random.nextBytes(noise)
                agent.write(noise)
                break
            case 1:
                int at = random.nextInt(frame.length)
                frame[at] = (byte) (frame[at] ^ 1 << random.nextInt(8))
                agent.write(frame)
                // Where the length was changed the agent waits for the rest.
                break
            case 2:
                agent.write(Arrays.copyOf(frame, random.nextInt(frame.length)))
                agent.write(new byte[frame.length])
                break
            case 3:
                agent.write(RawAgent.frame(kind, agent.next + 1 + random.nextInt(100), payload))
                break
            default:
                settle()
                Integer id = one(kept.keySet())
                if (id != null) {
                    agent.write(RawAgent.frame(one(KINDS), id, payload))
                    Reply again = agent.await(id)
                    assert again != null && again.payload == kept[id]
                }
        }
    }

    private byte[] change(byte[] payload) {
        byte[] other = payload.clone()
        ByteBuffer numbers = ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN)
        switch (random.nextInt(6)) {
            case 0: return Arrays.copyOf(other, random.nextInt(other.length + 1))
            case 1: return Arrays.copyOf(other, other.length + 1 + random.nextInt(40))
            case 2:
                if (other.length >= 8) {
                    numbers.putLong(4 * random.nextInt(other.length.intdiv(4) - 1), wide())
                }
                return other
            case 3:
                if (other.length > 0) {
                    int at = random.nextInt(other.length)
                    other[at] = (byte) (other[at] ^ 1 << random.nextInt(8))
                }
                return other
            default:
                if (other.length >= 4) {
                    int at = 4 * random.nextInt(other.length.intdiv(4))
                    numbers.putInt(at, one([0, 1, -1, 2, 7, 8, 64, 4095, 4096, 65_536, 65_537, 1 << 20, 1 << 30, 1 << 31, numbers.getInt(at) + 1, numbers.getInt(at) - 1, one(model.fds.keySet())]))
                }
                return other
        }
    }

    private long wide() {
        AgentModel.Area area = one(model.areas)
        one([0L, 1L, -1L, 4096L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40, 0xdeadL << 48, area.at, area.at + area.size, area.at + area.size - 1, area.at - 1, random.nextLong()])
    }

    private int fd(String... kinds) {
        one(model.fds.findAll { !kinds || it.value in kinds }.keySet()) ?: -1
    }

    private AgentModel.Area area() {
        one(model.areas.findAll { it.bytes != null }) ?: model.areas[1]
    }

    /** A request as kvmsh would make it; null where the session has enough of what it makes. */
    private byte[] valid(int kind) {
        AgentModel.Area area = area()
        AgentModel.Area scratch = model.areas[1]
        int at = random.nextInt((int) area.size)
        int n = random.nextInt(Math.min((int) area.size - at, 400))
        switch (kind) {
            case LAYOUT: return RawGuest.layoutBytes()
            case OPEN: return model.fds.size() > MOST_OPEN ? null : one(TEXTS).bytes
            case [FILE, LIST]: return one(TEXTS).bytes
            case CLOSE: return RawAgent.bytes(model.fds.size() < 12 ? 500 : fd('event', 'zero', 'null', 'other'))
            case IOCTL: return RawAgent.bytes(fd('kvm', 'vm', 'vcpu', 'event'), RawGuest.request(one(['KVM_CHECK_EXTENSION', 'KVM_GET_API_VERSION', 'KVM_GET_VCPU_MMAP_SIZE', 'KVM_RUN'])), 0L)
            case IOCTL_STRUCT: return RawAgent.bytes(fd('vcpu', 'vcpu', 'event'), RawGuest.request('KVM_GET_REGS'), scratch.at, scratch.at, 144 | COMES_BACK, new byte[144])
            case MAP: return mapping()
            case ALLOCATE: return model.areas.size() > MOST_MAPPED ? null : RawAgent.bytes(1L + random.nextInt(one([100, 5000, 100_000])))
            case UNMAP:
                AgentModel.Area any = one(model.areas)
                return model.areas.size() < MOST_MAPPED.intdiv(2) ? null : RawAgent.bytes(any.at, any.size)
            case READ:
                AgentModel.Area read = random.nextInt(4) == 0 ? one(model.areas) : area
                int some = (int) Math.min(4096L, read.size)
                return read.is(area) ? RawAgent.bytes(area.at + at, n) : RawAgent.bytes(random.nextBoolean() ? read.at : read.at + read.size - some, some)
            case WRITE: return pairs(area.at + at, n)
            case EVENTFD: return model.fds.size() > MOST_OPEN ? null : RawAgent.bytes(random.nextInt(3))
            case READ_FD: return RawAgent.bytes(fd('event', 'zero', 'null'), one([8, 8, 8, 4, 100, 65_536]))
            case WRITE_FD: return RawAgent.bytes(fd('event', 'zero', 'null'), one([1L, 5L, 1L << 40]))
            case POLL: return RawAgent.bytes(fd('event', 'zero'), random.nextInt(8))
            case RUN: return running()
            case KICK: return RawAgent.bytes(one(model.cpus.findAll { !it.endless || it.kicks == 0 })?.fd ?: 77)
            case TABLE: return table()
            case PROVE: return new byte[32]
            default: return new byte[0]
        }
    }

    private byte[] mapping() {
        if (model.areas.size() > MOST_MAPPED) {
            return null
        }
        // KVM has no pages behind the last one of kvm_run.
        one([RawAgent.bytes(fd('zero', 'event'), 0, 8192L, 0L), RawAgent.bytes(fd('vcpu'), 0, 4 * model.kvmRunSize, 0L), RawAgent.bytes(fd('vcpu', 'zero'), 1, model.kvmRunSize, 0L)])
    }

    private byte[] pairs(long at, int n) {
        byte[] bytes = new byte[n.intdiv(2)]
        random.nextBytes(bytes)
        RawAgent.bytes(at, n - bytes.length, bytes.length, bytes)
    }

    /** At times with immediate_exit set, as kvmsh would write it. */
    private byte[] running() {
        AgentModel.Cpu cpu = one(model.cpus)
        int bare = random.nextInt(6) == 0 ? 1 + random.nextInt(3) : 0
        cpu == null ? null : random.nextInt(10) == 0 ? RawAgent.bytes(cpu.fd, bare, RawGuest.ABI.struct('kvm_run').offset('immediate_exit'), 1, [1] as byte[]) : RawAgent.bytes(cpu.fd, bare)
    }

    private byte[] table() {
        // A table would have the one that never ends interrupted; while it runs it takes none.
        AgentModel.Cpu cpu = one(model.cpus.findAll { !it.endless || it.certainlyRuns() })
        List<Object> fields = [cpu?.fd ?: 77, random.nextInt(3)] as List<Object>
        random.nextInt(4).times {
            fields.addAll([(int) RawGuest.ABI.constant(one(['KVM_EXIT_IO', 'KVM_EXIT_MMIO', 'KVM_EXIT_HLT'])), 1 + random.nextInt(3), logging ? 1 : random.nextInt(2) * 2, 0L, one([0x80L, 0xffffL, 1L << 40]), random.nextLong()])
        }
        RawAgent.bytes(fields as Object[])
    }
}
