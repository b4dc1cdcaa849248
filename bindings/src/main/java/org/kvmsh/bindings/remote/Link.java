package org.kvmsh.bindings.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A byte stream in both directions to an agent: a socket, a serial line, another program's standard streams. */
public interface Link extends AutoCloseable {
    InputStream input() throws IOException;

    OutputStream output() throws IOException;

    /**
     * Output of the other end's machine or program besides the protocol, for messages when the link is lost; may be
     * empty.
     */
    String lastWords();

    /**
     * The way in which the other end's machine or program ended, in a few words; empty if it has not, or if that is
     * unknown.
     */
    default String end() {
        return "";
    }

    /** The speed of the line; 0 if only the machines limit it. */
    default int bytesPerSecond() {
        return 0;
    }

    /** Ends the stream and what was started for it; a read that is under way ends. */
    @Override
    void close();
}
