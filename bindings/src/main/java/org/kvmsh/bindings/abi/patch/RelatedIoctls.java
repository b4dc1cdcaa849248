package org.kvmsh.bindings.abi.patch;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;

/**
 * The ioctls of the ABI from which kvmsh guesses the descriptor of a patch's ioctl: the one that it extends, such as
 * KVM_TRANSLATE for KVM_TRANSLATE2, otherwise both neighbors in the header.
 */
final class RelatedIoctls {
    private static final Map<FdKind, String> OWNERS = Map.of(
            FdKind.SYSTEM,
            "that of /dev/kvm",
            FdKind.VM,
            "the VM's",
            FdKind.VCPU,
            "the vCPU's",
            FdKind.DEVICE,
            "the device's");

    private final List<Line> lines;
    private final Abi over;

    /** @param lines of the diffs */
    RelatedIoctls(List<Line> lines, Abi over) {
        this.lines = lines.stream().filter(line -> line.mark() != '-').toList();
        this.over = over;
    }

    /**
     * The guess.
     *
     * @param on the kind of descriptor
     * @param why the reason, to be put after the kind in a sentence
     */
    record Guess(FdKind on, String why) {
        @Override
        public String toString() {
            String other = on == FdKind.VM ? "vcpu" : "vm";
            return OWNERS.get(on) + why + ". To choose another: rfc 'FILE', on: '" + other + "'";
        }
    }

    /** The descriptor of an ioctl; the VM's if no related ioctl is known. */
    Guess of(String ioctl) {
        String extended = ioctl.replaceFirst("_?(?:EX|EXT|V?\\d)$", "");
        Set<FdKind> ofExtended = extended.equals(ioctl) ? Set.of() : kinds(extended);
        if (ofExtended.size() == 1) {
            return new Guess(ofExtended.iterator().next(), ", as for " + extended);
        }
        int at = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).added()
                        && ioctl.equals(Define.name(lines.get(i).text())))
                .findFirst()
                .orElse(-1);
        String before = neighbor(at, -1);
        String after = neighbor(at, 1);
        Set<FdKind> both = new HashSet<>(kinds(before));
        both.retainAll(kinds(after));
        return both.size() == 1
                ? new Guess(
                        both.iterator().next(), ", like its neighbors " + before + " and " + after + " in the header")
                : new Guess(FdKind.VM, "");
    }

    /** The next ioctl of the ABI, with only comments and new ioctls in between; null if there is none. */
    private String neighbor(int at, int step) {
        for (int i = at + step; at >= 0 && i >= 0 && i < lines.size(); i += step) {
            Line line = lines.get(i);
            String name = line.text().length() < Kept.LONGEST ? Define.name(line.text()) : null;
            String text = line.text().strip();
            if (line.hunk() != lines.get(at).hunk() || line.text().length() >= Kept.LONGEST) {
                return null;
            }
            if (name != null && over.hasIoctl(name)) {
                return name;
            }
            boolean isNew = line.added() && (name != null || text.startsWith("_IO"));
            if (!isNew && !text.isEmpty() && !text.startsWith("/*") && !text.startsWith("*")) {
                return null;
            }
        }
        return null;
    }

    private Set<FdKind> kinds(String ioctl) {
        return ioctl != null && over.hasIoctl(ioctl) ? over.ioctl(ioctl).on() : Set.of();
    }
}
