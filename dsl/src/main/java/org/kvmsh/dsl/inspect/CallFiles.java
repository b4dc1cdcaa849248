package org.kvmsh.dsl.inspect;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.text.WriteFailure;
import org.kvmsh.bindings.trace.TraceFile;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The files that calls are read from and written to; a start that reads the types of words does not load it. */
final class CallFiles {
    private CallFiles() {}

    static Calls read(String name, Site site) {
        try {
            TraceFile read = TraceFile.read(Path.of(name));
            return new Calls(read, Abi.of(read.table()));
        } catch (IOException | InvalidPathException e) {
            throw new ScriptError(site, "the trace cannot be read: " + e.getMessage(), e);
        }
    }

    static void save(TraceFile calls, String name) {
        write(name, calls::write);
    }

    static void draw(Calls calls, String name) {
        write(name, new Timeline(calls.file(), calls.abi())::to);
    }

    private interface Writing {
        void to(Path path) throws IOException;
    }

    private static void write(String name, Writing writing) {
        try {
            writing.to(Path.of(name));
        } catch (IOException | InvalidPathException e) {
            throw new ScriptError(
                    Site.UNKNOWN, "the trace cannot be written to " + name + ": " + WriteFailure.why(e), e);
        }
    }
}
