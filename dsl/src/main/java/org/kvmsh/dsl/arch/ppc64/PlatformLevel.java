package org.kvmsh.dsl.arch.ppc64;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.config.Platform;
import org.kvmsh.dsl.config.PlatformConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.HostFacts;

/**
 * The argument of KVM_PPC_SET_PLATFORM: guest_arch is the level of the guest's architecture, which a script may leave
 * to the board. Source: [RFC PATCH 17/17].
 */
final class PlatformLevel {
    /** The levels of the processors in that mail: a PPC970 needs a real mode area, a POWER7 does not. */
    private static final int PPC970 = 201;

    private static final int POWER7 = 206;
    private static final int RMA_NEEDED = 2;

    private PlatformLevel() {}

    /** The script's level; otherwise one that the board accepts, if the platform depends on it. */
    static int of(VmConfig config, HostFacts host) {
        PlatformConfig platform = config.powerpc().platform();
        if (platform.arch() != 0 || platform.platform() != Platform.SPAPR) {
            return platform.arch();
        }
        List<Integer> levels =
                host.capability("KVM_CAP_PPC_RMA") == RMA_NEEDED ? List.of(PPC970, POWER7) : List.of(POWER7, PPC970);
        return levels.stream()
                .filter(level -> isTaken(level, config, host))
                .findFirst()
                .orElse(levels.get(0));
    }

    private static boolean isTaken(int level, VmConfig config, HostFacts host) {
        Integer answer = host.abi().hasIoctl("KVM_PPC_SET_PLATFORM")
                ? host.answer(
                        Ppc64Planning.type(config, host),
                        "KVM_PPC_SET_PLATFORM",
                        fields(config.powerpc().platform(), level, host.abi()))
                : null;
        return answer == null || answer >= 0;
    }

    /** The fields of the struct. */
    static Map<String, Long> fields(PlatformConfig platform, int level, Abi abi) {
        Map<String, Long> fields = new LinkedHashMap<>();
        fields.put("platform", abi.constant(platform.platform().constant()));
        fields.put("guest_arch", (long) level);
        if (platform.flags() != null) {
            fields.put("flags", abi.constant(platform.flags().constant()));
        }
        return fields;
    }
}
