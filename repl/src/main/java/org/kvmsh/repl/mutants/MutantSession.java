package org.kvmsh.repl.mutants;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.damage.Damage;
import org.kvmsh.bindings.text.Digest;
import org.kvmsh.bindings.text.UserFolders;
import org.kvmsh.repl.cli.BuildVersion;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.ProgressLine;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.runner.Ending;
import org.kvmsh.repl.runner.LeftBehind;
import org.kvmsh.repl.runner.TestScript;

/** A run of {@code kvmsh dev mutants} on one board. */
public final class MutantSession {
    private final Boards boards;
    private final Map<String, String> environment;
    private final MutantsAsked asked;
    private final StandardOutput out;
    private final ProgressLine progress;

    public MutantSession(
            Boards boards,
            Map<String, String> environment,
            MutantsAsked asked,
            StandardOutput out,
            ProgressLine progress) {
        this.boards = boards;
        this.environment = environment;
        this.asked = asked;
        this.out = out;
        this.progress = progress;
    }

    /** Runs it, and returns the exit status. */
    public int run() throws Exception {
        try (Ending ending = Ending.bySignal(out);
                TrialBoard board = new TrialBoard(
                        boards,
                        asked.board(),
                        new ScriptTrial(boards, UserFolders.of(environment).compiled(), ending))) {
            StateFile state = StateFile.open(asked.state(), facts(board));
            Baseline baseline = baseline(board, state, ending);
            // The undamaged runs do not count against the time.
            long began = System.nanoTime();
            String scripts = scripts();
            MutantRun run = new MutantRun(board, baseline, scripts);
            List<Damage> drawn = DamageDraw.of(
                    baseline.damages().stream()
                            .filter(damage ->
                                    asked.only() == null || asked.only().matches(damage.toString()))
                            .toList(),
                    asked.seed(),
                    asked.number());
            if (asked.isList()) {
                drawn.forEach(damage -> out.println(damage + "  "
                        + run.touching(damage).values().stream()
                                .mapToInt(List::size)
                                .sum()));
                return ExitStatus.SUCCESS;
            }
            List<MutantOutcome> outcomes = new ArrayList<>();
            for (Damage damage : drawn) {
                MutantOutcome outcome = state.outcome(damage.toString(), scripts);
                boolean isKnown = outcome != null;
                if (!isKnown && !isOver(ending, began)) {
                    progress.step(outcomes.size() + " of " + drawn.size() + ": " + damage);
                    outcome = run.of(damage);
                }
                if (outcome != null && (isKnown || !ending.isWanted())) {
                    outcomes.add(outcome);
                    if (!isKnown) {
                        state.keep(outcome);
                        out.println(outcome.ended() + "  " + damage + "  " + outcome.by());
                        out.flush();
                    }
                }
            }
            progress.end();
            MutantReport report = new MutantReport(board.board(), baseline, drawn, outcomes);
            out.println(board.board() + ", " + board.board().about() + ", seed " + asked.seed() + ", "
                    + String.join(", then ", state.builds()));
            report.print(out, run::touching);
            return ending.isWanted()
                    ? ending.status()
                    : report.isTooManyEquivalent() ? ExitStatus.FAILED : ExitStatus.SUCCESS;
        } catch (LeftBehind e) {
            out.println("an undamaged script did not finish; start the run again to continue it");
            return ExitStatus.FAILED;
        }
    }

    private Map<String, Object> facts(TrialBoard board) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("board", BoardName.withoutToken(asked.board()));
        facts.put("kernel", Objects.requireNonNullElse(board.board().kernel().release(), "-"));
        facts.put(StateFile.BUILD, new BuildVersion().getVersion()[0]);
        facts.put("seed", Long.toString(asked.seed()));
        return facts;
    }

    private String scripts() throws IOException {
        StringBuilder digests = new StringBuilder();
        for (TestScript script : asked.scripts()) {
            digests.append(Digest.of(script.file()));
        }
        return Digest.of(digests.toString());
    }

    private boolean isOver(Ending ending, long began) {
        return ending.isWanted() || asked.time().isOver(began);
    }

    private Baseline baseline(TrialBoard board, StateFile state, Ending ending) throws Exception {
        List<TouchedTest> tests = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (TestScript script : asked.scripts()) {
            if (ending.isWanted()) {
                break;
            }
            progress.step("undamaged: " + script.name());
            String digest = Digest.of(script.file());
            Baseline recorded = state.recorded(script, digest);
            if (recorded == null) {
                recorded = Baseline.of(script, board);
                if (!ending.isWanted()) {
                    state.record(script, digest, recorded);
                }
            }
            tests.addAll(recorded.tests());
            leftOut.addAll(recorded.leftOut());
        }
        return new Baseline(tests, leftOut);
    }
}
