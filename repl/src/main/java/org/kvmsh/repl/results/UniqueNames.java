package org.kvmsh.repl.results;

import java.util.HashSet;
import java.util.Set;

/** Unique names: a repeated one gets a number. */
public final class UniqueNames {
    private final Set<String> taken = new HashSet<>();

    public String of(String name) {
        String unique = name;
        for (int again = 2; !taken.add(unique); again++) {
            unique = name + " (" + again + ")";
        }
        return unique;
    }
}
