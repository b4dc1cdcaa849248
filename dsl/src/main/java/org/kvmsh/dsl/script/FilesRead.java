package org.kvmsh.dsl.script;

import java.nio.file.Path;
import org.kvmsh.bindings.text.Digest;

/** Tells which files a script's text is made of, as they are read: its own, those that it includes, and its patches. */
public final class FilesRead {
    private volatile Listener listener = (file, sum) -> null;

    /** Is told of each file. */
    public interface Listener {
        /**
         * A file was read.
         *
         * @param file absolute and normalized
         * @param sum the SHA-256 of its text
         * @return why the text cannot be used; null if it can
         */
        String read(Path file, String sum);
    }

    /** Tells a listener of each file from now on. */
    public void tell(Listener told) {
        listener = told;
    }

    /** Why the text of a file cannot be used; null if it can. */
    public String refusal(Path file, String text) {
        return refusalOf(file, Digest.of(text));
    }

    private String refusalOf(Path file, String sum) {
        return listener.read(file.toAbsolutePath().normalize(), sum);
    }

    /**
     * A file that a script names was read.
     *
     * @throws ScriptError if its text cannot be used
     */
    public void took(Path file, String text, Site at) {
        tookSum(file, Digest.of(text), at);
    }

    /** The same for a text whose SHA-256 is known. */
    public void tookSum(Path file, String sum, Site at) {
        String refusal = refusalOf(file, sum);
        if (refusal != null) {
            throw new ScriptError(at, refusal);
        }
    }
}
