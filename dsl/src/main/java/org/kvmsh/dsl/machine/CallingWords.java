package org.kvmsh.dsl.machine;

import java.util.Map;
import org.kvmsh.dsl.call.Descriptor;
import org.kvmsh.dsl.call.IoctlScope;
import org.kvmsh.dsl.call.Memory;
import org.kvmsh.dsl.word.Word;

/** The words of a machine that make any call by its name. */
public interface CallingWords {
    /** The calls of its VM; refuses where the machine is closed. */
    IoctlScope calls();

    @Word(value = "any ioctl of the VM by its name or number: its fields by name, or one value, which may be memory, bytes or an address; the answer is a number or what the struct holds then", example = "m.ioctl KVM_SET_TSS_ADDR, 0xfffbd000")
    default Object ioctl(Object named) {
        return calls().ioctl(named);
    }

    default Object ioctl(Object named, Object argument) {
        return calls().ioctl(named, argument);
    }

    default Object ioctl(Map<String, ?> fields, Object named) {
        return calls().ioctl(fields, named);
    }

    @Word(value = "so many bytes of zeroed memory for a pointer field, given back with the machine", example = "def log = m.allocate 4.KB")
    default Memory allocate(Number size) {
        return calls().allocate(size);
    }

    @Word(value = "a device that KVM_CREATE_DEVICE made, by its descriptor", example = "m.device(fd).ioctl KVM_HAS_DEVICE_ATTR, group: 0, attr: 0")
    IoctlScope device(Number fd);

    @Word(value = "a descriptor of the board's by its number, such as an ioctl gave, for the calls that any file has: read, write, map, poll, stat, fallocate",
            example = "m.descriptor(fd).read 8")
    Descriptor descriptor(Number fd);
}
