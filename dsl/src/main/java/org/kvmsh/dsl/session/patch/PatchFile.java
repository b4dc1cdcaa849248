package org.kvmsh.dsl.session.patch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.patch.Patch;
import org.kvmsh.bindings.abi.patch.PatchError;
import org.kvmsh.bindings.abi.patch.PatchReader;
import org.kvmsh.dsl.script.FilesRead;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.TextFile;

/** The input of {@code rfc}: a patch in a file, looked up beside the script, or as text. */
public final class PatchFile {
    private PatchFile() {}

    /** Whether it names a file. */
    public static boolean isFile(String fileOrText) {
        return !fileOrText.contains("\n");
    }

    /** The file that a script means by a name; InvalidPathException for what can be none. */
    public static Path file(String name, String script) {
        Path beside = Path.of(script).resolveSibling(name);
        return Files.isRegularFile(Path.of(script)) && Files.isRegularFile(beside) ? beside : Path.of(name);
    }

    /** A patch over an ABI, from a file or a text, without further effect. */
    public static Patch read(String fileOrText, String script, Abi over) {
        return read(fileOrText, script, over, null, new FilesRead());
    }

    /**
     * A patch over an ABI whose ioctls are called on one kind of descriptor.
     *
     * @param on null for what the patch says
     * @param files is told of the file
     */
    static Patch read(String fileOrText, String script, Abi over, FdKind on, FilesRead files) {
        String text = fileOrText;
        String name = "";
        if (isFile(fileOrText)) {
            name = text;
            try {
                Path file = file(name, script);
                text = TextFile.readMail(file);
                files.took(file, text, Site.UNKNOWN);
            } catch (IOException e) {
                throw new ScriptError(
                        Site.UNKNOWN, e.getMessage(), "rfc takes a file name, or a patch as multi-line text");
            } catch (InvalidPathException e) {
                throw new ScriptError(
                        Site.UNKNOWN,
                        "not a file name: " + name,
                        "rfc takes a file name, or a patch as multi-line text");
            }
        }
        try {
            return PatchReader.read(text, over, on);
        } catch (PatchError e) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "cannot read the patch" + (name.isEmpty() ? "" : " " + name) + ": " + e.getMessage(),
                    e);
        }
    }
}
