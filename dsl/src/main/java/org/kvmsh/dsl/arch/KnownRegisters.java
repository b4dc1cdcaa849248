package org.kvmsh.dsl.arch;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.register.RegisterNames;

/** The registers of each board's headers: up to thousands of names, used by every plan and every vCPU. */
final class KnownRegisters {
    /** Names hold the headers that they are of, so that both go only together. */
    private static final Map<Abi, SoftReference<RegisterNames>> KNOWN = new WeakHashMap<>();

    private KnownRegisters() {}

    static synchronized RegisterNames of(Abi abi) {
        SoftReference<RegisterNames> known = KNOWN.get(abi);
        RegisterNames names = known == null ? null : known.get();
        if (names == null) {
            names = Architecture.of(abi)
                    .registers(abi)
                    .advising((name, all) -> UnknownRegister.note(name, abi.arch(), all));
            KNOWN.put(abi, new SoftReference<>(names));
        }
        return names;
    }
}
