package org.kvmsh.bindings.board.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds the reason of a failed build in make's output. */
final class BuildErrors {
    private static final Pattern ERROR = Pattern.compile(
            ".*(: (fatal )?error: |: undefined reference to |^ERROR: |^\\S*ld: |: multiple definition of |No space"
                    + " left on device|: not found$|: Error: ).*");
    /** A source line and its marks, as compilers show them below an error. */
    private static final Pattern SHOWN_LINE = Pattern.compile("\\s+(\\d+ )?\\|.*");

    private static final Pattern STOPPED = Pattern.compile("^make(\\[\\d+\\])?: \\*\\*\\* .*");
    /** Headers that tools of the kernel's build need, with their packages. */
    private static final Map<String, String> PACKAGES = Map.of(
            "gelf.h",
            "libelf-dev",
            "libelf.h",
            "libelf-dev",
            "openssl/",
            "libssl-dev",
            "gmp.h",
            "libgmp-dev",
            "flex: not found",
            "flex",
            "bison: not found",
            "bison",
            "bc: not found",
            "bc",
            "lz4: not found",
            "lz4");

    private static final int ERRORS_SHOWN = 3;
    private static final int LINES_SHOWN = 8;

    private BuildErrors() {}

    /** The first errors with the lines that belong to them; without one what make stopped at, or the last lines. */
    static List<String> of(List<String> log) {
        List<String> shown = new ArrayList<>();
        int errors = 0;
        for (int i = 0; i < log.size() && errors < ERRORS_SHOWN; i++) {
            if (ERROR.matcher(log.get(i)).matches()
                    && !STOPPED.matcher(log.get(i)).matches()) {
                errors++;
                shown.add(log.get(i));
                for (int j = i + 1;
                        j < log.size()
                                && j < i + LINES_SHOWN
                                && SHOWN_LINE.matcher(log.get(j)).matches();
                        j++) {
                    shown.add(log.get(j));
                }
            }
        }
        if (shown.isEmpty()) {
            log.stream()
                    .filter(line -> STOPPED.matcher(line).matches())
                    .findFirst()
                    .ifPresent(shown::add);
        }
        if (shown.isEmpty()) {
            shown.addAll(log.subList(Math.max(0, log.size() - LINES_SHOWN), log.size()));
        }
        return shown;
    }

    /** The Debian package that the errors show as missing, or null. */
    static String missingPackage(List<String> errors) {
        return PACKAGES.entrySet().stream()
                .filter(entry -> errors.stream().anyMatch(error -> error.contains(entry.getKey())))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
