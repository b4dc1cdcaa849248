package org.kvmsh.bindings.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A byte stream in both directions to an agent: a socket, a serial line, another program's standard streams. */
public interface Link extends AutoCloseable {
    InputStream input() throws IOException;

    OutputStream output() throws IOException;

    /** What the other end's machine or program says besides the protocol, for messages when the link is lost; may be empty. */
    String lastWords();

    /** How the other end's machine or program ended, in a few words; empty if it has not, or that is not known. */
    default String end() {
        return "";
    }

    /** How fast the line is; 0 if nothing but the machines limits it. */
    default int bytesPerSecond() {
        return 0;
    }

    /** Ends the stream and what was started for it; a read that is under way ends. */
    @Override void close();
}
