package org.kvmsh.bindings.remote;

/** What a frame asks for, with its number on the link; docs/protocol.md says what each carries. */
enum Op {
    HELLO("the hello"), PING("a ping"), LAYOUT("the layout of kvm_run"), OPEN("open"), CLOSE("close"), IOCTL("an ioctl"), IOCTL_STRUCT("an ioctl"),
    MAP("mmap"), ALLOCATE("an allocation of memory"), UNMAP("munmap"), READ("a read of memory"), WRITE("a write to memory"), EVENTFD("eventfd"),
    READ_FD("read"), WRITE_FD("write"), POLL("poll"), FILE_TEXT("a read of a file"), LIST("a directory listing"), RUN("KVM_RUN"), KICK("a kick"),
    TABLE("setting the answers to exits"), BYE("the end of the session"), LOG("a read of the kernel's log"), PROVE("the proof of the token"),
    RING("the ring of coalesced writes"), READ_AT("pread"), WRITE_AT("pwrite"), FALLOCATE("fallocate"), STATUS("fstat"), HARVEST("a dirty ring"), FILE_REST("a read of a file");

    /** The agent's: everything from that id on was not understood. */
    static final int AGAIN = 0xff;
    /** Set in the kind of a reply. */
    static final int REPLY = 0x80;

    private final String inWords;

    Op(String inWords) {
        this.inWords = inWords;
    }

    /** What the board is doing for it, as a message says it. */
    String inWords() {
        return inWords;
    }

    int kind() {
        return ordinal() + 1;
    }
}
