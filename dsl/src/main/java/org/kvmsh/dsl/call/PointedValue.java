package org.kvmsh.dsl.call;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import org.kvmsh.bindings.abi.Pointer;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/** The target of a struct's only pointer, as the bytes that a call read or wrote: the value of a one-reg. */
public record PointedValue(StructBytes bytes) {
    /** Null if the struct has an address that a script put into it, whose memory is not known. */
    public static PointedValue of(StructValue struct) {
        Pointer pointer = struct.abi().pointers(struct.layout()).get(0);
        int length = (int) pointer.bytes(name -> (Long) struct.get(name), struct.abi()::constant);
        Map<String, Object> given = struct.given();
        Object value = given.containsKey(Pointees.VALUE) ? given.get(Pointees.VALUE) : given.get(pointer.field());
        StructBytes bytes =
                StructBytes.own(new byte[Math.max(0, length)], struct.abi().order());
        if (value instanceof byte[] raw && raw.length >= length) {
            bytes.write(0, Arrays.copyOf(raw, length));
        } else if (value instanceof Memory memory && memory.region().size() >= length) {
            bytes.write(0, memory.region().bytes(0, length));
        } else if ((value instanceof Long || value instanceof Integer || value instanceof BigInteger)
                && given.containsKey(Pointees.VALUE)
                && length <= Long.BYTES) {
            bytes.put(0, length, Bits64.of(value, Pointees.VALUE, Site.UNKNOWN));
        } else {
            return null;
        }
        return new PointedValue(bytes);
    }

    /** Reports the words of up to 64 bits that differ; false if the other one is not known. */
    public boolean compare(PointedValue other, StructDifference.Numbers told) {
        if (other == null || other.bytes.size() != bytes.size()) {
            return false;
        }
        int whole = (int) bytes.size();
        for (int at = 0; at < whole; at += Long.BYTES) {
            int width = Math.min(Long.BYTES, whole - at);
            if (bytes.get(at, width) != other.bytes.get(at, width)) {
                told.differ(
                        whole <= Long.BYTES ? "" : " bytes " + at + " to " + (at + width - 1),
                        bytes.get(at, width),
                        other.bytes.get(at, width));
            }
        }
        return true;
    }
}
