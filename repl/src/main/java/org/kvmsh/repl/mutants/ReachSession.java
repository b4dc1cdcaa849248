package org.kvmsh.repl.mutants;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.text.UserFolders;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.ProgressLine;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.runner.Ending;
import org.kvmsh.repl.runner.LeftBehind;
import org.kvmsh.repl.runner.TestScript;

/** A run of {@code kvmsh dev reach}: scripts on each board, and what they reach there and on all boards together. */
public final class ReachSession {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Boards boards;
    private final Map<String, String> environment;
    private final StandardOutput out;
    private final ProgressLine progress;
    private boolean isComplete = true;

    public ReachSession(Boards boards, Map<String, String> environment, StandardOutput out, ProgressLine progress) {
        this.boards = boards;
        this.environment = environment;
        this.out = out;
        this.progress = progress;
    }

    /** Runs the scripts, and returns the exit status. */
    public int run(List<String> names, List<TestScript> scripts) throws Exception {
        ScriptReach all = new ScriptReach();
        try (Ending ending = Ending.bySignal(out)) {
            for (String name : names) {
                ScriptReach reach = on(name, scripts, ending);
                if (ending.isWanted()) {
                    return ending.status();
                }
                reach.print(out);
                out.flush();
                all.add(reach);
            }
            if (names.size() > 1) {
                out.println();
                out.println("All boards:");
                out.println();
                all.print(out);
            }
        }
        return isComplete ? ExitStatus.SUCCESS : ExitStatus.FAILED;
    }

    private ScriptReach on(String name, List<TestScript> scripts, Ending ending) throws Exception {
        ScriptReach reach = new ScriptReach();
        ScriptTrial trial = new ScriptTrial(boards, UserFolders.of(environment).compiled(), ending);
        try (TrialBoard board = new TrialBoard(boards, name, trial)) {
            reach.add(board.board());
            for (int i = 0; i < scripts.size() && !ending.isWanted(); i++) {
                TestScript script = scripts.get(i);
                progress.step(name + ", " + (i + 1) + " of " + scripts.size() + ": " + script.name());
                try {
                    board.follow(
                            new ScriptTrial.Asked(script, test -> true, false, LIMIT, test -> {}),
                            reach::made,
                            reach::met);
                } catch (LeftBehind e) {
                    isComplete = false;
                    progress.end();
                    out.println(script.name() + " did not end");
                }
            }
            progress.end();
            if (!ending.isWanted()) {
                out.println();
                out.println(name + ", " + board.board().about() + ":");
                out.println();
            }
        }
        return reach;
    }
}
