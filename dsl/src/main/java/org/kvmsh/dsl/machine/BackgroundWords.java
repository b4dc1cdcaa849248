package org.kvmsh.dsl.machine;

import java.util.Map;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** The words for a machine's run that is under way while the script continues. */
public interface BackgroundWords {
    Runs runs();

    VmConfig config();

    /** Any thread may call it. */
    @Word(value = "stop the current run, if there is one; a run in the background has ended then", example = "m.stop()")
    default void stop() {
        runs().stop();
        StartedRun run = runs().started();
        if (run != null) {
            run.awaitStop();
        }
    }

    @Word(value = "wait for the end of the machine's run in the background; returns its outcome or fails, like run. If start was given no time limit, within: is the limit of this "
            + "wait, default 10 s, at which the run is stopped", example = "m.join within: 60.s", js = "m.join({within: seconds(60)})", named = "within")
    default Outcome join(Map<String, ?> arguments) {
        return started().join(arguments);
    }

    default Outcome join() {
        return join(Map.of());
    }

    @Word(value = "connect the terminal to the guest's console: each key goes to the guest, until Ctrl-]; in the shell, while the machine runs in the background", example = "m.attach()", shell = true)
    default void attach() {
        runs().attach(config());
    }

    /** The run in the background that began last. */
    default StartedRun started() {
        StartedRun run = runs().started();
        if (run == null) {
            throw new ScriptError(Site.UNKNOWN, "no run of this machine was started in the background", "try: m.start()");
        }
        return run;
    }

    /** Tells the current run to end, and does not wait; any thread may call it. */
    default void endRun() {
        runs().stop();
    }

    /** Whether its run is in the background, nobody waits for it, and a person who types can stop it. */
    default boolean isLeftAlone() {
        return runs().isLeftAlone();
    }
}
