package org.kvmsh.dsl.spec;

import java.util.Arrays;

/** Bytes to be in guest memory before the first run. */
public record LoadSpec(long at, byte[] bytes, Site site) {
    public LoadSpec {
        bytes = bytes.clone();
    }

    @Override public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    @Override public boolean equals(Object other) {
        return other instanceof LoadSpec load && at == load.at && Arrays.equals(bytes, load.bytes);
    }

    @Override public int hashCode() {
        return 31 * Long.hashCode(at) + Arrays.hashCode(bytes);
    }
}
