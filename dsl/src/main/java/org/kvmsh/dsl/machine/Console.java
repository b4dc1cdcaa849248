package org.kvmsh.dsl.machine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.ExitAnswers;
import org.kvmsh.dsl.config.AnswerConfig;
import org.kvmsh.dsl.device.Terminal;

/** What a machine's guest wrote to its consoles, and what was typed to it. */
final class Console implements ExitAnswers.Sink, Terminal {
    private final StringBuffer text = new StringBuffer();
    private final Queue<Integer> typed = new ConcurrentLinkedQueue<>();
    private final AtomicLong answered = new AtomicLong();

    /** The table of the configured answers. */
    ExitAnswers table(List<AnswerConfig> answers, Abi abi) {
        List<ExitAnswers.Entry> entries = new ArrayList<>();
        for (AnswerConfig answer : answers) {
            int reason = (int) abi.constant(answer.kind().exits().get(0));
            entries.add(new ExitAnswers.Entry(reason, true, true, answer.first(), answer.last(), answer.console(), answer.value()));
        }
        return new ExitAnswers(entries, this);
    }

    @Override public void take(int entry, byte[] bytes) {
        text.append(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override public void print(String characters) {
        text.append(characters);
    }

    @Override public boolean hasInput() {
        return !typed.isEmpty();
    }

    @Override public int read() {
        Integer next = typed.poll();
        return next == null ? 0 : next;
    }

    /** What the guest reads next, as ISO 8859-1. */
    void type(String characters) {
        for (byte character : characters.getBytes(StandardCharsets.ISO_8859_1)) {
            typed.add(Byte.toUnsignedInt(character));
        }
    }

    @Override public void answered(long exits) {
        answered.addAndGet(exits);
    }

    /** How many exits were answered so far. */
    long answered() {
        return answered.get();
    }

    String text() {
        return text.toString();
    }
}
