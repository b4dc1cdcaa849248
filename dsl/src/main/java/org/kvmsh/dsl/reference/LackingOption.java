package org.kvmsh.dsl.reference;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.KernelOption;

/**
 * An option that the configuration of a board's kernel lacks.
 *
 * @param options its name, or the names of several of which one suffices
 * @param use what it is for, in a phrase
 * @param isNeeded whether KVM or kvmsh does not work without it
 * @param name of it, or the first of several
 */
public record LackingOption(String options, String use, boolean isNeeded, String name) {
    /**
     * Those that a kernel lacks.
     *
     * @param configuration the lines of its .config
     */
    public static List<LackingOption> of(Arch arch, List<String> configuration) {
        return options(arch)
                .filter(option -> option.isLacking(configuration))
                .map(option -> new LackingOption(
                        option.toString(),
                        option.use(),
                        option.isNeeded(),
                        option.names().get(0)))
                .toList();
    }

    /** The number of options that a kernel is checked for. */
    public static int checked(Arch arch) {
        return (int) options(arch).count();
    }

    private static Stream<KernelOption> options(Arch arch) {
        return Stream.concat(KernelOption.ofEveryKernel().stream(), Architecture.of(arch).kernelOptions().stream());
    }
}
