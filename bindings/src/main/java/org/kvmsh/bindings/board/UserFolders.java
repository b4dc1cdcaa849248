package org.kvmsh.bindings.board;

import java.nio.file.Path;
import java.util.Map;

/**
 * The directories of a user's kvmsh files, following the XDG Base Directory Specification.
 *
 * @param cache files that can be recreated
 * @param config files that the user wrote
 * @param state what lasts between sessions
 */
public record UserFolders(Path cache, Path config, Path state) {
    /** The directories of an environment: those of the XDG variables, otherwise their defaults below HOME. */
    public static UserFolders of(Map<String, String> environment) {
        return new UserFolders(
                folder(environment, "XDG_CACHE_HOME", ".cache"),
                folder(environment, "XDG_CONFIG_HOME", ".config"),
                folder(environment, "XDG_STATE_HOME", ".local/state"));
    }

    /** The directory of compiled scripts. */
    public Path compiled() {
        return cache.resolve("compiled");
    }

    private static Path folder(Map<String, String> environment, String variable, String fallback) {
        String named = environment.get(variable);
        // Java takes user.home from the password file; a person who sets HOME means HOME.
        Path base = named == null || named.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), fallback)
                : Path.of(named);
        return base.resolve("kvmsh");
    }
}
