package org.kvmsh.repl.results.format;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.results.KeptFiles;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;
import org.kvmsh.repl.results.UrlPath;
import org.kvmsh.repl.results.XmlCharacters;
import org.kvmsh.repl.results.record.RepeatCommand;
import org.kvmsh.repl.results.record.ReportedRuns;
import org.kvmsh.repl.results.record.RunAsked;

/**
 * Runs as a report for KCIDB: for each board a checkout and a build, which are its kernel, and its tests. The same run
 * has the same ids in each report. Source: github.com/kernelci/kcidb-io, schema 5.3.
 */
public final class KcidbText {
    private static final int LONGEST_EXCERPT = 16_000;
    /** The reasons for a test's end that are neither the kernel's fault nor the test's. */
    private static final Set<String> LOST =
            Set.of(RanTest.ENDED, RanTest.NO_RESULT, EndedEarly.INTERRUPTED.reason(), EndedEarly.EXIT.reason());

    private final ReportedRuns runs;
    private final String origin;
    private final String url;
    private final List<Object> checkouts = new ArrayList<>();
    private final List<Object> builds = new ArrayList<>();
    private final List<Object> tests = new ArrayList<>();
    private final Map<String, Object> issues = new LinkedHashMap<>();
    private final List<Object> incidents = new ArrayList<>();

    /**
     * @param url where the run's directory can be downloaded, or that with the directories of all runs; null for
     *     nowhere
     */
    public KcidbText(ReportedRuns runs, String origin, String url) {
        this.runs = runs;
        this.origin = origin;
        this.url = url == null ? null : url.replaceFirst("/+$", "");
    }

    public byte[] bytes() {
        runs.titled().values().forEach(this::board);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("version", Map.of("major", 5, "minor", 3));
        all.put("checkouts", checkouts);
        all.put("builds", builds);
        all.put("tests", tests);
        if (!issues.isEmpty()) {
            all.put("issues", List.copyOf(issues.values()));
            all.put("incidents", incidents);
        }
        return (Json.of(all) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void board(ReportedRuns.OfRun of) {
        RunAsked asked = of.run().asked();
        String name = UUID.nameUUIDFromBytes((asked.began() + "\n" + asked.directory() + "\n" + asked.command())
                        .getBytes(StandardCharsets.UTF_8))
                + "-" + of.number();
        Map<String, Object> checkout = object(id(name));
        Object git = of.facts().get("git");
        put(
                checkout,
                git instanceof String hash && hash.matches("[0-9a-f]{40}") ? "git_commit_hash" : "git_commit_name",
                git);
        put(checkout, "comment", of.facts().get("build"));
        checkout.put("valid", true);
        checkouts.add(checkout);
        Map<String, Object> build = object(id(name));
        build.put("checkout_id", id(name));
        put(build, "architecture", of.facts().get("arch"));
        build.put("misc", present(of, "kernel", "config", "commandLine", "kvmModules"));
        builds.add(build);
        int number = 0;
        for (RanScript script : of.board().listed()) {
            EscapedName names = new EscapedName();
            for (RanTest test : script.tests()) {
                test(
                        of,
                        script,
                        test,
                        id(name + "-" + number++),
                        path(script.script())
                                + (test.name().equals(script.script()) ? "" : "." + names.next(test.name())),
                        (String) build.get("id"));
            }
        }
    }

    private void test(ReportedRuns.OfRun of, RanScript script, RanTest test, String id, String path, String build) {
        Map<String, Object> facts = object(id);
        facts.put("build_id", build);
        facts.put("path", path);
        facts.put("comment", text(script.name(test)));
        facts.put("status", status(test));
        facts.put("duration", test.took().toMillis() / 1e3);
        facts.put(
                "environment",
                Map.of("comment", text(of.board().board() + ", " + of.board().about()), "misc", present(of, "kind")));
        if (test.verdict() != Verdict.PASSED) {
            String why = text(String.join("\n", test.explanation()));
            facts.put("log_excerpt", why.substring(Math.max(0, why.length() - LONGEST_EXCERPT)));
            files(of, test, facts);
        }
        Map<String, Object> misc = new LinkedHashMap<>();
        misc.put("verdict", test.verdict().toString());
        misc.put("repeat", RepeatCommand.of(of.run().asked(), of.asked(), script.script(), test.name()));
        facts.put("misc", misc);
        tests.add(facts);
        if (test.verdict() == Verdict.XFAIL || test.verdict() == Verdict.KNOWN_FLAKY) {
            known(test, id);
        }
    }

    /**
     * FAIL tells that the tested code is faulty, ERROR that the test did not end, MISS that it was not tried or that
     * its end is not known.
     */
    private static String status(RanTest test) {
        return switch (test.verdict()) {
            case PASSED, XPASS -> "PASS";
            case FAILED, FLAKY, XFAIL, KNOWN_FLAKY -> "FAIL";
            case ERROR -> LOST.contains(test.reason()) ? "MISS" : "ERROR";
            case NOT_RUN -> "MISS";
            case SKIPPED -> "SKIP";
        };
    }

    /** A known failure is an issue, of which the test is an incident. */
    private void known(RanTest test, String testId) {
        String reason = text(test.flake() == null ? test.reason() : test.flake());
        String id = id("known-" + UUID.nameUUIDFromBytes(reason.getBytes(StandardCharsets.UTF_8)));
        Map<String, Object> issue = object(id);
        issue.put("version", 0);
        issue.put("comment", reason);
        issue.put("culprit", Map.of("code", true, "tool", false, "harness", false));
        issues.put(id, issue);
        Map<String, Object> incident = object(testId + "-known");
        incident.put("issue_id", id);
        incident.put("issue_version", 0);
        incident.put("test_id", testId);
        incident.put("present", true);
        incidents.add(incident);
    }

    private void files(ReportedRuns.OfRun of, RanTest test, Map<String, Object> facts) {
        if (url == null) {
            return;
        }
        List<Object> links = new ArrayList<>();
        if (test.files() != null) {
            for (String name : test.files().ofTest()) {
                String link = link(of, test.files().file(name));
                if (name.equals(KeptFiles.CALLS)) {
                    facts.put("log_url", link);
                } else {
                    links.add(Map.of("name", name, "url", link));
                }
            }
        }
        if (of.board().files() != null && of.board().files().has(KeptFiles.BOOT_LOG)) {
            links.add(Map.of(
                    "name",
                    KeptFiles.BOOT_LOG,
                    "url",
                    link(of, of.board().files().file(KeptFiles.BOOT_LOG))));
        }
        if (!links.isEmpty()) {
            facts.put("output_files", links);
        }
    }

    private String link(ReportedRuns.OfRun of, Path file) {
        Path run = of.run().folder().toAbsolutePath().normalize();
        return url + "/" + UrlPath.relative(runs.runs().size() == 1 ? run : run.getParent(), file);
    }

    private Map<String, Object> object(String id) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", id);
        object.put("origin", origin);
        return object;
    }

    private String id(String name) {
        return origin + ":" + name;
    }

    private static Map<String, Object> present(ReportedRuns.OfRun of, String... names) {
        Map<String, Object> present = new LinkedHashMap<>();
        for (String name : names) {
            put(present, name, of.facts().get(name));
        }
        return present;
    }

    /** No property may be null. */
    private static void put(Map<String, Object> object, String name, Object value) {
        if (value != null) {
            object.put(name, value instanceof String text ? text(text) : value);
        }
    }

    /** {@code kvmsh.scripts.arm.vgic-v2_2egroovy}. */
    private static String path(String script) {
        StringBuilder path = new StringBuilder("kvmsh");
        for (String part : script.split("/")) {
            path.append(part.isEmpty() ? "" : "." + EscapedName.of(part));
        }
        return path.toString();
    }

    private static String text(String text) {
        return XmlCharacters.of(text);
    }
}
