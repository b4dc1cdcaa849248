package org.kvmsh.repl.runner;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.Loading;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.farm.FarmUnavailable;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.record.RunRecord;

/** One test run, from its first script to its exit status. */
public final class TestRun {
    private final TestHost host;
    private final TestReport report;
    private final Map<String, String> environment;
    private final StandardOutput out;
    private final Consumer<String> tell;

    /** Judges a run that was reported; returns the exit status. */
    public interface Afterwards {
        /**
         * Returns the exit status.
         *
         * @param status the run's own
         * @param ofTests whether it is that of its tests, and nothing else is wrong
         */
        int status(List<RanBoard> ran, RunRecord record, int status, boolean ofTests)
                throws IOException, BoardUnavailable;
    }

    /** @param tell takes messages for standard error */
    public TestRun(
            TestHost host,
            TestReport report,
            Map<String, String> environment,
            StandardOutput out,
            Consumer<String> tell) {
        this.host = host;
        this.report = report;
        this.environment = environment;
        this.out = out;
        this.tell = tell;
    }

    /** Loads the language of scripts beside what else is done. */
    public static void warmUp(List<TestScript> scripts) {
        if (scripts.stream().anyMatch(script -> Language.ofFile(script.file().toString()) == Language.GROOVY)) {
            Kvmsh.warmUp(Language.GROOVY, Loading.FILE);
        }
    }

    /**
     * Runs the scripts and reports them; returns the exit status. The record has no end if a farm goes on with the run.
     */
    public int run(RunRecord begun, Afterwards afterwards) throws Exception {
        try (RunRecord record = begun;
                Ending ending = Ending.bySignalOrExit(out).supervised(environment)) {
            TestHost.Results results;
            try {
                results = host.run(ending, record);
            } catch (FarmUnavailable e) {
                record.discard();
                int refused = report.refused(e.getMessage());
                return ending.isWanted() ? ending.status() : refused;
            }
            if (results == null) {
                tell.accept("the tasks continue; kvmsh test --resume " + record.folder() + " waits for them");
                return ending.status();
            }
            int status = report.write(results, ending, record);
            record.ended(status, results.unmet());
            return ending.isWanted() ? status : afterwards.status(results.boards(), record, status, report.isOfTests());
        }
    }
}
