package org.kvmsh.bindings.splat;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.kernel.HostFiles;

/** The reports in a kernel's log that are faults of what is tested, by the kind of its board. */
public enum FaultsCounted {
    /** A board that is there for the tests: all of them. */
    ALL,
    /** A board in an emulator: a load of the host delays it, so that what only took too long is told and no fault. */
    TIMELY,
    /** A host with other users: those that name KVM or this process. */
    OURS;

    /**
     * The lines of a report that list modules and hardware name KVM whatever happened (kernel/module, print_modules;
     * lib/dump_stack.c, dump_stack_print_info).
     */
    private static final Pattern ALWAYS =
            Pattern.compile("^(?:Modules linked in:|Unloaded tainted modules:|Hardware name:).*");

    private static final Pattern KVM = Pattern.compile("(?i)kvm");
    /** A task's number, as reports of faults, of hung tasks and of soft lockups have it. */
    private static final Pattern TASK = Pattern.compile("\\bPID: (\\d+)|\\btask \\S+:(\\d+) |\\[[^\\]]+:(\\d+)\\]");

    /** Whether the report is of what is tested. */
    boolean concerns(Splat splat, HostFiles files) {
        return this != OURS || isOurs(splat, files);
    }

    /** Whether it is a fault; the others are told. */
    boolean counts(Splat splat) {
        return this != TIMELY || !splat.late();
    }

    private static boolean isOurs(Splat splat, HostFiles files) {
        List<String> lines = splat.lines().stream()
                .filter(line -> !ALWAYS.matcher(line).matches())
                .toList();
        return lines.stream().anyMatch(line -> KVM.matcher(line).find())
                || names(lines, Set.copyOf(files.list("/proc/self/task")));
    }

    private static boolean names(List<String> lines, Set<String> tasks) {
        return lines.stream().map(TASK::matcher).anyMatch(matcher -> {
            while (matcher.find()) {
                if (tasks.contains(number(matcher))) {
                    return true;
                }
            }
            return false;
        });
    }

    private static String number(Matcher matcher) {
        return matcher.group(1) != null
                ? matcher.group(1)
                : matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
    }
}
