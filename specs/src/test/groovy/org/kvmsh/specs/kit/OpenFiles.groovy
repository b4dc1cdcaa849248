package org.kvmsh.specs.kit

import java.nio.file.Files

/** The files that this process has open. A spec counts files of one kind: the JVM and other specs' boards open and close others meanwhile. */
class OpenFiles {
    /** How many there are of those whose target, such as {@code socket:[4711]} or {@code anon_inode:kvm-vm}, is meant. */
    static int count(Closure<Boolean> meant) {
        (new File('/proc/self/fd').listFiles() ?: []).count { descriptor ->
            try {
                meant(Files.readSymbolicLink(descriptor.toPath()).toString())
            } catch (IOException e) {
                // The one that the directory was read with.
                false
            }
        }
    }

    /** Those of KVM's: /dev/kvm, VMs, vCPUs, devices. */
    static int ofKvm() {
        count { it.contains('kvm') && !it.endsWith('.jar') }
    }
}
