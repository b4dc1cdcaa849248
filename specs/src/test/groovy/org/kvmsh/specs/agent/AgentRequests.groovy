package org.kvmsh.specs.agent

import groovy.transform.CompileStatic
import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.kvmsh.specs.kit.RawAgent
import org.kvmsh.specs.kit.RawGuest

import static org.kvmsh.specs.kit.RawAgent.*

/** Requests at random of what a session has, as an {@link AgentModel} knows it: as kvmsh would make them, and with a field changed. */
@CompileStatic
class AgentRequests {
    private static final List<String> TEXTS = ['/dev/null', '/dev/zero', '/nonexistent', '', '/dev/null/x', '/proc/self/comm', '/dev', 'a\0b', 'x' * 5000]
    private static final int MOST_MAPPED = 40, MOST_OPEN = 30

    private final AgentModel model
    private final Random random
    private final boolean logging

    AgentRequests(AgentModel model, Random random, boolean logging) {
        this.model = model
        this.random = random
        this.logging = logging
    }

    private <T> T one(Collection<T> of) {
        of.empty ? null : of[random.nextInt(of.size())]
    }

    byte[] change(byte[] payload) {
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

    /** A descriptor of one of these kinds, -1 where the session has none. */
    int fd(String... kinds) {
        one(model.fds.findAll { !kinds || it.value in kinds }.keySet()) ?: -1
    }

    private AgentModel.Area area() {
        one(model.areas.findAll { it.bytes != null }) ?: model.areas[1]
    }

    /** A request as kvmsh would make it; null where the session has enough of what it makes. */
    byte[] valid(int kind) {
        AgentModel.Area area = area()
        AgentModel.Area scratch = model.areas[1]
        int at = random.nextInt((int) area.size)
        int n = random.nextInt(Math.min((int) area.size - at, 400))
        switch (kind) {
            case LAYOUT: return RawGuest.layoutBytes()
            case OPEN: return model.fds.size() > MOST_OPEN ? null : one(TEXTS).bytes
            case [FILE, LIST]: return one(TEXTS).bytes
            case FILE_REST: return RawAgent.bytes(one([0L, 3L, 65_536L, 16L << 20, -1L]))
            case PART: return RawAgent.bytes(random.nextInt(200), one([0, 1, 12, 1 << 31]), one([0, 100, 65_536, -1]))
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
            case RING: return ring()
            case READ_AT: return RawAgent.bytes(fd('event', 'zero', 'null'), one([8, 100, 65_536]), one([0L, 1L << 40]))
            case WRITE_AT: return RawAgent.bytes(fd('event', 'zero', 'null'), one([0L, 1L << 40]), 1L)
            case FALLOCATE: return RawAgent.bytes(fd('event', 'zero', 'null'), random.nextInt(4), 0L, 4096L)
            case HARVEST: return RawAgent.bytes(area.at, 1 + random.nextInt(4), random.nextInt(8), one([16, 32]), one([0, 4]), 1, 2)
            case STATUS: return RawAgent.bytes(fd())
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

    /** Where KVM has it, or nowhere. */
    private byte[] ring() {
        AgentModel.Cpu cpu = one(model.cpus.findAll { !it.endless || it.certainlyRuns() })
        int at = (int) model.kvmRunSize - 4096
        RawAgent.bytes(cpu?.fd ?: 77, random.nextInt(3), at, at + 4, at + 8, 24, one([0, 170, 170, 171]))
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
