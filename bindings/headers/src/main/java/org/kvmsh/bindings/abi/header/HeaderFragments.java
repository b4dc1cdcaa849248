package org.kvmsh.bindings.abi.header;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.patch.Fragment;
import org.kvmsh.bindings.abi.patch.FragmentReader;

/** Provides the header reader to the patch reader. */
public final class HeaderFragments implements FragmentReader {
    @Override
    public Fragment read(Abi over, List<String> before, Map<String, String> constants, String lines)
            throws Fragment.Unreadable {
        return ParsedFragment.read(over, before, constants, lines);
    }

    @Override
    public String headers(String table) {
        return Target.of(table).headers();
    }
}
