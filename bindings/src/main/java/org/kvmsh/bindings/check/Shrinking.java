package org.kvmsh.bindings.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The least sequence of calls whose last one still shows a difference. */
public final class Shrinking {
    /** As many runs take seconds, as long as the board stays. */
    public static final int MANY_RUNS = 400;

    private final int mostRuns;
    private final Function<List<CheckedCall>, List<Answered>> play;
    private final Answered.Signature wanted;
    private List<CheckedCall> calls;
    private int runs;

    /**
     * @param play makes calls from nothing open
     * @param calls up to the one that shows the difference
     * @param mostRuns how often calls are made at most
     */
    public Shrinking(
            Function<List<CheckedCall>, List<Answered>> play,
            List<CheckedCall> calls,
            Answered.Signature wanted,
            int mostRuns) {
        this.mostRuns = mostRuns;
        this.play = play;
        this.calls = calls;
        this.wanted = wanted;
    }

    /** The least sequence found; null if the whole one does not show the difference again. */
    public List<CheckedCall> run() {
        if (!shows(calls)) {
            return null;
        }
        boolean smaller = true;
        while (smaller && runs < mostRuns) {
            smaller = fewerCalls() | fewerFields() | smallerNumbers();
        }
        return calls;
    }

    private boolean shows(List<CheckedCall> some) {
        runs++;
        List<Answered> answers = play.apply(some);
        if (answers.isEmpty()) {
            return false;
        }
        Answered last = answers.get(answers.size() - 1);
        return last.judgement() == Judgement.DIFFERS && last.signature().equals(wanted);
    }

    private boolean take(List<CheckedCall> some) {
        if (runs < mostRuns && shows(some)) {
            calls = some;
            return true;
        }
        return false;
    }

    /** Halves first, then ever smaller parts; the last call stays. */
    private boolean fewerCalls() {
        boolean any = false;
        for (int size = Math.max(1, calls.size() / 2); size > 0; size /= 2) {
            for (int at = 0; at < calls.size() - 1; ) {
                int end = Math.min(at + size, calls.size() - 1);
                List<CheckedCall> without = new ArrayList<>(calls.subList(0, at));
                without.addAll(calls.subList(end, calls.size()));
                if (take(without)) {
                    any = true;
                } else {
                    at += size;
                }
            }
        }
        return any;
    }

    private boolean fewerFields() {
        boolean any = false;
        for (int i = 0; i < calls.size(); i++) {
            for (String field : List.copyOf(calls.get(i).fields().keySet())) {
                Map<String, Operand> fields = new LinkedHashMap<>(calls.get(i).fields());
                fields.remove(field);
                any |= take(with(i, calls.get(i).with(fields)));
            }
            if (calls.get(i).prior() != null) {
                any |= take(with(i, calls.get(i).from(null)));
            }
        }
        return any;
    }

    /** A number with only its lowest or its highest bit, or without all but a few. */
    private boolean smallerNumbers() {
        boolean any = false;
        for (int i = 0; i < calls.size(); i++) {
            CheckedCall call = calls.get(i);
            for (long simpler : simpler(call.value())) {
                any |= take(with(i, call.withValue(simpler)));
            }
            for (Map.Entry<String, Operand> field : call.fields().entrySet()) {
                if (field.getValue() instanceof Operand.Plain plain) {
                    for (long simpler : simpler(plain.value())) {
                        Map<String, Operand> fields =
                                new LinkedHashMap<>(calls.get(i).fields());
                        fields.put(field.getKey(), new Operand.Plain(simpler));
                        if (take(with(i, calls.get(i).with(fields)))) {
                            any = true;
                            break;
                        }
                    }
                }
            }
        }
        return any;
    }

    private static List<Long> simpler(long value) {
        return Long.bitCount(value) < 2 ? List.of() : List.of(1L, Long.lowestOneBit(value), Long.highestOneBit(value));
    }

    private List<CheckedCall> with(int at, CheckedCall call) {
        List<CheckedCall> changed = new ArrayList<>(calls);
        changed.set(at, call);
        return changed;
    }
}
