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
import org.kvmsh.dsl.script.TextFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code abi import}: reads a patch over a table and shows what it adds; a script makes the same callable with {@code rfc}. */
@Command(name = "import", description = "Read a patch mail, a diff or a header and show what it adds to KVM's ABI.", sortOptions = false)
final class ImportCommand extends LookupCommand {
    @Option(names = "--arch", paramLabel = "TABLE", description = "The architecture of the patch. Default: the board's, without a board this host's.")
    private String arch;

    @Parameters(paramLabel = "FILE", description = "The patch.")
    private Path file;

    ImportCommand(Place place) {
        super(place);
    }

    @Override public Integer call() {
        Patch patch;
        try {
            patch = PatchReader.read(TextFile.readMail(file), abi(arch));
        } catch (PatchError e) {
            return notThere(file + ", " + e.getMessage());
        } catch (IOException e) {
            return refused(e.getMessage(), UNREADABLE);
        }
        List<String> lines = new ArrayList<>(PatchText.summary(patch));
        lines.addAll(PatchText.help(patch));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("title", patch.title());
        facts.put("names", patch.table().lines().filter(line -> !line.startsWith("#") && !line.startsWith("field")).map(line -> line.split("\t")[1]).toList());
        facts.put("table", patch.table().lines().toList());
        facts.put("warnings", patch.warnings());
        return answer(facts, lines);
    }
}
