package org.kvmsh.specs.agent

import groovy.transform.CompileStatic
import java.nio.ByteBuffer
import org.kvmsh.specs.kit.RawAgent
import org.kvmsh.specs.kit.RawGuest

import static org.kvmsh.specs.agent.AgentModel.*
import static org.kvmsh.specs.kit.RawAgent.*

/** What requests that name a descriptor do in an {@link AgentModel}, by what the descriptor is. */
@CompileStatic
class AgentDescriptors {
    private final AgentModel model

    AgentDescriptors(AgentModel model) {
        this.model = model
    }

    /** The reply to a request that names a descriptor, where that is no running vCPU. */
    AgentModel.Expected expected(int kind, int fd, String what, AgentModel.Cpu cpu, ByteBuffer in) {
        switch (kind) {
            case CLOSE: return close(fd, what, cpu)
            case IOCTL: return ioctl(what, cpu, in.int, in.long)
            case IOCTL_STRUCT: return new AgentStructs(model).ioctl(what, in)
            case MAP: return map(fd, what, cpu, in.int, in.long, in.long)
            case READ_FD: return readFd(fd, what, in.int & 0xffffffffL)
            case WRITE_FD: return writeFd(fd, what, in)
            case POLL: return poll(fd, what, in.int)
            case RING: return ring(cpu, in)
            case READ_AT: return what == null ? of(EBADF) : (in.int & 0xffffffffL) > AgentModel.DATA ? of(EINVAL) : anything()
            case [WRITE_AT, FALLOCATE]: return what == null ? of(EBADF) : anything()
            case STATUS: return what == null ? of(EBADF) : of(0L)
            default: return table(cpu, in)
        }
    }

    private AgentModel.Expected close(int fd, String what, AgentModel.Cpu cpu) {
        if (what == null) {
            return of(EBADF)
        }
        if (what in ['kvm', 'vm']) {
            return null
        }
        new AgentModel.Expected(results: [0L], settles: true, learn: { Reply reply ->
            if (reply.result == 0) {
                model.fds.remove(fd)
                model.counters.remove(fd)
                model.cpus.remove(cpu)
            }
        })
    }

    /** Requests of KVM's own type alone: others are any file's, and some of them write to their argument. */
    private AgentModel.Expected ioctl(String what, AgentModel.Cpu cpu, int request, long argument) {
        if (what == null) {
            return of(EBADF)
        }
        if (cpu != null && argument == 0 && request == model.runRequest) {
            return of(EOPNOTSUPP)
        }
        if (what in ['event', 'zero', 'null']) {
            return (request >>> 8 & 0xff) == 0xae ? of(ENOTTY) : null
        }
        switch (request) {
            case RawGuest.request('KVM_CHECK_EXTENSION'): return what == 'vcpu' ? null : anything()
            case RawGuest.request('KVM_GET_API_VERSION'): return what == 'kvm' ? argument == 0 ? of(12L) : of(EINVAL) : null
            case RawGuest.request('KVM_GET_VCPU_MMAP_SIZE'): return what == 'kvm' ? argument == 0 ? of(model.kvmRunSize) : of(EINVAL) : null
            case RawGuest.request('KVM_RUN'):
                return what == 'vcpu' && argument != 0 ? of(EINVAL) : null
            default: return null
        }
    }

    private AgentModel.Expected map(int fd, String what, AgentModel.Cpu cpu, int vcpu, long size, long offset) {
        if (vcpu != 0) {
            return mapVcpu(fd, what, cpu, size)
        }
        if (size <= 0) {
            return of(EINVAL)
        }
        if (what == null) {
            return of(EBADF)
        }
        if (!(what in ['zero', 'vcpu'])) {
            return new AgentModel.Expected(learn: { Reply reply -> assert reply.result < 0 && reply.result > -4096 })
        }
        new AgentModel.Expected(settles: true, learn: { Reply reply -> model.mapped(reply.result, size, null, false) })
    }

    private AgentModel.Expected mapVcpu(int fd, String what, AgentModel.Cpu cpu, long size) {
        if (Long.compareUnsigned(size, 4096) < 0 || Long.compareUnsigned(size, 1 << 20) > 0) {
            return of(EINVAL)
        }
        if (cpu != null) {
            return of(EBUSY)
        }
        if (!(what in ['zero', 'vcpu'])) {
            return what == null ? of(EBADF) : new AgentModel.Expected(learn: { Reply reply -> assert reply.result < 0 && reply.result > -4096 })
        }
        boolean there = what == 'zero' || size <= model.kvmRunSize
        new AgentModel.Expected(settles: true, learn: { Reply reply ->
            assert there || reply.result == EFAULT
            AgentModel.Area run = model.mapped(reply.result, size, null, true)
            if (run != null) {
                model.cpus << new AgentModel.Cpu(fd: fd, run: run, isVcpu: what == 'vcpu')
            }
        })
    }

    private AgentModel.Expected readFd(int fd, String what, long n) {
        if (n > DATA) {
            return of(EINVAL)
        }
        switch (what) {
            case null: return of(EBADF)
            case 'zero': return new AgentModel.Expected(results: [n], data: new byte[(int) n])
            case 'null': return new AgentModel.Expected(results: [0L], data: new byte[0])
            case 'event':
                long count = model.counters[fd]
                if (count == 0 || n < 8) {
                    return of(count == 0 ? EAGAIN : EINVAL)
                }
                model.counters[fd] = 0L
                return new AgentModel.Expected(results: [8L], data: RawAgent.bytes(count))
            default: return anything()
        }
    }

    private AgentModel.Expected writeFd(int fd, String what, ByteBuffer in) {
        long n = in.remaining()
        switch (what) {
            case null: return of(EBADF)
            case ['zero', 'null']: return of(n)
            case 'event':
                if (n != 8) {
                    // Since Linux 6.8 more than 8 bytes are refused too.
                    return n < 8 ? of(EINVAL) : null
                }
                long add = in.long
                if (add == -1) {
                    return of(EINVAL)
                }
                if (Long.compareUnsigned(-1 - model.counters[fd], add) <= 0) {
                    return of(EAGAIN)
                }
                model.counters[fd] = model.counters[fd] + add
                return of(8L)
            default: return anything()
        }
    }

    private AgentModel.Expected poll(int fd, String what, int events) {
        if (what == null) {
            return of(0x20L)
        }
        if (what != 'event') {
            return anything()
        }
        long count = model.counters[fd]
        of(events & ((count != 0 ? 1L : 0L) | (Long.compareUnsigned(count, -2) < 0 ? 4L : 0L)))
    }

    private AgentModel.Expected ring(AgentModel.Cpu cpu, ByteBuffer in) {
        in.int
        long first = in.int & 0xffffffffL, last = in.int & 0xffffffffL, entries = in.int & 0xffffffffL, size = in.int & 0xffffffffL, count = in.int & 0xffffffffL
        if (cpu == null) {
            return of(EBADF)
        }
        boolean fits = first % 4 == 0 && last % 4 == 0 && first + 4 <= cpu.run.size && last + 4 <= cpu.run.size && size in 1L..2048L && count <= 65_536
                && size * count <= 65_536 && entries + size * count <= cpu.run.size
        if (count != 0 && !fits) {
            return of(EINVAL)
        }
        // What the agent reads from an invalid ring, and the index that it writes, may be anywhere in kvm_run.
        new AgentModel.Expected(results: [0L], learn: { Reply reply ->
            cpu.tabled = cpu.tabled || reply.result == 0
            cpu.endless = cpu.endless && reply.result != 0
        })
    }

    private AgentModel.Expected table(AgentModel.Cpu cpu, ByteBuffer in) {
        int rest = in.remaining() - 4
        if (cpu == null) {
            return of(EBADF)
        }
        if (rest.intdiv(36) > 64) {
            return of(AgentModel.E2BIG)
        }
        if (rest % 36 != 0) {
            return of(EPROTO)
        }
        new AgentModel.Expected(results: [0L], learn: { Reply reply -> cpu.tabled = cpu.tabled || reply.result == 0 })
    }
}
