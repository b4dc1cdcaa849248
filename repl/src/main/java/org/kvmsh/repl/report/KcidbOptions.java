package org.kvmsh.repl.report;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.kvmsh.repl.results.ResultsFile;
import org.kvmsh.repl.results.format.KcidbText;
import org.kvmsh.repl.results.record.ReportedRuns;
import picocli.CommandLine.Option;

/** The options for a report to kernelci's database. */
final class KcidbOptions {
    private static final String ORIGIN = "[a-z0-9_]+";

    @Option(
            names = "--kcidb",
            paramLabel = "FILE",
            description =
                    "Write the results as a report for KCIDB, KernelCI's database (schema 5.3). Needs" + " --origin.")
    private Path file;

    @Option(
            names = "--origin",
            paramLabel = "NAME",
            description = "The name under which the CI system is registered with KCIDB.")
    private String origin;

    @Option(
            names = "--artifact-url",
            paramLabel = "URL",
            description = "With --kcidb: URL of the run's directory; for several runs, of their parent"
                    + " directory. The report links to the files of tests that did not pass.")
    private String url;

    /** @throws IOException whose message is a sentence, for options that do not fit or a file that cannot be written */
    void check() throws IOException {
        if (file == null && (origin != null || url != null)) {
            throw new IOException((origin == null ? "--artifact-url" : "--origin") + " needs --kcidb FILE");
        } else if (file == null) {
            return;
        }
        if (origin == null || !origin.matches(ORIGIN)) {
            throw new IOException("--kcidb needs --origin NAME; NAME consists of lower-case letters, digits and _"
                    + (origin == null ? "" : "; got '" + origin + "'"));
        }
        if (url != null && !isLink(url)) {
            throw new IOException("--artifact-url " + url + " is not a URL; write https://HOST/PATH");
        }
        new ResultsFile(file).begin();
    }

    private static boolean isLink(String text) {
        try {
            URI link = URI.create(text);
            return link.isAbsolute() && link.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Writes the report if it was asked for. */
    void write(ReportedRuns runs) throws IOException {
        if (file != null) {
            new ResultsFile(file).write(new KcidbText(runs, origin, url).bytes());
        }
    }
}
