package org.kvmsh.specs.agent

import groovy.transform.CompileStatic
import java.nio.ByteBuffer
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
    /** An entry of a VM's coalesced ring, in place of an entry of a table (docs/developers/protocol.md). */
    static final int OF_RING = 0xffff

    /** Guests of x86 in real mode; the first one never ends. */
    private static final List<byte[]> GUESTS = [
        [0xeb, 0xfe],                                             // jmp $
        [0xe6, 0x80, 0xeb, 0xfc],                                 // out 0x80, al; jmp
        [0xf4, 0xeb, 0xfd],                                       // hlt; jmp
        [0xb8, 0, 0x20, 0x8e, 0xd8, 0xa2, 0, 0, 0xa0, 4, 0, 0xeb, 0xf8], // mov ds, 0x2000; mov [0], al; mov al, [4]; jmp
        [0xe4, 0x60, 0xe6, 0x61, 0xeb, 0xfa],                     // in al, 0x60; out 0x61, al; jmp
    ].collect { it as byte[] }
    private static final List<Integer> KINDS = [PING, LAYOUT, OPEN, CLOSE, IOCTL, IOCTL, IOCTL_STRUCT, IOCTL_STRUCT, MAP, ALLOCATE, ALLOCATE, UNMAP, READ, READ, READ, WRITE,
            WRITE, WRITE, EVENTFD, READ_FD, READ_FD, WRITE_FD, WRITE_FD, POLL, FILE, FILE_REST, LIST, RUN, RUN, RUN, RUN, KICK, KICK, TABLE, TABLE, RING, READ_AT, WRITE_AT, FALLOCATE, STATUS, HARVEST, LOG, PART, PROVE, 60]
    /** Mostly guests that write collected output, tables that change while others run, and kicks. */
    private static final List<Integer> LOGGING = KINDS + Collections.nCopies(60, RUN) + Collections.nCopies(20, TABLE) + Collections.nCopies(10, KICK)
    private static final int BATCH = 24, KEPT = 40
    /** The bytes of the log that {@link #fillLog} brings: more than a reply takes at once. */
    static final long LOGGED = 20_000

    private final RawAgent agent
    private final Random random
    private final boolean logging
    private final AgentModel model = new AgentModel()
    private final AgentRequests requests
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
        requests = new AgentRequests(model, random, logging)
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

    /** A request of each kind, and one refused for each reason with its own errno. */
    void eachKindAndReason() {
        AgentModel.Cpu cpu = model.cpus[2]
        AgentModel.Area scratch = model.areas[1]
        make(PING)
        make(LAYOUT, RawGuest.layoutBytes())
        make(OPEN, '/dev/zero')
        make(OPEN, '/nonexistent')
        make(FILE, '/proc/self/comm')
        make(FILE_REST, 0L)
        make(FILE_REST, -1L)
        make(LIST, '/dev')
        make(LOG)
        make(PART, 0, 0, 100)
        make(PART, -1, 0, 100)
        make(PROVE, new byte[32])
        make(IOCTL, requests.fd('kvm'), RawGuest.request('KVM_GET_API_VERSION'), 0L)
        make(IOCTL_STRUCT, cpu.fd, RawGuest.request('KVM_GET_REGS'), scratch.at, scratch.at, 144 | COMES_BACK, new byte[144])
        make(MAP, requests.fd('zero'), 0, 8192L, 0L)
        make(ALLOCATE, 5000L)
        make(ALLOCATE, 0L)
        AgentModel.Area area = model.areas.last()
        make(WRITE, area.at, 3, 4, 'abcd')
        make(READ, area.at, 10)
        make(UNMAP, area.at, area.size)
        make(READ, 0L, 10)
        make(EVENTFD, 1)
        make(WRITE_FD, requests.fd('event'), 1L)
        make(POLL, requests.fd('event'), 1)
        make(READ_FD, requests.fd('event'), 8)
        make(CLOSE, requests.fd('event'))
        make(CLOSE, 500)
        make(CLOSE, new byte[3])
        make(TABLE, cpu.fd, 0)
        make(RING, cpu.fd, 0, 8192, 8196, 8200, 24, 170)
        make(RING, cpu.fd, 0, 8192, 8196, (int) model.kvmRunSize, 24, 170)
        make(READ_AT, requests.fd('zero'), 8, 0L)
        make(WRITE_AT, requests.fd('zero'), 0L, 'abcd')
        make(FALLOCATE, requests.fd('zero'), 0, 0L, 4096L)
        make(STATUS, requests.fd('zero'))
        make(ALLOCATE, 4096L)
        make(HARVEST, model.areas.last().at, 256, 300, 16, 0, 1, 2)
        make(HARVEST, model.areas.last().at, 257, 0, 16, 0, 1, 2)
        make(HARVEST, model.areas.last().at, 256, 0, 16, 13, 1, 2)
        make(KICK, cpu.fd)
    }

    /** Each request that would change what a vCPU uses, while the guest that never ends certainly runs. */
    void changeWhatRuns() {
        AgentModel.Cpu cpu = model.cpus[0]
        int id = start(cpu)
        [(TABLE): RawAgent.bytes(cpu.fd, 0), (RING): RawAgent.bytes(cpu.fd, 0, 0, 0, 0, 0, 0), (CLOSE): RawAgent.bytes(cpu.fd), (LAYOUT): RawGuest.layoutBytes(), (UNMAP): RawAgent.bytes(cpu.run.at, cpu.run.size),
         (RUN): RawAgent.bytes(cpu.fd, 0), (WRITE): RawAgent.bytes(cpu.run.at, 0, 1, [0] as byte[]), (READ): RawAgent.bytes(cpu.run.at, 1)].each { int kind, byte[] payload ->
            assert model.predict(kind, payload).results == [AgentModel.EBUSY]
            make(kind, payload)
        }
        kick(cpu)
        ended(id, agent.await(id))
    }

    /** Two guests write to one log until more than {@link #LOGGED} bytes have arrived: at least one more with each two runs. */
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
        byte[] payload = requests.valid(kind)
        if (payload == null) {
            return
        }
        // Under another layout nothing is collected.
        boolean other = random.nextInt(5) < 2 && !(logging && (kind == LAYOUT || random.nextBoolean()))
        if (other) {
            payload = requests.change(payload)
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
            int entry = in.short & 0xffff
            assert (entry < 64 || entry == OF_RING) && (length > 0 || model.layoutWasOther)
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

    /** A reply in parts, of which none or too much may be asked for. */
    private byte[] inParts(int id) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream()
        for (long length = 1; whole.size() < length; frames++) {
            Reply part = agent.call(PART, id, whole.size(), random.nextInt(20_000))
            length = part.result
            whole.write(part.data)
        }
        assert agent.call(PART, id, whole.size(), 100).data.length == 0
        kept.keySet().removeAll { it < agent.next - KEPT }
        whole.toByteArray()
    }

    /** What a bad line does before the frame comes: none of it may be performed. */
    private void disturb(int kind, byte[] payload) {
        damaged++
        frames++
        byte[] frame = RawAgent.frame(kind, agent.next, payload)
        switch (random.nextInt(6)) {
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
            case 4:
                settle()
                Integer parted = one(kept.keySet())
                if (parted != null) {
                    byte[] whole = kept[parted]
                    assert inParts(parted) == whole
                }
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
}
