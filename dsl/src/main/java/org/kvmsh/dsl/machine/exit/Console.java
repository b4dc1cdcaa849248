package org.kvmsh.dsl.machine.exit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.ExitAnswers;
import org.kvmsh.dsl.config.AnswerConfig;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.device.Terminal;
import org.kvmsh.dsl.script.ScriptError;

/** The output of a machine's guest to its consoles, and the input typed to it. */
public final class Console implements ExitAnswers.Sink, Terminal {
    private final StringBuffer text = new StringBuffer();
    private final Queue<Integer> typed = new ConcurrentLinkedQueue<>();
    private final AtomicLong answered = new AtomicLong();
    private static final Consumer<String> NOBODY = text -> {};
    /** Gets what the guest writes, at once. */
    private volatile Consumer<String> live = NOBODY;

    /**
     * The table of the configured answers, the narrowest first.
     *
     * @param handlers those that are narrower than an answer have their part of its range
     */
    ExitAnswers table(List<AnswerConfig> answers, List<HandlerConfig> handlers, Abi abi) {
        List<ExitAnswers.Entry> entries = new ArrayList<>();
        answers.stream()
                .sorted(Comparator.comparing(AnswerConfig::places, ExitPlaces.NARROWEST_FIRST))
                .forEach(answer -> {
                    int reason =
                            (int) abi.constant(answer.places().kind().exits().get(0));
                    for (ExitPlaces left : without(answer.places(), handlers)) {
                        entries.add(new ExitAnswers.Entry(
                                reason, true, true, left.first(), left.last(), answer.console(), answer.value()));
                    }
                });
        if (entries.size() > ExitAnswers.MOST) {
            throw new ScriptError(
                    answers.get(answers.size() - 1).site(),
                    "a machine can have at most " + ExitAnswers.MOST + " console and answer ranges; this one has "
                            + entries.size());
        }
        return new ExitAnswers(entries, this);
    }

    /** The parts of an answer's range without a more specific handler. */
    private static List<ExitPlaces> without(ExitPlaces answered, List<HandlerConfig> handlers) {
        List<ExitPlaces> left = List.of(answered);
        for (HandlerConfig handler : handlers) {
            if (ExitPlaces.NARROWEST_FIRST.compare(handler.places(), answered) < 0) {
                left = left.stream()
                        .flatMap(part -> part.without(handler.places()).stream())
                        .toList();
            }
        }
        return left;
    }

    @Override
    public void take(int entry, byte[] bytes) {
        print(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void print(String characters) {
        text.append(characters);
        live.accept(characters);
    }

    /** Gives the guest's output from now on to a receiver too. */
    public void live(Consumer<String> to) {
        live = to;
    }

    /** Gives it to nobody but the text. */
    public void liveForNobody() {
        live = NOBODY;
    }

    @Override
    public boolean hasInput() {
        return !typed.isEmpty();
    }

    @Override
    public int read() {
        Integer next = typed.poll();
        return next == null ? 0 : next;
    }

    /** Appends to the guest's input, as ISO 8859-1. */
    public void type(String characters) {
        for (byte character : characters.getBytes(StandardCharsets.ISO_8859_1)) {
            typed.add(Byte.toUnsignedInt(character));
        }
    }

    @Override
    public void answered(long exits) {
        answered.addAndGet(exits);
    }

    /** The number of exits answered so far. */
    public long answered() {
        return answered.get();
    }

    /** All that the guest has written. */
    public String text() {
        return text.toString();
    }

    /** The number of characters that the guest has written so far. */
    public int length() {
        return text.length();
    }

    /** Removes what was written after a position. */
    public void backTo(int length) {
        text.setLength(length);
    }

    /** The characters from one position up to another. */
    public String text(int from, int to) {
        return text.substring(from, to);
    }
}
