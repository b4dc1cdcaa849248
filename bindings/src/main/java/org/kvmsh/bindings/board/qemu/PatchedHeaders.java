package org.kvmsh.bindings.board.qemu;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.ForwardingKernel;
import org.kvmsh.bindings.kernel.Kernel;

/** A kernel that was built with patches: its headers have ioctls that those of its architecture do not. */
final class PatchedHeaders extends ForwardingKernel {
    private final Abi abi;

    /** @param ioctls those of the patches, by name */
    PatchedHeaders(Kernel below, List<String> ioctls) {
        super(below);
        Abi all = below.abi();
        for (String ioctl : ioctls) {
            all = all.proposed(ioctl);
        }
        this.abi = all;
    }

    @Override
    public Abi abi() {
        return abi;
    }
}
