package org.kvmsh.repl.known;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.repl.cli.Excuse;

/** The answers that files say are known to differ from the rules. An expired entry excuses nothing. */
public final class KnownAnswers {
    private final List<KnownAnswer> entries;

    private KnownAnswers(List<KnownAnswer> entries) {
        this.entries = entries;
    }

    /** @throws IOException whose message is a sentence with file, line and column */
    public static KnownAnswers read(List<Path> files) throws IOException {
        List<KnownAnswer> entries = new ArrayList<>();
        for (Path file : files) {
            entries.addAll(KnownFile.read(file).answers());
        }
        return new KnownAnswers(entries);
    }

    /**
     * Why an answer is known; null if it is not.
     *
     * @param errno the positive error number; 0 if the call succeeded
     */
    public String why(KnownBoard board, String call, int errno) {
        String came = errno == 0 ? KnownAnswer.ACCEPTED : Errno.name(errno);
        return entries.stream()
                .filter(entry -> !entry.excuse().isExpired() && entry.isOf(board, call, came))
                .findFirst()
                .map(entry -> entry.excuse().why())
                .orElse(null);
    }

    /** The entries that have expired, a sentence each. */
    public List<String> expired() {
        return Excuse.expired(entries.stream().map(KnownAnswer::excuse));
    }
}
