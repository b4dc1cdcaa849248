package org.kvmsh.bindings.board.qemu;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A package as the archive's index has it.
 *
 * @param file the name of its file
 * @param bytes the file's size
 * @param hash the file's, with what it is made by: {@code SHA256:...}
 */
record DebianPackage(String name, String version, String uri, String file, long bytes, String hash) {
    /** A line of apt-get download --print-uris: {@code 'http://.../a_1_amd64.deb' a_1_amd64.deb 2000 SHA256:...}. */
    private static final Pattern PRINTED =
            Pattern.compile("'([^']+)' (([^_ /]+)_([^_ /]+)_[^_ /]+\\.deb) (\\d+) (\\w+:\\S+)");

    /** The packages that apt-get printed. */
    static List<DebianPackage> printed(String text) {
        List<DebianPackage> packages = new ArrayList<>();
        for (Matcher line = PRINTED.matcher(text); line.find(); ) {
            // In the name of a file an epoch's colon is written so.
            packages.add(new DebianPackage(
                    line.group(3),
                    line.group(4).replace("%3a", ":"),
                    line.group(1),
                    line.group(2),
                    Long.parseLong(line.group(5)),
                    line.group(6)));
        }
        return packages;
    }

    /** {@code linux-image-6.1.0-50-cloud-arm64 6.1.176-1}. */
    @Override
    public String toString() {
        return name + " " + version;
    }
}
