package org.kvmsh.bindings.remote;

/** What a frame asks for, with its number on the link; docs/protocol.md says what each carries. */
enum Op {
    HELLO, PING, LAYOUT, OPEN, CLOSE, IOCTL, IOCTL_STRUCT, MAP, ALLOCATE, UNMAP, READ, WRITE, EVENTFD, READ_FD, WRITE_FD, POLL, FILE_TEXT,
    LIST, RUN, KICK, TABLE, BYE, LOG, PROVE;

    /** The agent's: everything from that id on was not understood. */
    static final int AGAIN = 0xff;
    /** Set in the kind of a reply. */
    static final int REPLY = 0x80;

    int kind() {
        return ordinal() + 1;
    }
}
