package org.kvmsh.dsl.reference;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.KernelOption;

/**
 * An option that the configuration of a board's kernel lacks.
 *
 * @param about its name, and what it is for in parentheses
 * @param isNeeded whether KVM or kvmsh does not work without it
 * @param name of it, or the first of several of which one suffices
 */
public record LackingOption(String about, boolean isNeeded, String name) {
    /**
     * Those that a kernel lacks.
     *
     * @param configuration the lines of its .config
     */
    public static List<LackingOption> of(Arch arch, List<String> configuration) {
        return Stream.concat(KernelOption.ofEveryKernel().stream(), Architecture.of(arch).kernelOptions().stream())
                .filter(option -> option.isLacking(configuration))
                .map(option -> new LackingOption(
                        option + " (" + option.use() + ")",
                        option.isNeeded(),
                        option.names().get(0)))
                .toList();
    }
}
