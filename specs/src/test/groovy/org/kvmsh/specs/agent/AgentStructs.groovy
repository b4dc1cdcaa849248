package org.kvmsh.specs.agent

import groovy.transform.CompileStatic
import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.kvmsh.specs.kit.RawAgent
import org.kvmsh.specs.kit.RawGuest

import static org.kvmsh.specs.agent.AgentModel.*

/** An ioctl with structs in an {@link AgentModel}: areas are sent, the call is made, areas are returned. */
@CompileStatic
class AgentStructs {
    private final AgentModel model

    AgentStructs(AgentModel model) {
        this.model = model
    }

    /** KVM_GET_REGS of a vCPU alone is sent there, to memory that is for it; what other files take is refused by all of them. */
    AgentModel.Expected ioctl(String what, ByteBuffer in) {
        int request = in.int
        long argument = in.long
        AgentModel.Area target = model.areas.find { it.scratch && contains(it, argument, 4096) }
        boolean nowhere = argument >= 0 && argument < 4096 || argument >> 47 != 0 && argument >> 47 != -1
        boolean asksRegisters = what == 'vcpu' && request == RawGuest.request('KVM_GET_REGS') && (target != null || nowhere)
        if (what != null && !asksRegisters && !(what in ['event', 'zero', 'null'] && (request >>> 8 & 0xff) == 0xae)) {
            return null
        }
        long size = 0
        while (in.hasRemaining()) {
            if (in.remaining() < 12) {
                return of(EPROTO)
            }
            long at = in.long
            int length = in.int
            int n = length & 0x7fffffff
            if (n > in.remaining()) {
                return of(EPROTO)
            }
            in.position(in.position() + n)
            size += length < 0 ? n : 0
            if (size > DATA) {
                return of(AgentModel.E2BIG)
            }
            AgentModel.Area area = model.area(at, n)
            if (area == null) {
                return of(EFAULT)
            }
            // Where the contents are predicted, or a vCPU's, this request does not write.
            if (!area.scratch || n == 0) {
                return null
            }
        }
        long comes = size
        long result = what == null ? EBADF : what != 'vcpu' ? ENOTTY : nowhere ? EFAULT : 0L
        new AgentModel.Expected(results: [result], learn: { RawAgent.Reply reply -> assert what == null || reply.result == EBUSY || reply.data.length == comes })
    }

    /** Of a ring without filled entries; any other ring would be changed. */
    AgentModel.Expected harvest(long at, ByteBuffer in) {
        long count = in.int & 0xffffffffL, next = in.int & 0xffffffffL, size = in.int & 0xffffffffL, flags = in.int & 0xffffffffL, dirty = in.int
        if (count == 0 || size == 0 || size > AgentModel.DATA || at % 4 != 0 || size % 4 != 0 || flags % 4 != 0 || flags > size - 4) {
            return AgentModel.of(AgentModel.EINVAL)
        }
        AgentModel.Area found = model.area(at, count * size)
        if (found == null) {
            return AgentModel.of(AgentModel.EFAULT)
        }
        boolean isEmpty = found.bytes != null && (ByteBuffer.wrap(found.bytes).order(ByteOrder.LITTLE_ENDIAN).getInt((int) (at - found.at + next % count * size + flags)) & dirty) == 0
        isEmpty ? new AgentModel.Expected(results: [0L], data: new byte[0]) : null
    }
}
