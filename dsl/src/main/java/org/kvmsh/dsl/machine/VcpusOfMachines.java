package org.kvmsh.dsl.machine;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The machines' vCPUs by the descriptors that their exits know, for handlers that ask whose exit it is. It keeps no
 * machine alive.
 */
final class VcpusOfMachines {
    private static final Map<KvmFile, WeakReference<MachineVcpu>> ALL =
            Collections.synchronizedMap(new WeakHashMap<>());

    private VcpusOfMachines() {}

    static void put(MachineVcpu of) {
        ALL.put(of.vcpu(), new WeakReference<>(of));
    }

    /** @throws ScriptError where the machine is gone */
    static MachineVcpu of(KvmFile vcpu) {
        WeakReference<MachineVcpu> found = ALL.get(vcpu);
        MachineVcpu owner = found == null ? null : found.get();
        if (owner == null) {
            throw new ScriptError(Site.UNKNOWN, "this machine is closed");
        }
        return owner;
    }
}
