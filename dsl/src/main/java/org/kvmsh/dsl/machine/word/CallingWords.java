package org.kvmsh.dsl.machine.word;

import java.util.Map;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.dsl.call.Descriptor;
import org.kvmsh.dsl.call.IoctlScope;
import org.kvmsh.dsl.call.Memory;
import org.kvmsh.dsl.inspect.Stats;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** The words of a machine that make any call by its name, and for what the kernel tells of its VM. */
public interface CallingWords {
    /** The machine that the words act on. */
    HasMachineParts actedOn();

    /** The calls of its VM. */
    default IoctlScope calls() {
        return scope(actedOn().machineParts().opened().vm());
    }

    /** The calls of one of its descriptors. */
    default IoctlScope scope(KvmFile file) {
        return new IoctlScope(file, actedOn().machineParts().opened()::keep);
    }

    @Word(
            value = "call any VM ioctl, by name or number, with named fields, a struct or one value (an"
                    + " integer, an address, memory or bytes) as the argument. Returns a number, or the struct"
                    + " as the kernel left it",
            example = "m.ioctl KVM_SET_TSS_ADDR, 0xfffbd000")
    default Object ioctl(Object named) {
        return calls().ioctl(named);
    }

    default Object ioctl(Object named, Object argument) {
        return calls().ioctl(named, argument);
    }

    default Object ioctl(Map<String, ?> fields, Object named) {
        return calls().ioctl(fields, named);
    }

    @Word(
            value = "allocate BYTES bytes of zeroed memory for a pointer field; freed when the machine is closed",
            example = "def log = m.allocate 4.KB")
    default Memory allocate(Number size) {
        return calls().allocate(size);
    }

    @Word(
            value = "a device, given the descriptor that KVM_CREATE_DEVICE returned",
            example = "m.deviceFd(fd).ioctl KVM_HAS_DEVICE_ATTR, group: 0, attr: 0")
    default IoctlScope deviceFd(Object fd) {
        return scope(actedOn().machineParts().opened().vm().device(number(fd)));
    }

    /**
     * The former name of {@link #deviceFd}, which is rejected: device creates one.
     *
     * @deprecated use deviceFd
     */
    @Deprecated
    default IoctlScope device(Object fd) {
        throw new ScriptError(
                Site.UNKNOWN,
                "m.device creates a device of a given type, and takes a block",
                "to use an existing device fd, write: m.deviceFd(" + fd + ")");
    }

    @Word(
            value = "a descriptor on the board, by number (for example, one that an ioctl returned), for read, write,"
                    + " map, poll, stat and fallocate",
            example = "m.descriptor(fd).read 8")
    default Descriptor descriptor(Number fd) {
        return new Descriptor(
                actedOn().machineParts().opened().vm().kernel(),
                number(fd),
                actedOn().machineParts().opened()::keep);
    }

    private static int number(Object fd) {
        return (int) Bits64.of(fd, "a descriptor", Integer.MIN_VALUE, Integer.MAX_VALUE, Site.UNKNOWN);
    }

    @Word(
            value = "the VM's statistics (KVM_GET_STATS_FD): names, values and units; each vCPU has its own",
            example = "m.stats.since earlier")
    default Stats getStats() {
        return Stats.of(actedOn().machineParts().opened().vm());
    }
}
