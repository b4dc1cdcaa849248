package org.kvmsh.bindings.abi.header;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Creates the tables of all architectures from the headers of one kernel. */
public final class TableMaker {
    private static final Pattern PART =
            Pattern.compile("(?m)^#define LINUX_VERSION_(MAJOR|PATCHLEVEL|SUBLEVEL)\\s+(\\d+)");

    private final Path headers;
    private final String release;

    /** @param headers the directory usr of Debian's linux-libc-dev, or the one that holds it */
    public TableMaker(Path headers) throws IOException {
        this.headers = Files.isDirectory(headers.resolve("usr")) ? headers.resolve("usr") : headers;
        for (String needed : new String[] {"include/linux/kvm.h", "include/linux/version.h", "lib/linux/uapi"}) {
            if (!Files.exists(this.headers.resolve(needed))) {
                throw new IOException(this.headers + " has no " + needed
                        + "; run bindings/fetch-headers to fetch headers that have it");
            }
        }
        this.release = release(Files.readString(this.headers.resolve("include/linux/version.h")));
    }

    private static String release(String version) {
        StringBuilder release = new StringBuilder();
        Matcher parts = PART.matcher(version);
        while (parts.find()) {
            release.append(release.isEmpty() ? "" : ".").append(parts.group(2));
        }
        return release.toString();
    }

    /** The kernel's release, as {@code 7.2.13}. */
    public String release() {
        return release;
    }

    /** The table of one architecture, as its file holds it. */
    public String table(Target target) {
        HeaderReader reader = new HeaderReader(target, headers);
        String table = TableWriter.write(reader, "Linux " + release);
        if (target.note().isEmpty()) {
            return table;
        }
        int secondLine = table.indexOf('\n') + 1;
        return table.substring(0, secondLine) + "# " + target.note() + "\n# Left out: "
                + String.join(", ", reader.leftOut())
                + ", the definitions found only in its own asm/kvm.h, and the ioctls of all of these.\n"
                + table.substring(secondLine);
    }
}
