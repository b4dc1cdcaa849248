package org.kvmsh.bindings.kvm;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.kvmsh.bindings.kernel.Region;

/**
 * Why a vCPU exited. A record is a view of the vCPU's kvm_run and is valid until the next KVM_RUN.
 *
 * <p>Source: Documentation/virt/kvm/api.rst, "The kvm_run structure".
 */
public sealed interface Exit
        permits Exit.Io,
                Exit.Mmio,
                PaprHcallExit,
                Exit.SystemEvent,
                Exit.Hlt,
                Exit.Shutdown,
                Exit.FailEntry,
                Exit.InternalError,
                Exit.Unknown,
                UcallExit,
                NamedExit {
    /**
     * The kernel's name without its prefix, in small letters: {@code io} of KVM_EXIT_IO; {@code exit 99} without a
     * name.
     */
    String name();

    /** The number in kvm_run.exit_reason. */
    int reason();

    /** The descriptor of the vCPU that left its guest; null if the exit was read from a kept copy. */
    KvmFile owner();

    /** The port, address or number of this exit; the reason if it has none. */
    default long place() {
        return reason();
    }

    /** The port, address or number in words; empty if the exit has none. */
    default String placeInWords() {
        return place() == reason() ? "" : "0x" + Long.toHexString(place());
    }

    /** Whether the guest has ended, so that a run ends there in any case. */
    default boolean isEnd() {
        return false;
    }

    /** The members that scripts may use, by name. */
    MembersOfExit<? extends Exit> members();

    /** The kind of answer that a guest waits for at an exit. */
    enum Waits {
        /** It continues in any case. */
        FOR_NOTHING,
        /** Only user space knows the value that it reads. */
        FOR_A_VALUE,
        /** The result of a call, 0 for success. */
        FOR_A_STATUS
    }

    /** The kind of answer that the guest waits for at this exit. */
    default Waits waits() {
        return Waits.FOR_NOTHING;
    }

    /**
     * Answers the exit; the guest gets the answer at the next KVM_RUN. An exit at which the guest waits for nothing
     * ignores it.
     *
     * @param value the value read, or a call's status, whose low bytes count
     */
    default void reply(long value) {}

    /** The answer that the guest would get now; 0 if it waits for nothing. */
    default long answer() {
        return 0;
    }

    /** A default answer for user space without a handler, if the guest continues anyway. */
    default void refuse() {}

    /**
     * KVM_EXIT_IO: programmed IO of count values of 1, 2 or 4 bytes.
     *
     * @param out whether the guest writes
     * @param port 0 to 0xffff
     * @param size bytes of a value: 1, 2 or 4
     * @param count the number of values
     * @param data where the values are in kvm_run, in bytes
     * @param run kvm_run
     */
    record Io(int reason, boolean out, int port, int size, int count, long data, Region run, KvmFile owner)
            implements Exit {
        private static final MembersOfExit<Io> MEMBERS = new MembersOfExit<>(Io.class)
                .value("out", boolean.class, "true if the access is a write", Io::out)
                .value("port", int.class, "the port", Io::port)
                .value("size", int.class, "the size of a value in bytes: 1, 2 or 4", Io::size)
                .value("count", int.class, "the number of values, more than one for rep insb and the like", Io::count)
                .count("value", "the first value, unsigned", Io::getValue)
                .value("text", String.class, "all bytes as ISO 8859-1 text", Io::getText)
                .result("what IN reads; OUT needs none");

        @Override
        public String name() {
            return "io";
        }

        @Override
        public long place() {
            return port;
        }

        @Override
        public Waits waits() {
            return out ? Waits.FOR_NOTHING : Waits.FOR_A_VALUE;
        }

        /** The first value, unsigned. */
        public long getValue() {
            return value(0);
        }

        /**
         * A value, unsigned.
         *
         * @param index 0 to count - 1
         * @throws IndexOutOfBoundsException for another index
         */
        public long value(int index) {
            return run.get(data + (long) Objects.checkIndex(index, count) * size, size);
        }

        /** The bytes as ISO 8859-1, as consoles send them. */
        public String getText() {
            return new String(run.bytes(data, size * count), StandardCharsets.ISO_8859_1);
        }

        @Override
        public long answer() {
            return getValue();
        }

        /** Answers every value of an input; the guest gets it at the next KVM_RUN. */
        @Override
        public void reply(long value) {
            for (int i = 0; i < count; i++) {
                reply(i, value);
            }
        }

        /**
         * Answers one of the count values of an input.
         *
         * @param index 0 to count - 1
         * @param value its low bytes count
         * @throws IndexOutOfBoundsException for another index
         */
        public void reply(int index, long value) {
            run.put(data + (long) Objects.checkIndex(index, count) * size, size, value);
        }

        /**
         * Answers an input with all its bytes, in the order of guest memory.
         *
         * @param bytes at most size × count of them
         * @throws IndexOutOfBoundsException if there are more
         */
        public void reply(byte[] bytes) {
            Objects.checkFromToIndex(0, bytes.length, size * count);
            run.write(data, bytes);
        }

        @Override
        public MembersOfExit<Io> members() {
            return MEMBERS;
        }

        @Override
        public String toString() {
            return "io " + (out ? "out" : "in") + " port 0x" + Integer.toHexString(port) + " size " + size
                    + (count == 1 ? "" : " count " + count) + (out ? " value 0x" + Long.toHexString(getValue()) : "");
        }
    }

    /**
     * KVM_EXIT_MMIO: the guest touched an address that no memslot has.
     *
     * @param write whether the guest writes
     * @param address the guest physical address
     * @param length bytes of the access, 1 to 8
     * @param data where the bytes are in kvm_run, in bytes
     * @param run kvm_run
     */
    record Mmio(int reason, boolean write, long address, int length, long data, Region run, KvmFile owner)
            implements Exit {
        private static final MembersOfExit<Mmio> MEMBERS = new MembersOfExit<>(Mmio.class)
                .value("write", boolean.class, "true if the access is a write", Mmio::write)
                .value("address", long.class, "the guest physical address", Mmio::address)
                .value("length", int.class, "the size in bytes, 1 to 8", Mmio::length)
                .value("value", long.class, "the value, unsigned, in the guest's byte order", Mmio::getValue)
                .value("text", String.class, "the bytes as ISO 8859-1 text", Mmio::getText)
                .result("what the guest reads; a write needs none");

        @Override
        public String name() {
            return "mmio";
        }

        @Override
        public long place() {
            return address;
        }

        @Override
        public Waits waits() {
            return write ? Waits.FOR_NOTHING : Waits.FOR_A_VALUE;
        }

        /** The value written, unsigned, in the guest's byte order; for a read, the answer so far. */
        public long getValue() {
            return run.get(data, length);
        }

        /** The bytes as ISO 8859-1, as a store of a byte to a console's data register sends them. */
        public String getText() {
            return new String(run.bytes(data, length), StandardCharsets.ISO_8859_1);
        }

        @Override
        public long answer() {
            return getValue();
        }

        /** Answers a read; the guest gets it at the next KVM_RUN. */
        @Override
        public void reply(long value) {
            run.put(data, length, value);
        }

        /**
         * Answers a read with its bytes, in the order of guest memory.
         *
         * @param bytes at most length of them
         * @throws IndexOutOfBoundsException if there are more
         */
        public void reply(byte[] bytes) {
            Objects.checkFromToIndex(0, bytes.length, length);
            run.write(data, bytes);
        }

        @Override
        public MembersOfExit<Mmio> members() {
            return MEMBERS;
        }

        @Override
        public String toString() {
            return "mmio " + (write ? "write" : "read") + " 0x" + Long.toHexString(address) + " length " + length
                    + (write ? " value 0x" + Long.toHexString(getValue()) : "");
        }
    }

    /**
     * KVM_EXIT_SYSTEM_EVENT: the guest requests an action on the whole machine.
     *
     * @param type KVM_SYSTEM_EVENT_*
     * @param event the kernel's name of the type without its prefix, in small letters, or its number
     * @param data its ndata values
     */
    record SystemEvent(int reason, int type, String event, long[] data, KvmFile owner) implements Exit {
        private static final MembersOfExit<SystemEvent> MEMBERS = new MembersOfExit<>(SystemEvent.class)
                .value("type", int.class, "the event's number, KVM_SYSTEM_EVENT_*", SystemEvent::type)
                .value("event", String.class, "the event's name: shutdown, reset, crash", SystemEvent::event)
                .value("data", long[].class, "the data values that KVM reports with the exit", SystemEvent::data);

        @Override
        public String name() {
            return "system_event";
        }

        @Override
        public long place() {
            return type;
        }

        /** The kernel has stopped the vCPUs (arch/arm64/kvm/psci.c, kvm_prepare_system_event). */
        @Override
        public boolean isEnd() {
            return true;
        }

        @Override
        public MembersOfExit<SystemEvent> members() {
            return MEMBERS;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("system_event ").append(event);
            for (long value : data) {
                text.append(" 0x").append(Long.toHexString(value));
            }
            return text.toString();
        }
    }

    /** KVM_EXIT_HLT: the guest halted and no interrupt controller of the kernel's wakes it. */
    record Hlt(int reason, KvmFile owner) implements Exit {
        private static final MembersOfExit<Hlt> MEMBERS = new MembersOfExit<>(Hlt.class);

        @Override
        public String name() {
            return "hlt";
        }

        @Override
        public MembersOfExit<Hlt> members() {
            return MEMBERS;
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /** KVM_EXIT_SHUTDOWN: a triple fault on x86. */
    record Shutdown(int reason, KvmFile owner) implements Exit {
        private static final MembersOfExit<Shutdown> MEMBERS = new MembersOfExit<>(Shutdown.class);

        @Override
        public String name() {
            return "shutdown";
        }

        @Override
        public MembersOfExit<Shutdown> members() {
            return MEMBERS;
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /**
     * KVM_EXIT_FAIL_ENTRY: the processor refused to enter the guest.
     *
     * @param hardwareReason the processor's code, hardware_entry_failure_reason
     * @param cpu the number of the host CPU
     */
    record FailEntry(int reason, long hardwareReason, int cpu, KvmFile owner) implements Exit {
        private static final MembersOfExit<FailEntry> MEMBERS = new MembersOfExit<>(FailEntry.class)
                .value("hardwareReason", long.class, "the processor's reason code", FailEntry::hardwareReason)
                .value("cpu", int.class, "the host CPU on which the exit happened", FailEntry::cpu);

        @Override
        public String name() {
            return "fail_entry";
        }

        @Override
        public MembersOfExit<FailEntry> members() {
            return MEMBERS;
        }

        @Override
        public String toString() {
            return "fail_entry, hardware reason 0x" + Long.toHexString(hardwareReason) + " on CPU " + cpu;
        }
    }

    /**
     * KVM_EXIT_INTERNAL_ERROR: KVM could not go on.
     *
     * @param suberror KVM_INTERNAL_ERROR_*
     * @param suberrorName the kernel's name of the suberror without its prefix, or its number
     * @param data its ndata values
     * @param instruction the bytes at the pc that KVM could not emulate; empty if it reports none
     */
    record InternalError(int reason, int suberror, String suberrorName, long[] data, byte[] instruction, KvmFile owner)
            implements Exit {
        private static final MembersOfExit<InternalError> MEMBERS = new MembersOfExit<>(InternalError.class)
                .value("suberror", int.class, "the error's number, KVM_INTERNAL_ERROR_*", InternalError::suberror)
                .value(
                        "suberrorName",
                        String.class,
                        "the error's name: " + "emulation, delivery_ev",
                        InternalError::suberrorName)
                .value("data", long[].class, "the data values that KVM reports with the exit", InternalError::data)
                .value(
                        "instruction",
                        byte[].class,
                        "the instruction bytes at the pc that KVM could not emulate, if KVM reported any",
                        InternalError::instruction);

        @Override
        public String name() {
            return "internal_error";
        }

        @Override
        public MembersOfExit<InternalError> members() {
            return MEMBERS;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("internal_error, suberror ").append(suberrorName);
            for (int i = 0; i < data.length; i++) {
                text.append(i == 0 ? ", data 0x" : " 0x").append(Long.toHexString(data[i]));
            }
            return text.toString();
        }
    }

    /**
     * An exit whose reason the board's tables do not know.
     *
     * @param bytes the union of kvm_run, as it is
     */
    record Unknown(int reason, String name, byte[] bytes, KvmFile owner) implements Exit {
        private static final MembersOfExit<Unknown> MEMBERS = new MembersOfExit<>(Unknown.class)
                .value("bytes", byte[].class, "the exit union of kvm_run, not decoded", Unknown::bytes);

        /** The number, and the bytes of the union up to the last that is not zero. */
        @Override
        public MembersOfExit<Unknown> members() {
            return MEMBERS;
        }

        @Override
        public String toString() {
            int last = bytes.length;
            while (last > 0 && bytes[last - 1] == 0) {
                last--;
            }
            return name + ", which is not in the ABI tables"
                    + (last == 0 ? "" : ": " + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, last));
        }
    }
}
