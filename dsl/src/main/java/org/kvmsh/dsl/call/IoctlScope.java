package org.kvmsh.dsl.call;

import java.util.Map;
import java.util.function.Consumer;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.trace.TracingKernel;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/**
 * A descriptor for a script's ioctls: {@code kvm}, a machine, a vCPU, a device.
 *
 * @param keeper takes what calls make and what must be closed with the scope's owner
 */
public record IoctlScope(KvmFile file, Consumer<AutoCloseable> keeper) {
    @Word(
            value = "call any ioctl on this descriptor, by name or number, with named fields, a struct or"
                    + " one value (an integer, an address, memory or bytes) as the argument. Returns a number,"
                    + " or the struct as the kernel left it",
            example = "kvm.ioctl KVM_CHECK_EXTENSION, KVM_CAP_NR_VCPUS")
    public Object ioctl(Object named) {
        return make(named, null);
    }

    /** {@code ioctl KVM_CHECK_EXTENSION, KVM_CAP_NR_VCPUS}. */
    public Object ioctl(Object named, Object argument) {
        if (argument == null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "the argument of " + named + " is null",
                    "pass fields, a struct or a number, or omit the argument to pass 0 or a zeroed struct");
        }
        return make(named, argument);
    }

    /** {@code ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP}. */
    public Object ioctl(Map<String, ?> fields, Object named) {
        return make(named, fields);
    }

    @Word(
            value = "allocate BYTES bytes of zeroed memory for a pointer field; freed when the machine is"
                    + " closed or, for kvm.allocate, when the session ends",
            example = "def list = kvm.allocate 4.KB")
    public Memory allocate(Number size) {
        Region region = file.allocate(Bits64.of(size, "a memory size", 1, Integer.MAX_VALUE, Site.UNKNOWN));
        if (file.kernel() instanceof TracingKernel tracing) {
            tracing.remember(region);
        }
        Memory memory = new Memory(region);
        keeper.accept(memory);
        return memory;
    }

    @Override
    public String toString() {
        return file.kind().phrase();
    }

    private Object make(Object named, Object argument) {
        Abi abi = file.kernel().abi();
        IoctlByName call = IoctlByName.check(abi, file.kind(), named, argument, Site.UNKNOWN);
        return call.make(file, keeper);
    }
}
