package org.kvmsh.bindings.board;

import java.nio.file.Path;
import java.util.List;

/**
 * A kernel to build for an emulated board.
 *
 * @param tree the person's kernel tree, or an archive with one; null for Debian's source of a release
 * @param release of Debian's source, as in the package linux-source-6.1; null where there is a tree
 * @param patches mails or diffs, in the order of application
 * @param fragments files of CONFIG_ lines; later ones win
 * @param debug names of what the kernel has for debugging, such as kasan
 * @param jobs how many steps make takes at once
 * @param name what the kernel is kept as; null for a name from the rest
 */
public record KernelRequest(
        Path tree,
        String release,
        List<Path> patches,
        List<Path> fragments,
        List<String> debug,
        int jobs,
        String name) {
    public KernelRequest {
        patches = List.copyOf(patches);
        fragments = List.copyOf(fragments);
        debug = List.copyOf(debug);
    }

    /** A tree as it is, built by all processors. */
    public static KernelRequest of(Path tree, List<Path> fragments, List<String> debug) {
        return new KernelRequest(
                tree, null, List.of(), fragments, debug, Runtime.getRuntime().availableProcessors(), null);
    }

    /** The request with another source. */
    public KernelRequest withTree(Path other) {
        return new KernelRequest(other, null, patches, fragments, debug, jobs, name);
    }

    /** The request without its patches and its name: the kernel gets its default name. */
    public KernelRequest withoutPatches() {
        return new KernelRequest(tree, release, List.of(), fragments, debug, jobs, null);
    }
}
