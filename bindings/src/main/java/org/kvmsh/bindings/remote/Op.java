package org.kvmsh.bindings.remote;

/** The operation of a frame, with its number in the protocol; docs/developers/protocol.md describes the payloads. */
enum Op {
    HELLO("the hello"),
    PING("a ping"),
    LAYOUT("the layout of kvm_run"),
    OPEN("open"),
    CLOSE("close"),
    IOCTL("an ioctl"),
    IOCTL_STRUCT("an ioctl"),
    MAP("mmap"),
    ALLOCATE("a memory allocation"),
    UNMAP("munmap"),
    READ("a memory read"),
    WRITE("a memory write"),
    EVENTFD("eventfd"),
    READ_FD("read"),
    WRITE_FD("write"),
    POLL("poll"),
    FILE_TEXT("a file read"),
    LIST("a directory listing"),
    RUN("KVM_RUN"),
    KICK("a kick"),
    TABLE("setting the answers to exits"),
    BYE("the end of the session"),
    LOG("a kernel log read"),
    PROVE("the token check"),
    RING("the coalesced MMIO ring"),
    READ_AT("pread"),
    WRITE_AT("pwrite"),
    FALLOCATE("fallocate"),
    STATUS("fstat"),
    HARVEST("a dirty ring"),
    FILE_REST("a file read"),
    PART("a part of a reply");

    /** The agent's: everything from that id on was not understood. */
    static final int AGAIN = 0xff;
    /** Set in the kind of a reply. */
    static final int REPLY = 0x80;

    private final String inWords;

    Op(String inWords) {
        this.inWords = inWords;
    }

    /** The work that the board is doing for the operation, for messages. */
    String inWords() {
        return inWords;
    }

    int kind() {
        return ordinal() + 1;
    }
}
