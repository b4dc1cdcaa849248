package org.kvmsh.repl.check;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.check.Answered;
import org.kvmsh.bindings.check.Judgement;

/** The judgements on each ioctl. */
final class CheckCounts {
    private static final int PERCENT = 100;
    /** An ioctl with fewer calls says nothing. */
    private static final int MANY = 50;
    /** The share of judgements that is to be judged. */
    private static final int ENOUGH = 90;

    private final Map<String, Map<Judgement, Integer>> byCall = new TreeMap<>();
    private int calls;
    private int byRules;

    void add(Answered answered) {
        if (!answered.call().isJudged()) {
            return;
        }
        calls++;
        byRules += answered.isDrawnByRules() ? 1 : 0;
        byCall.computeIfAbsent(answered.call().call(), call -> new EnumMap<>(Judgement.class))
                .merge(answered.judgement(), 1, Integer::sum);
    }

    private static int all(Map<Judgement, Integer> judgements) {
        return judgements.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static int judged(Map<Judgement, Integer> judgements) {
        return judgements.entrySet().stream()
                .filter(judgement -> judgement.getKey().isJudged())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private static int share(Map<Judgement, Integer> judgements) {
        return PERCENT * judged(judgements) / all(judgements);
    }

    void print(PrintWriter out) {
        out.println("ioctl                              calls judged  refused accepted  differs | accepted"
                + "      may nothing");
        out.println("                                                 as ruled and seen          | not seen");
        byCall.entrySet().stream()
                .sorted(Comparator.comparingInt(
                                (Map.Entry<String, Map<Judgement, Integer>> call) -> share(call.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .forEach(call -> out.println(line(call.getKey(), call.getValue())));
        List<Map<Judgement, Integer>> many = byCall.values().stream()
                .filter(judgements -> all(judgements) >= MANY)
                .toList();
        long enough =
                many.stream().filter(judgements -> share(judgements) >= ENOUGH).count();
        out.println(
                calls + " calls of " + byCall.size() + " ioctls, " + byRules + " with an argument chosen by the rules; "
                        + judged() + " judged; of " + many.size() + " ioctls with at least " + MANY + " calls, "
                        + enough + " have at least " + ENOUGH + " % judged");
    }

    private int judged() {
        return byCall.values().stream().mapToInt(CheckCounts::judged).sum();
    }

    private static String line(String call, Map<Judgement, Integer> judgements) {
        return String.format(
                "%-33s %6d %5d%% %8d %8d %8d | %8d %8d %7d",
                call,
                all(judgements),
                share(judgements),
                judgements.getOrDefault(Judgement.REFUSED_AS_RULED, 0),
                judgements.getOrDefault(Judgement.TAKEN_AND_SEEN, 0),
                judgements.getOrDefault(Judgement.DIFFERS, 0),
                judgements.getOrDefault(Judgement.TAKEN, 0),
                judgements.getOrDefault(Judgement.MAY, 0),
                judgements.getOrDefault(Judgement.NOTHING, 0));
    }
}
