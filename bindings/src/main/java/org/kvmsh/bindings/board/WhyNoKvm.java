package org.kvmsh.bindings.board;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.HostFiles;
import org.kvmsh.bindings.kernel.Kernel;

/** What a board without a KVM device shows of the reason: its configuration, its command line, its processor. */
final class WhyNoKvm {
    /**
     * Something that is seen in a file.
     *
     * @param isThere whether the pattern must match, or must not
     * @param what with {@code $} for what matched
     */
    private record Evidence(Arch arch, String file, Pattern pattern, boolean isThere, String what) {
        /** Null if it is not seen, or if there is no such file. */
        String of(HostFiles files) {
            String text = files.read(file);
            Matcher found = text == null ? null : pattern.matcher(text);
            return found == null || found.find() != isThere ? null : what.replace("$", isThere ? found.group() : "");
        }
    }

    private static final List<Errno> NO_DEVICE = List.of(Errno.ENOENT, Errno.ENODEV, Errno.ENXIO);

    /** Where KVM cannot be a module; source: arch/arm64/kvm/Kconfig. */
    private static final Set<Arch> NO_MODULE = Set.of(Arch.ARM64);

    private static final Pattern NOT_BUILT = Pattern.compile("(?m)^# CONFIG_(KVM|VIRTUALIZATION) is not set$");

    /**
     * Sources: Linux's admin-guide/kernel-parameters.txt (kvm-arm.mode), arch/x86/include/asm/cpufeatures.h,
     * arch/riscv/kvm/main.c.
     */
    private static final List<Evidence> ALL = List.of(
            new Evidence(
                    Arch.ARM64,
                    "/proc/cmdline",
                    Pattern.compile("kvm-arm\\.mode=none"),
                    true,
                    "the kernel's command line has $"),
            new Evidence(
                    Arch.X86_64,
                    "/proc/cpuinfo",
                    Pattern.compile("(?m)^flags\\b.*\\b(vmx|svm)\\b"),
                    false,
                    "the processor has neither vmx nor svm: virtualization is off in the firmware, or this is a guest"
                            + " without nested virtualization"),
            new Evidence(
                    Arch.RISCV64,
                    "/proc/cpuinfo",
                    Pattern.compile("(?m)^isa\\s*:\\s*rv64[a-z]*h"),
                    false,
                    "isa in /proc/cpuinfo lacks h, the hypervisor extension"));

    /** A message of KVM's at the boot; older kernels print {@code kvm [1]: HYP mode not available}. */
    private static final Pattern PRINTED = Pattern.compile("(?i)\\bkvm(_\\w+)?\\b( \\[\\d+])?: .*");

    private WhyNoKvm() {}

    /**
     * What the board shows of the reason, to follow a message: lines, or nothing.
     *
     * @param errno why its device cannot be opened
     */
    static String lines(int errno, Kernel kernel, KnownKernel known) {
        return NO_DEVICE.stream().noneMatch(each -> each.number() == errno)
                ? ""
                : seen(kernel.abi().arch(), kernel.files(), BoardFacts.configuration(kernel), known.console()).stream()
                        .map(line -> "\nseen on the board: " + line)
                        .collect(Collectors.joining());
    }

    /** The parameters of a KVM that is built in are in sysfs, usable or not. */
    private static boolean isWithoutKvm(Arch arch, HostFiles files) {
        List<String> modules = NO_MODULE.contains(arch) ? files.list("/sys/module") : List.of();
        return !modules.isEmpty() && !modules.contains("kvm");
    }

    /**
     * A line for each reason that is seen; none if nothing is.
     *
     * @param configuration of its kernel; null if it is not visible
     * @param console the lines of its console as far as they are kept
     */
    private static List<String> seen(Arch arch, HostFiles files, byte[] configuration, Supplier<List<String>> console) {
        Matcher notBuilt =
                NOT_BUILT.matcher(configuration == null ? "" : new String(configuration, StandardCharsets.UTF_8));
        return Stream.of(
                        notBuilt.find()
                                ? Stream.of("the kernel's configuration: " + notBuilt.group())
                                : Stream.<String>of(),
                        isWithoutKvm(arch, files)
                                ? Stream.of("/sys/module/kvm does not exist (sysfs is mounted), so the board's"
                                        + " kernel was built without CONFIG_KVM")
                                : Stream.<String>of(),
                        ALL.stream()
                                .filter(each -> each.arch() == arch)
                                .map(each -> each.of(files))
                                .filter(Objects::nonNull),
                        console.get().stream()
                                .map(PRINTED::matcher)
                                .filter(Matcher::find)
                                .map(said ->
                                        "its kernel printed: " + said.group().strip()))
                .flatMap(lines -> lines)
                .distinct()
                .toList();
    }
}
