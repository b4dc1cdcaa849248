package org.kvmsh.bindings.text;

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
    private static final Path NO_HOME = Path.of("/nonexistent");

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
        // A relative path is not valid there, and is ignored.
        Path base = named == null || !Path.of(named).isAbsolute()
                ? home(environment).resolve(fallback)
                : Path.of(named);
        return base.resolve("kvmsh");
    }

    /**
     * Java takes user.home from the password file; a person who sets HOME means HOME. It is ? for a user who is not in
     * that file, and then nothing is kept.
     */
    private static Path home(Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        return home.isAbsolute() ? home : NO_HOME;
    }
}
