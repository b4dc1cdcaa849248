package org.kvmsh.repl.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.check.Answered;
import org.kvmsh.bindings.check.Answered.Signature;
import org.kvmsh.bindings.check.CallSequences;
import org.kvmsh.bindings.check.CheckedCall;
import org.kvmsh.bindings.check.Judgement;
import org.kvmsh.bindings.check.Shrinking;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.ProgressLine;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.known.KnownBoard;
import org.kvmsh.repl.runner.Ending;

/** A run of {@code kvmsh check} on one board. */
final class CheckSession implements AutoCloseable {
    /** What a sequence leaves in a kernel is gone after as many. */
    private static final int RESTART = 250;
    /** A board that is lost so often is not started again. */
    private static final int MOST_LOSSES = 5;
    /** Each costs the board, or a sequence that does not. */
    private static final int MOST_LOSING_RUNS = 30;

    private final Boards boards;
    private final CheckAsked asked;
    private final StandardOutput out;
    private final ProgressLine progress;
    private final CheckCounts counts = new CheckCounts();
    private final Map<Signature, SequenceDifference> found = new LinkedHashMap<>();
    /** Why a difference is known. */
    private final Map<Signature, String> known = new LinkedHashMap<>();

    private final Map<Signature, Integer> times = new HashMap<>();
    private final List<String> losses = new ArrayList<>();
    private final long began = System.nanoTime();
    private Board board;
    private CallSequences sequences;
    private int made;

    CheckSession(Boards boards, Board board, CheckAsked asked, StandardOutput out, ProgressLine progress) {
        this.boards = boards;
        this.board = board;
        this.asked = asked;
        this.out = out;
        this.progress = progress;
        this.sequences = new CallSequences(board.kvm(), asked.isCareful());
    }

    /** Runs it, and returns the exit status. */
    int run() throws BoardUnavailable, IOException {
        try (Ending ending = Ending.bySignal(out)) {
            for (int i = 0; i < asked.number() && !isOver(ending); i++) {
                if (i > 0 && i % RESTART == 0) {
                    restart();
                }
                progress.step(i + " of " + asked.number() + " sequences, " + found.size() + " differences");
                sequence(asked.seed() + i);
                made++;
                if (losses.size() == MOST_LOSSES) {
                    break;
                }
            }
            progress.end();
            report();
            return ending.isWanted()
                    ? ending.status()
                    : found.isEmpty()
                                    && losses.isEmpty()
                                    && asked.known().expired().isEmpty()
                            ? ExitStatus.SUCCESS
                            : ExitStatus.FAILED;
        }
    }

    private boolean isOver(Ending ending) {
        return ending.isWanted() || asked.time().isOver(began);
    }

    private void restart() throws BoardUnavailable {
        if (!board.isRestartable() && board.kernel().lost() == null) {
            return;
        }
        board = boards.restart(board, asked.board());
        sequences = sequences.on(board.kvm());
    }

    private void sequence(long seed) throws BoardUnavailable, IOException {
        List<CheckedCall> calls = new ArrayList<>();
        List<Answered> answers;
        try {
            answers = sequences.draw(seed, calls::add);
        } catch (BoardLost e) {
            lost(seed, calls, e);
            return;
        }
        answers.forEach(counts::add);
        for (Answered answered : answers) {
            if (answered.judgement() == Judgement.DIFFERS) {
                Signature signature = answered.signature();
                times.merge(signature, 1, Integer::sum);
                if (!found.containsKey(signature) && !isKnown(signature)) {
                    List<CheckedCall> first = calls.subList(0, indexOf(calls, answered.call()) + 1);
                    found.put(signature, shrunk(signature, seed, List.copyOf(first)));
                    keep(found.get(signature));
                }
            }
        }
    }

    private boolean isKnown(Signature signature) {
        String why = known.computeIfAbsent(
                signature,
                difference -> asked.known()
                        .why(
                                new KnownBoard(
                                        List.of(asked.board()),
                                        board.kernel().release(),
                                        board.kernel().files()),
                                difference.call(),
                                difference.errno()));
        return why != null;
    }

    private static int indexOf(List<CheckedCall> calls, CheckedCall call) {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i) == call) {
                return i;
            }
        }
        throw new IllegalStateException("no " + call);
    }

    private SequenceDifference shrunk(Signature signature, long seed, List<CheckedCall> calls)
            throws BoardUnavailable, IOException {
        progress.step("shrinking: " + signature.call());
        List<CheckedCall> begun = new ArrayList<>();
        try {
            List<CheckedCall> least = new Shrinking(
                            some -> {
                                begun.clear();
                                return sequences.repeat(some, begun::add);
                            },
                            calls,
                            signature,
                            Shrinking.MANY_RUNS)
                    .run();
            return new SequenceDifference(signature, seed, least == null ? calls : least, least != null, null);
        } catch (BoardLost e) {
            lost(seed, begun, e);
            return new SequenceDifference(signature, seed, calls, false, null);
        }
    }

    /** Starts the board again, and looks for the least sequence that costs it. */
    private void lost(long seed, List<CheckedCall> calls, BoardLost why) throws BoardUnavailable, IOException {
        Signature signature = Answered.lost(calls.get(calls.size() - 1)).signature();
        losses.add(why.getMessage());
        restart();
        times.merge(signature, 1, Integer::sum);
        if (found.containsKey(signature)) {
            return;
        }
        progress.step("shrinking: the board was lost at " + signature.call());
        List<CheckedCall> made = List.copyOf(calls);
        List<CheckedCall> least = new Shrinking(this::losing, made, signature, MOST_LOSING_RUNS).run();
        restart();
        // Below its first line is the board's last output, which the report has once.
        String reason = why.why().lines().findFirst().orElse("");
        found.put(
                signature,
                new SequenceDifference(signature, seed, least == null ? made : least, least != null, reason));
        keep(found.get(signature));
    }

    /** Makes calls that may cost the board, which is started again first if it is lost. */
    private List<Answered> losing(List<CheckedCall> calls) {
        List<CheckedCall> begun = new ArrayList<>();
        try {
            if (board.kernel().lost() != null) {
                restart();
            }
            return sequences.repeat(calls, begun::add);
        } catch (BoardUnavailable e) {
            // The run ends with this reason when it starts the board itself.
            return List.of();
        } catch (BoardLost e) {
            return List.of(Answered.lost(begun.get(begun.size() - 1)));
        }
    }

    /** Writes the script and the program of the difference that was found last. */
    private void keep(SequenceDifference difference) throws IOException {
        Abi abi = board.kernel().abi();
        // What the rules choose depends on the sequences before.
        String how = "kvmsh check " + asked.board() + " --seed " + asked.seed() + " --number "
                + (difference.seed() - asked.seed() + 1)
                + (difference.isRepeated() ? "" : "; not reproduced on its own");
        Files.createDirectories(asked.output());
        String name = found.size() + "-" + difference.signature().call();
        Path script = asked.output().resolve(name + ".groovy");
        Files.writeString(script, SequenceScript.of(abi, difference, how));
        Files.writeString(asked.output().resolve(name + ".c"), SequenceProgram.of(abi, difference, how));
        out.println(difference.inWords());
        out.println("    " + script);
        out.flush();
    }

    private void report() {
        out.println(board + ", " + board.kernel().release() + ", seed " + asked.seed() + ": " + made + " sequences");
        counts.print(out);
        losses.forEach(loss -> out.println("board lost: " + loss));
        out.println("differences: " + found.size());
        found.values()
                .forEach(difference -> out.println("  " + times.getOrDefault(difference.signature(), 1) + " times  "
                        + difference.inWords() + (difference.isRepeated() ? "" : " (not reproduced on its own)")));
        if (!known.isEmpty()) {
            out.println("known differences: " + known.size());
            known.forEach((signature, why) -> out.println("  " + times.get(signature) + " times  "
                    + SequenceDifference.inWords(signature) + "; known: " + why));
        }
        asked.known().expired().forEach(out::println);
        out.flush();
    }

    @Override
    public void close() {
        board.close();
    }
}
