package org.kvmsh.bindings.kvm;

import java.nio.charset.StandardCharsets;
import org.kvmsh.bindings.kernel.Region;

/**
 * Why a vCPU left its guest. A record is a view of the vCPU's kvm_run: what it says holds until the next KVM_RUN.
 *
 * <p>Source: Documentation/virt/kvm/api.rst, "The kvm_run structure".
 */
public sealed interface Exit {
    /** The kernel's name without its prefix, in small letters: {@code io} of KVM_EXIT_IO; {@code exit 99} without a name. */
    String name();

    /**
     * KVM_EXIT_IO: programmed IO of count values of 1, 2 or 4 bytes.
     *
     * @param data where the values are in kvm_run, bytes
     */
    record Io(boolean out, int port, int size, int count, long data, Region run) implements Exit {
        @Override public String name() {
            return "io";
        }

        /** The first value, unsigned. */
        public long getValue() {
            return run.get(data, size);
        }

        /** The bytes as ISO 8859-1, as consoles send them. */
        public String getText() {
            return new String(run.bytes(data, size * count), StandardCharsets.ISO_8859_1);
        }

        /** Answers every value of an input; the guest gets it at the next KVM_RUN. */
        public void reply(long value) {
            for (int i = 0; i < count; i++) {
                run.put(data + (long) i * size, size, value);
            }
        }

        @Override public String toString() {
            return "io " + (out ? "out" : "in") + " port 0x" + Integer.toHexString(port) + " size " + size
                    + (count == 1 ? "" : " count " + count) + (out ? " value 0x" + Long.toHexString(getValue()) : "");
        }
    }

    /**
     * KVM_EXIT_MMIO: the guest touched an address that no memslot has.
     *
     * @param data where the bytes are in kvm_run
     */
    record Mmio(boolean write, long address, int length, long data, Region run) implements Exit {
        @Override public String name() {
            return "mmio";
        }

        /** What was written, unsigned, in the guest's byte order. */
        public long getValue() {
            return run.get(data, length);
        }

        /** Answers a read; the guest gets it at the next KVM_RUN. */
        public void reply(long value) {
            run.put(data, length, value);
        }

        @Override public String toString() {
            return "mmio " + (write ? "write" : "read") + " 0x" + Long.toHexString(address) + " length " + length
                    + (write ? " value 0x" + Long.toHexString(getValue()) : "");
        }
    }

    /** KVM_EXIT_HLT: the guest halted and no interrupt controller of the kernel's wakes it. */
    record Hlt() implements Exit {
        static final Hlt INSTANCE = new Hlt();

        @Override public String name() {
            return "hlt";
        }

        @Override public String toString() {
            return name();
        }
    }

    /** KVM_EXIT_SHUTDOWN: a triple fault on x86. */
    record Shutdown() implements Exit {
        static final Shutdown INSTANCE = new Shutdown();

        @Override public String name() {
            return "shutdown";
        }

        @Override public String toString() {
            return name();
        }
    }

    /** KVM_EXIT_FAIL_ENTRY: the processor refused to enter the guest. */
    record FailEntry(long hardwareReason, int cpu) implements Exit {
        @Override public String name() {
            return "fail_entry";
        }

        @Override public String toString() {
            return "fail_entry, hardware reason 0x" + Long.toHexString(hardwareReason) + " on CPU " + cpu;
        }
    }

    /**
     * KVM_EXIT_INTERNAL_ERROR: KVM could not go on.
     *
     * @param suberrorName the kernel's name of the suberror without its prefix, or its number
     */
    record InternalError(int suberror, String suberrorName) implements Exit {
        @Override public String name() {
            return "internal_error";
        }

        @Override public String toString() {
            return "internal_error, suberror " + suberrorName;
        }
    }

    /**
     * An exit that kvmsh has no record for.
     *
     * @param reason exit_reason
     * @param bytes  the union of kvm_run, as it is
     */
    record Unknown(int reason, String name, byte[] bytes) implements Exit {
        @Override public String toString() {
            return name;
        }
    }
}
