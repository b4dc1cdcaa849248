package org.kvmsh.bindings.remote;

import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A struct that is on the board and edited here: it is sent with its ioctl and returned with the reply. Any call may
 * change any memory, so a struct that was not part of the last call is read again on use.
 */
final class ShadowRegion extends RemoteRegion {
    private final StructsOnBoard structs;
    private final byte[] bytes;
    private boolean dirty = true;
    private long asOf;

    /** Zeroed, on the board too once it is first sent. */
    ShadowRegion(StructsOnBoard structs, long address, int size, ByteOrder order) {
        super(address, size, order);
        this.structs = structs;
        this.bytes = new byte[size];
        this.asOf = structs.calls();
    }

    /** The bytes to send to the board: all of them, since structs are small. */
    synchronized byte[] toSend() {
        refresh();
        dirty = false;
        return bytes.clone();
    }

    /** The bytes returned by the call of that number. */
    synchronized void took(byte[] from, long call) {
        System.arraycopy(from, 0, bytes, 0, bytes.length);
        asOf = call;
    }

    synchronized boolean isDirty() {
        return dirty;
    }

    private void refresh() {
        if (!dirty && asOf != structs.calls()) {
            asOf = structs.calls();
            structs.memory().read(address(), bytes);
        }
    }

    @Override
    synchronized void fetch(long offset, byte[] into) {
        refresh();
        System.arraycopy(bytes, (int) offset, into, 0, into.length);
    }

    @Override
    synchronized void store(long offset, byte[] from) {
        if (!Arrays.equals(from, 0, from.length, bytes, (int) offset, (int) offset + from.length) || !dirty) {
            refresh();
            System.arraycopy(from, 0, bytes, (int) offset, from.length);
            dirty = true;
            structs.changed(this);
        }
    }

    @Override
    void release() {
        structs.free(this);
    }
}
