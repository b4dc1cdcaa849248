package org.kvmsh.repl.top;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.cli.ProgressLine;
import org.kvmsh.repl.cli.ScriptParameters;
import org.kvmsh.repl.runner.Ending;
import org.kvmsh.repl.runner.LeftBehind;
import org.kvmsh.repl.runner.Worker;
import org.kvmsh.repl.shell.FullScreen;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kvmsh top}: what the guests of a script do, on boards side by side. */
@Command(
        name = "top",
        sortOptions = false,
        description = "Run a script, and show once a second what its guest does: exits per second by reason"
                + " and place (port, address, ...), the percentage of time in KVM_RUN and in handlers, hot"
                + " code, and KVM's statistics. With several boards, the script runs on all of them, and"
                + " their numbers are shown side by side. What the script prints is not shown. q or Ctrl-C"
                + " ends the script.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:success",
            "1:the script failed, a board is not available, or no guest ran long enough to be measured",
            "2:usage error",
            "128 + N:signal N ended it"
        })
public final class TopProgram extends KvmshCommand {
    private static final Duration EACH = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 20;
    private static final String LEAVE = "q leaves";

    @Mixin
    private ScriptParameters script;

    @Option(
            names = {"-b", "--board"},
            paramLabel = "NAME",
            description = "A board; may be repeated. Default: kvm, or model:x86_64 if this host has no KVM.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--once",
            description = "Measure for one second on each board, print the result, and end the script.")
    private boolean once;

    @Option(names = "--json", description = "With --once: print JSON.")
    private boolean json;

    private final ProgressLine progress = progress();
    private List<MeasuredScript> scripts;

    private TopProgram(Invocation invocation) {
        super(invocation, "kvmsh top");
    }

    /** Its command line. */
    public static CommandLine line(Invocation invocation) {
        return new CommandLine(new TopProgram(invocation));
    }

    @Override
    public Integer call() throws Exception {
        if (json && !once) {
            return refuse("--json needs --once", ExitStatus.USAGE);
        }
        Source source;
        try {
            source = script.source();
        } catch (IOException e) {
            return refuse(e.getMessage(), ExitStatus.USAGE);
        }
        Language language = script.language();
        Boards boards = boards(progress);
        scripts = (names.isEmpty() ? Collections.<String>singletonList(null) : names)
                .stream()
                        .map(name -> new MeasuredScript(boards, name, language, source, EACH))
                        .toList();
        try (Ending ending = Ending.bySignalOrExit(out)) {
            ending.stopsWith(() -> scripts.forEach(MeasuredScript::end));
            int status = Worker.run(ending, () -> false, () -> {
                scripts.forEach(MeasuredScript::begin);
                show(ending);
                return end(ending);
            });
            return ending.isWanted() ? ending.status() : status;
        } catch (LeftBehind e) {
            return refuse("the script did not finish", ExitStatus.FAILED);
        }
    }

    private void show(Ending ending) throws IOException, InterruptedException {
        if (once) {
            awaitFirst(ending);
            return;
        }
        if (isTerminal("01")) {
            try (Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .graphemeCluster(false)
                    .build()) {
                if (!FullScreen.isImpossibleOn(terminal)) {
                    onScreen(new FullScreen(terminal), ending);
                    return;
                }
            }
        }
        inLines(ending);
    }

    private boolean isOver(Ending ending) {
        return ending.isWanted() || scripts.stream().allMatch(MeasuredScript::hasEnded);
    }

    private void awaitFirst(Ending ending) throws InterruptedException {
        while (!isOver(ending) && scripts.stream().anyMatch(each -> each.last() == null && !each.hasEnded())) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private void onScreen(FullScreen screen, Ending ending) {
        screen.during(() -> {
            screen.draw(SideBySide.of(scripts, screen.columns()), LEAVE);
            boolean hasLeft = false;
            long until = System.nanoTime() + EACH.toNanos();
            while (!hasLeft && !isOver(ending) && System.nanoTime() < until) {
                hasLeft = FullScreen.isLeaving(screen.key());
            }
            return !hasLeft && !isOver(ending);
        });
    }

    private void inLines(Ending ending) throws InterruptedException {
        awaitFirst(ending);
        while (!isOver(ending)) {
            SideBySide.of(scripts, Fitting.USUAL_COLUMNS).forEach(out::println);
            out.println();
            out.flush();
            long until = System.nanoTime() + EACH.toNanos();
            while (!isOver(ending) && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    /** Ends all, prints the last measurements, and returns the exit status. */
    private int end(Ending ending) throws InterruptedException {
        List<MeasuredScript> over =
                scripts.stream().filter(MeasuredScript::hasEnded).toList();
        // What was measured while the script ran is what is shown of it.
        List<Map<String, Object>> facts =
                scripts.stream().map(MeasuredScript::facts).toList();
        List<String> lines = SideBySide.of(scripts, Fitting.USUAL_COLUMNS);
        scripts.forEach(MeasuredScript::end);
        int status = ExitStatus.SUCCESS;
        for (MeasuredScript script : scripts) {
            if (!script.awaitsEnd()) {
                status = refuse(script.board() + ": the script did not finish", ExitStatus.FAILED);
            } else if (!script.failure().isEmpty()) {
                status = refuse(script.board() + ": " + script.failure(), ExitStatus.FAILED);
            } else if (script.last() == null && over.contains(script)) {
                status = refuse(script.board() + ": no guest ran long enough to be measured", ExitStatus.FAILED);
            }
        }
        if (scripts.stream().anyMatch(script -> script.last() != null)) {
            if (json) {
                out.println(Json.of(Map.of("boards", facts)));
            } else {
                lines.forEach(out::println);
            }
        }
        out.flush();
        return status;
    }
}
