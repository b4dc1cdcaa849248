package org.kvmsh.repl.abi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.patch.Patch;
import org.kvmsh.bindings.abi.patch.PatchError;
import org.kvmsh.bindings.abi.patch.PatchReader;
import org.kvmsh.bindings.abi.patch.PatchText;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.TextFile;
import org.kvmsh.dsl.session.patch.PatchCommit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code abi import}: reads a patch over a table and shows what it adds; in a script, {@code rfc} makes it callable.
 */
@Command(
        name = "import",
        description = "Show what a patch email, diff, header or commit adds to KVM's ABI. Nothing is stored.",
        sortOptions = false)
final class ImportCommand extends LookupCommand {
    @Option(
            names = "--arch",
            paramLabel = "ARCH",
            description = "The architecture of the patch: x86_64, arm64, ... Default: this host's; in the shell,"
                    + " the board's.")
    private String arch;

    @Option(
            names = "--commit",
            paramLabel = "COMMIT",
            description = "Instead of FILE: a commit or a commit range of a git tree.")
    private String commit;

    @Option(
            names = "--tree",
            paramLabel = "DIR",
            description = "With --commit: the directory of the git tree. Default: the current directory.")
    private String tree;

    @Option(
            names = "--script",
            paramLabel = "LANGUAGE",
            description = "Print a script instead: a proposal for each ioctl of the patch, and a test for each error"
                    + " that the patch names. LANGUAGE: groovy or js.")
    private String script;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A patch email, a diff or a header.")
    private Path file;

    ImportCommand(Place place) {
        super(place);
    }

    @Override
    public Integer call() {
        if (file == null == (commit == null)) {
            throw wrong(file == null ? "expected FILE or --commit COMMIT" : "expected FILE or --commit, not both");
        }
        if (tree != null && commit == null) {
            throw wrong("--tree needs --commit");
        }
        if (script != null && file == null) {
            throw wrong("--script needs FILE, which the script reads");
        }
        Language language = script == null ? null : Language.named(script).orElse(null);
        if (script != null && language == null) {
            throw wrong(
                    "unknown language: " + script + "; supported languages: " + String.join(" and ", Language.names()));
        }
        Patch patch;
        try {
            String text =
                    commit == null ? TextFile.readMail(file) : PatchCommit.mails(commit, tree == null ? "." : tree);
            patch = PatchReader.read(text, abi(arch));
        } catch (PatchError e) {
            return notThere((commit == null ? file : "commit " + commit) + ", " + e.getMessage());
        } catch (ScriptError e) {
            return refused(e.headline(), UNREADABLE);
        } catch (IOException e) {
            return refused(e.getMessage(), UNREADABLE);
        }
        if (language != null && patch.isEmpty()) {
            return notThere(file + ": this patch adds nothing to KVM's ABI");
        }
        if (language != null) {
            return answer(
                    Map.of("script", ProposalScript.of(patch, file.toString(), language)),
                    ProposalScript.of(patch, file.toString(), language));
        }
        List<String> lines = new ArrayList<>(PatchText.summary(patch));
        lines.addAll(PatchText.help(patch));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("title", patch.title());
        facts.put(
                "names",
                patch.table()
                        .lines()
                        .filter(line -> !line.startsWith("#") && !line.startsWith("field"))
                        .map(line -> line.split("\t")[1])
                        .toList());
        facts.put("table", patch.table().lines().toList());
        facts.put("warnings", patch.warnings());
        return answer(facts, lines);
    }
}
