package org.kvmsh.dsl.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.session.test.Verdict;

/** A script's calls on two boards, one by one: each number of each call, and which calls were made. */
public final class Comparison {
    /** The largest distance to the next common call, after calls made on only one of the boards. */
    private static final int LOOK_AHEAD = 512;

    private static final String NOTHING = "not made";
    private static final String NOT_RUN = "not run";

    private final Recording first;
    private final Recording second;
    private final MsrList firstMsrs;
    private final MsrList secondMsrs;
    private final List<Difference> differences = new ArrayList<>();
    private final List<String> notCompared = new ArrayList<>();
    private final Set<String> compared = new HashSet<>();
    private int calls;
    private int numbers;

    private Comparison(Recording first, Recording second) {
        this.first = first;
        this.second = second;
        this.firstMsrs = MsrList.of(first);
        this.secondMsrs = MsrList.of(second);
    }

    public static Comparison of(Recording first, Recording second) {
        Comparison comparison = new Comparison(first, second);
        comparison.compare();
        return comparison;
    }

    /** The differences, expected or not, in the order of the calls. */
    public List<Difference> differences() {
        return List.copyOf(differences);
    }

    /** Tests that ran on only one of the two or on none, with the reason. */
    public List<String> notCompared() {
        return List.copyOf(notCompared);
    }

    /** The names of what was compared, equal or not, as {@link Difference#name} has them. */
    public Set<String> compared() {
        return Set.copyOf(compared);
    }

    /** The number of calls made on both. */
    public int calls() {
        return calls;
    }

    /** The count of compared numbers, and the other differences. */
    public int numbers() {
        return numbers;
    }

    private void compare() {
        for (Recording.Part part : first.parts()) {
            String name = part.result().name();
            Recording.Part other = second.part(name);
            if (other == null && !second.isSkipped()) {
                differs(Difference.SCRIPT, "test", Site.UNKNOWN, "test " + name, NOT_RUN);
            } else if (other == null) {
                // What is said of the code outside tests is said of them too.
                continue;
            } else if (!part.isSkipped() && !other.isSkipped()) {
                compare(part, other);
            } else if (!name.equals(Recorder.OUTSIDE) || part.isSkipped() != other.isSkipped()) {
                String test = name.equals(Recorder.OUTSIDE) ? "the code outside tests" : "test " + name;
                notCompared.add(
                        test + ": " + (part.isSkipped() ? part : other).result().reason());
            }
        }
        second.parts().stream()
                .filter(part -> first.part(part.result().name()) == null && !first.isSkipped())
                .forEach(part -> differs(
                        Difference.SCRIPT,
                        "test",
                        Site.UNKNOWN,
                        NOT_RUN,
                        "test " + part.result().name()));
    }

    private void compare(Recording.Part part, Recording.Part other) {
        String[] ends = {ended(part.result(), first.board()), ended(other.result(), second.board())};
        if (!ends[0].equals(ends[1])) {
            differs(Difference.SCRIPT, "end", Site.UNKNOWN, ends[0], ends[1]);
        }
        for (int i = 0; i < Math.max(part.calls().size(), other.calls().size()); i++) {
            compare(order(part, i), order(other, i));
        }
    }

    /** If both failed, the reason is the same only if the messages are, apart from the board's name. */
    private static String ended(TestResult result, String board) {
        String name = result.name().isEmpty() ? "the script" : "test " + result.name();
        boolean passed = result.verdict() == Verdict.PASSED;
        return name
                + (passed
                        ? " passed"
                        : " failed: "
                                + String.join("\n", result.explanation())
                                        .replaceAll(Pattern.quote(board) + "( \\(\\w+\\))?", "the board"));
    }

    private static List<RecordedCall> order(Recording.Part part, int index) {
        return index < part.calls().size() ? part.calls().get(index) : List.of();
    }

    private void compare(List<RecordedCall> one, List<RecordedCall> other) {
        List<String> keys =
                one.stream().map(call -> CallAnswers.key(call, first.abi())).toList();
        List<String> otherKeys =
                other.stream().map(call -> CallAnswers.key(call, second.abi())).toList();
        int i = 0;
        int j = 0;
        while (i < one.size() || j < other.size()) {
            if (i < one.size() && j < other.size() && keys.get(i).equals(otherKeys.get(j))) {
                compare(one.get(i++), other.get(j++));
                continue;
            }
            int[] skip = meeting(keys.subList(i, keys.size()), otherKeys.subList(j, otherKeys.size()));
            for (int end = i + skip[0]; i < end; i++) {
                onlyOne(one.get(i), first.abi(), true);
            }
            for (int end = j + skip[1]; j < end; j++) {
                onlyOne(other.get(j), second.abi(), false);
            }
        }
    }

    /** The number of calls of each before the next common one: as few as possible. */
    private static int[] meeting(List<String> one, List<String> other) {
        for (int apart = 1; apart <= LOOK_AHEAD; apart++) {
            for (int i = 0; i <= apart; i++) {
                int j = apart - i;
                if (i < one.size() && j < other.size() && one.get(i).equals(other.get(j))) {
                    return new int[] {i, j};
                }
            }
        }
        return new int[] {one.size(), other.size()};
    }

    private void onlyOne(RecordedCall call, Abi abi, boolean byFirst) {
        String said = text(CallAnswers.of(call, abi, call.undefined()));
        String about = CallAnswers.about(call.call(), abi);
        boolean listed = firstMsrs.has(about) != secondMsrs.has(about);
        differs(
                listed ? MsrList.CALL : call.call().name(),
                listed ? MsrList.WHAT : (Difference.MADE + " " + about).strip(),
                call.site(),
                byFirst ? said : NOTHING,
                byFirst ? NOTHING : said);
    }

    private static String text(Map<String, String> answers) {
        List<String> said = new ArrayList<>();
        answers.forEach((name, value) -> said.add(name + ": " + value));
        return String.join(", ", said);
    }

    private void compare(RecordedCall one, RecordedCall other) {
        calls++;
        long undefined = one.undefined() | other.undefined();
        Map<String, String> answers = CallAnswers.of(one, first.abi(), undefined);
        Map<String, String> others = CallAnswers.of(other, second.abi(), undefined);
        Set<String> names = new LinkedHashSet<>(answers.keySet());
        names.addAll(others.keySet());
        for (String name : names) {
            String answer = answers.getOrDefault(name, "");
            String otherAnswer = others.getOrDefault(name, "");
            compared.add(one.call().name() + " " + name);
            if (answer.equals(otherAnswer)) {
                numbers++;
            } else {
                differs(one.call().name(), name, one.site(), answer, otherAnswer);
            }
        }
    }

    private void differs(String call, String what, Site site, String one, String other) {
        numbers++;
        differences.add(new Difference(call, what, site, one, other));
    }
}
