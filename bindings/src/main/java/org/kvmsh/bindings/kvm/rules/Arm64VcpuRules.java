package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;
import static org.kvmsh.bindings.kernel.Errno.ENOENT;
import static org.kvmsh.bindings.kernel.Errno.ENOEXEC;
import static org.kvmsh.bindings.kernel.Errno.EPERM;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.state.CreatedVcpu;
import org.kvmsh.bindings.kvm.state.CreatedVcpu.Init;

/**
 * KVM_ARM_VCPU_INIT and what comes after it. Sources: api.rst 4.82, 4.111; arch/arm64/kvm/arm.c,
 * kvm_vcpu_init_check_features and kvm_arch_vcpu_ioctl.
 */
final class Arm64VcpuRules {
    private static final String ARM = "arch/arm64/kvm/arm.c";
    private static final String DOCUMENT = "api.rst 4.82";
    private static final String FEATURE = "KVM_ARM_VCPU_";
    private static final String GENERIC = "KVM_ARM_TARGET_GENERIC_V8";

    static final List<Rule> RULES = Stream.of(
                    features(),
                    Stream.of(
                            of(
                                            ENOEXEC,
                                            "KVM_ARM_VCPU_INIT has not been called",
                                            ARM,
                                            vcpu -> vcpu.init() == null,
                                            "KVM_ARM_VCPU_INIT must be called first; vcpu(0) { start ADDRESS } in a"
                                                    + " script calls it")
                                    .on(
                                            "KVM_GET_ONE_REG",
                                            "KVM_SET_ONE_REG",
                                            "KVM_GET_REG_LIST",
                                            "KVM_ARM_VCPU_FINALIZE",
                                            "KVM_RUN"),
                            Rule.of(
                                            EPERM,
                                            "the vCPU has SVE, but KVM_ARM_VCPU_FINALIZE has not been called",
                                            "api.rst 4.82 KVM_ARM_VCPU_INIT",
                                            Arm64VcpuRules::isUnfinished)
                                    .on("KVM_RUN")))
            .flatMap(rules -> rules)
            .map(rule -> rule.in(Arch.ARM64))
            .toList();

    private Arm64VcpuRules() {}

    private interface State {
        boolean of(CreatedVcpu vcpu);
    }

    private static Rule of(Errno errno, String text, String source, State state, String broken) {
        return Rule.of(
                errno,
                text,
                source,
                request -> request.vcpu() == null
                        ? Finding.UNKNOWN
                        : state.of(request.vcpu()) ? Finding.broken(broken) : Finding.KEPT);
    }

    private static Finding isUnfinished(Request request) {
        CreatedVcpu vcpu = request.vcpu();
        if (vcpu == null || vcpu.init() == null || !request.asked().abi().hasConstant("KVM_ARM_VCPU_SVE")) {
            return Finding.UNKNOWN;
        }
        long sve = request.constant("KVM_ARM_VCPU_SVE");
        return vcpu.init().has(sve) && !vcpu.finalized().contains(sve)
                ? Finding.broken("the vCPU has SVE: KVM_ARM_VCPU_FINALIZE must be called first")
                : Finding.KEPT;
    }

    /**
     * A kernel whose preferred target is the generic one also takes the processor's own, which is not known. In a plan,
     * the target is 0 until the kernel tells it.
     */
    private static Finding target(Request request) {
        long target = request.field("target");
        if (target == 0 || !request.asked().abi().hasConstant(GENERIC)) {
            return Finding.KEPT;
        }
        Long preferred = preferred(request);
        return preferred != null && preferred == target
                ? Finding.KEPT
                : preferred == null || preferred == request.constant(GENERIC)
                        ? Finding.UNKNOWN
                        : Finding.broken("target is " + target + ", but KVM_ARM_PREFERRED_TARGET reports " + preferred);
    }

    /**
     * A rule of the features, which the kernel looks at after the target. It may apply where the kernel was asked for
     * its target, and may still refuse this one.
     */
    static Check ofTarget(Check check) {
        return request -> {
            Finding found = check.of(request);
            Finding target = target(request);
            return found.isBroken() && target.isBroken()
                    ? Finding.KEPT
                    : found.isBroken() && target == Finding.UNKNOWN && preferred(request) != null
                            ? Finding.UNKNOWN
                            : found;
        };
    }

    private static Long preferred(Request request) {
        return request.facts().told("KVM_ARM_PREFERRED_TARGET", "target");
    }

    private static Stream<Rule> features() {
        return Stream.of(
                        Rule.of(
                                EINVAL,
                                "this processor does not support the target",
                                "arch/arm64/kvm/arm.c:kvm_vcpu_set_target",
                                Arm64VcpuRules::target),
                        Rule.of(
                                EINVAL,
                                "the target or the features differ from those of the first KVM_ARM_VCPU_INIT",
                                DOCUMENT,
                                request -> {
                                    Init first = request.vcpu() == null
                                            ? null
                                            : request.vcpu().init();
                                    return first == null
                                            ? Finding.KEPT
                                            : !CreatedVcpu.init(request.asked()).equals(first)
                                                    ? Finding.broken("the target or the features differ from "
                                                            + "those of the first KVM_ARM_VCPU_INIT")
                                                    : Finding.KEPT;
                                }),
                        Rule.of(
                                ENOENT,
                                "features has an unknown bit",
                                DOCUMENT,
                                ofTarget(request -> CreatedVcpu.init(request.asked()).features().stream()
                                                .skip(1)
                                                .anyMatch(word -> word != 0)
                                        ? Finding.broken("features[1] to features[6] must be 0")
                                        : Finding.KEPT)),
                        needs("EL1_32BIT", "KVM_CAP_ARM_EL1_32BIT"),
                        needs("PSCI_0_2", "KVM_CAP_ARM_PSCI_0_2"),
                        needs("PMU_V3", "KVM_CAP_ARM_PMU_V3"),
                        needs("SVE", "KVM_CAP_ARM_SVE"),
                        needs("PTRAUTH_ADDRESS", "KVM_CAP_ARM_PTRAUTH_ADDRESS"),
                        needs("PTRAUTH_GENERIC", "KVM_CAP_ARM_PTRAUTH_GENERIC"),
                        Rule.of(
                                        ENOENT,
                                        "features has an unknown bit",
                                        DOCUMENT,
                                        ofTarget(lacks("HAS_EL2", "KVM_CAP_ARM_EL2")))
                                .before(6, 16),
                        Rule.of(
                                        ENOENT,
                                        "features has an unknown bit",
                                        DOCUMENT,
                                        ofTarget(lacks("HAS_EL2_E2H0", "KVM_CAP_ARM_EL2_E2H0")))
                                .before(6, 16),
                        needs("HAS_EL2", "KVM_CAP_ARM_EL2").or(ENOENT).asConsequence(),
                        needs("HAS_EL2_E2H0", "KVM_CAP_ARM_EL2_E2H0").since(6, 16),
                        Rule.of(
                                        EINVAL,
                                        "PTRAUTH_ADDRESS and PTRAUTH_GENERIC must be set together",
                                        DOCUMENT,
                                        request -> {
                                            Init asked = CreatedVcpu.init(request.asked());
                                            return has(request, asked, "PTRAUTH_ADDRESS")
                                                            != has(request, asked, "PTRAUTH_GENERIC")
                                                    ? Finding.broken("KVM_ARM_VCPU_PTRAUTH_ADDRESS and"
                                                            + " KVM_ARM_VCPU_PTRAUTH_GENERIC must be set together;"
                                                            + " only one is set")
                                                    : Finding.KEPT;
                                        })
                                .asConsequence())
                .map(rule -> rule.on("KVM_ARM_VCPU_INIT"));
    }

    private static Rule needs(String feature, String capability) {
        return Rule.of(EINVAL, FEATURE + feature + " needs " + capability, DOCUMENT, lacks(feature, capability));
    }

    private static Check lacks(String feature, String capability) {
        return request -> has(request, CreatedVcpu.init(request.asked()), feature)
                        && request.facts().capability(capability) == 0
                ? Finding.broken(FEATURE + feature + " needs " + capability + ", which this board does not support")
                : Finding.KEPT;
    }

    private static boolean has(Request request, Init asked, String feature) {
        return request.asked().abi().hasConstant(FEATURE + feature) && asked.has(request.constant(FEATURE + feature));
    }
}
