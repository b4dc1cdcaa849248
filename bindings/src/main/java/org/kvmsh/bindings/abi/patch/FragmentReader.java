package org.kvmsh.bindings.abi.patch;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.kvmsh.bindings.abi.Abi;

/**
 * Reads parts of KVM's headers. The reader is the artifact kvmsh-headers, loaded with {@link ServiceLoader}: the C
 * preprocessor that it uses is not a Java module, so no module may be compiled against it.
 */
public interface FragmentReader {
    /**
     * Reads a fragment.
     *
     * @param over what a compiler knows: the table of the architecture that it is read for, and its encoding of ioctls
     * @param before declarations that it is read behind, one a line
     * @param constants names that it uses and does not define
     */
    Fragment read(Abi over, List<String> before, Map<String, String> constants, String lines)
            throws Fragment.Unreadable;

    /** The directory below arch/ that an architecture's headers lie in. */
    String headers(String table);

    /** The reader that is on the class path or the module path. */
    static FragmentReader installed() {
        return ServiceLoader.load(FragmentReader.class, FragmentReader.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new PatchError(1, "cannot read patches: kvmsh-headers is not on the class path"));
    }
}
