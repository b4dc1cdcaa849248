package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.CapabilityMeanings;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Wildcard;

/** KVM_CHECK_EXTENSION of capabilities; a start that reads the types of words does not load it. */
public final class CapabilityQuery {
    private CapabilityQuery() {}

    /**
     * Queries all capabilities in the board's headers that match a pattern; without one, when somebody looks at them:
     * {@code caps('*MEM*')} and {@code caps.diff} of JavaScript read {@code caps} first.
     *
     * @param pattern of names with or without KVM_CAP_; {@code *} matches any letters
     * @param vm the VM to query, or null
     */
    public static Capabilities of(String pattern, KvmFile kvm, KvmFile vm) {
        if (pattern == null) {
            throw new ScriptError(Site.UNKNOWN, "caps needs a pattern", "try: caps 'PPC*', or caps '*' for all");
        }
        Abi abi = kvm.kernel().abi();
        Pattern regex = Wildcard.of(pattern.toUpperCase(Locale.ROOT).replaceFirst("^" + Capabilities.PREFIX, ""), 0);
        List<Constant> named = abi.constants().stream()
                .filter(c -> c.name().startsWith(Capabilities.PREFIX))
                .toList();
        List<Constant> wanted = named.stream()
                .filter(c -> regex.matcher(c.name().substring(Capabilities.PREFIX.length()))
                        .matches())
                .toList();
        if (wanted.isEmpty()) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "the headers of " + abi.table() + " have no capability " + pattern,
                    Nearest.note(
                            pattern.startsWith(Capabilities.PREFIX) ? pattern : Capabilities.PREFIX + pattern,
                            named.stream().map(Constant::name).toList()));
        }
        if (pattern.equals(Capabilities.ALL)) {
            return new Capabilities(() -> answers(abi, wanted, kvm, vm), null, null);
        }
        Capabilities.Answers found = answers(abi, wanted, kvm, vm);
        return new Capabilities(() -> found, regex, null);
    }

    private static Capabilities.Answers answers(Abi abi, List<Constant> wanted, KvmFile kvm, KvmFile vm) {
        boolean asksVm = vm != null && answer(kvm, (int) abi.constant("KVM_CAP_CHECK_EXTENSION_VM")) > 0;
        List<Capability> all = new ArrayList<>();
        for (Constant cap : wanted) {
            int ofKvm = answer(kvm, cap.value());
            Integer ofVm = asksVm ? (Integer) answer(vm, cap.value()) : null;
            int value = ofVm == null ? ofKvm : ofVm;
            all.add(new Capability(
                    cap.name(),
                    ofKvm,
                    ofVm,
                    CapabilityMeanings.of(cap.name(), value),
                    CapabilityMeanings.bits(abi, cap.name(), value)));
        }
        all.sort((one, other) -> one.name().compareTo(other.name()));
        return new Capabilities.Answers(List.copyOf(all), asksVm);
    }

    /** A capability that a kernel cannot be asked is unsupported. */
    private static int answer(KvmFile file, long capability) {
        IoctlResult<Integer> answer = file.ioctl("KVM_CHECK_EXTENSION", capability);
        return answer.ok() ? answer.value() : 0;
    }
}
