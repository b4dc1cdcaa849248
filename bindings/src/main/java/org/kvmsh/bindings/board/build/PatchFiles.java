package org.kvmsh.bindings.board.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.BoardNotSetUp;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.text.Digest;

/**
 * Patches, mails or diffs, as git reads them: git-mailsplit(1) and git-mailinfo(1) decode mails as for git am,
 * git-apply(1) applies.
 */
final class PatchFiles {
    private static final Pattern MAIL = Pattern.compile("\\A\\s*(From |[A-Z][A-Za-z-]+: )");
    private static final Pattern NUMBER =
            Pattern.compile("(?mi)^Subject:[^\\[\\n]*\\[[^\\]]*?\\b(\\d{1,3})/\\d{1,3}\\]");
    private static final Pattern FAILED = Pattern.compile("(?m)^error: patch failed: (.+):(\\d+)$");
    private static final int SHOWN = 14;

    private final List<Path> files;
    private final Programs programs;
    private final Path git;

    PatchFiles(List<Path> files, Map<String, String> environment) throws BoardUnavailable {
        Map<String, String> own = new HashMap<>(environment);
        List.of("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX").forEach(own::remove);
        own.put("LC_ALL", "C");
        this.files = files;
        this.programs = new Programs(own);
        this.git = programs.find("git");
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchBoard("no patch " + file + ": " + (Files.exists(file) ? "not a file" : "no such file"));
            }
        }
        if (git == null) {
            throw new BoardNotSetUp("not found: git, needed to apply patches; apt-get install git");
        }
    }

    String digest() throws IOException {
        return digest(files);
    }

    /** The digest of the digests of files, in their order. */
    static String digest(List<Path> files) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files) {
            all.append(Digest.of(file)).append('\n');
        }
        return Digest.of(all.toString());
    }

    /** The diffs, in order, as files of a directory; a mail without one, such as a cover letter, is left out. */
    List<Path> diffs(Path work) throws IOException, BoardUnavailable {
        List<Path> diffs = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i).toAbsolutePath();
            List<Path> own = MAIL.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .find()
                    ? ofMails(file, Files.createDirectory(work.resolve("mails" + i)))
                    : List.of(file);
            own = own.stream().filter(PatchFiles::hasDiff).toList();
            if (own.isEmpty()) {
                throw new NoSuchBoard(files.get(i) + " is not a patch: it contains no diff");
            }
            diffs.addAll(own);
        }
        return diffs;
    }

    private static boolean hasDiff(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> line.startsWith("@@ -") || line.startsWith("diff --git "));
        } catch (IOException e) {
            return false;
        }
    }

    private List<Path> ofMails(Path file, Path folder) throws IOException, BoardUnavailable {
        Programs.Output split =
                programs.run(folder, List.of(git.toString(), "mailsplit", "-b", "-o" + folder, "--", file.toString()));
        if (!split.ok()) {
            throw new NoSuchBoard(file + " cannot be read as mail: " + split.lastLine());
        }
        List<Path> mails = new ArrayList<>();
        try (Stream<Path> found = Files.list(folder)) {
            found.sorted().forEach(mails::add);
        }
        // A mailbox has the mails of a series in the order of their arrival.
        if (mails.stream().allMatch(mail -> number(mail) >= 0)) {
            mails.sort(Comparator.comparingInt(PatchFiles::number));
        }
        List<Path> diffs = new ArrayList<>();
        for (Path mail : mails) {
            Path diff = folder.resolve(mail.getFileName() + ".diff");
            ProcessBuilder info = programs.builder(
                            folder, List.of(git.toString(), "mailinfo", mail + ".text", diff.toString()))
                    .redirectInput(mail.toFile())
                    .redirectOutput(folder.resolve(mail.getFileName() + ".head").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            if (info.start().onExit().join().exitValue() != 0) {
                throw new NoSuchBoard(file + " cannot be read as mail by git mailinfo");
            }
            diffs.add(diff);
        }
        return diffs;
    }

    private static int number(Path mail) {
        try {
            Matcher number = NUMBER.matcher(Files.readString(mail, StandardCharsets.ISO_8859_1));
            return number.find() ? Integer.parseInt(number.group(1)) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /** Applies a diff to a tree that is no checkout. */
    void apply(Path diff, Path tree) throws IOException, BoardUnavailable {
        Programs.Output output = apply(tree, "--whitespace=nowarn", diff);
        if (!output.ok()) {
            Matcher failed = FAILED.matcher(output.text());
            throw new KernelBuildFailed(patch(diff) + " does not apply: "
                    + (failed.find()
                            ? "at " + failed.group(1) + ":" + failed.group(2) + " the tree does not match the hunk\n"
                                    + hunk(diff, failed.group(1), failed.group(2))
                            : output.text()
                                    .strip()
                                    .replaceAll("(?m)^error: ", "")
                                    .replace("\n", "\n  ")));
        }
    }

    private Programs.Output apply(Path tree, String option, Path diff) throws IOException {
        Map<String, String> own =
                new HashMap<>(programs.builder(null, List.of()).environment());
        // A checkout above the tree is unrelated.
        own.put("GIT_CEILING_DIRECTORIES", tree.toRealPath().getParent().toString());
        return new Programs(own).run(tree, List.of(git.toString(), "apply", option, diff.toString()));
    }

    /** The person's name of the file that a diff is from. */
    private String patch(Path diff) {
        return files.stream()
                .filter(file -> file.toAbsolutePath().equals(diff))
                .map(Path::toString)
                .findFirst()
                .orElseGet(() -> files.get(Integer.parseInt(
                                diff.getParent().getFileName().toString().substring("mails".length())))
                        + ", mail " + diff.getFileName().toString().replaceAll("^0*|\\.diff$", "") + ",");
    }

    private static String hunk(Path diff, String file, String line) throws IOException {
        List<String> shown = new ArrayList<>();
        boolean inFile = false;
        for (String text : Files.readString(diff, StandardCharsets.ISO_8859_1).split("\n")) {
            if (text.startsWith("--- ") || text.startsWith("+++ ")) {
                inFile = text.replaceFirst("\t.*", "").endsWith("/" + file);
            }
            boolean begins = inFile && text.matches("@@ -" + line + "[, ].*");
            if (!shown.isEmpty() && (text.startsWith("@@ ") || text.startsWith("diff ") || shown.size() == SHOWN)) {
                break;
            }
            if (begins || !shown.isEmpty()) {
                shown.add("    " + text);
            }
        }
        return String.join("\n", shown);
    }
}
