package org.kvmsh.bindings.board;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.kvmsh.bindings.remote.Link;
import org.kvmsh.bindings.remote.ProgramLink;

/**
 * A link over a serial line, which two cat(1) read and write: closing a terminal that Java reads from would wait for
 * the next byte.
 */
final class SerialLink implements Link {
    /** Ten bits a byte go over the line: one starts it, one ends it. */
    private static final int BITS_PER_BYTE = 10;

    private static final String BOTH_WAYS =
            "exec 3<&0; \"$1\" -F \"$2\" \"$3\" raw -echo -hupcl clocal || exit 1; cat < \"$2\" & cat <&3 > \"$2\""
                    + " 3<&-; kill $!";

    private final ProgramLink program;
    private final int baud;

    SerialLink(ProgramLink program, int baud) {
        this.program = program;
        this.baud = baud;
    }

    static List<String> command(String shell, String stty, String device, String baud) {
        return List.of(shell, "-c", BOTH_WAYS, "kvmsh-serial", stty, device, baud);
    }

    @Override
    public InputStream input() throws IOException {
        return program.input();
    }

    @Override
    public OutputStream output() throws IOException {
        return program.output();
    }

    @Override
    public int bytesPerSecond() {
        return baud / BITS_PER_BYTE;
    }

    @Override
    public String lastWords() {
        return program.lastWords();
    }

    @Override
    public void close() {
        program.close();
    }
}
