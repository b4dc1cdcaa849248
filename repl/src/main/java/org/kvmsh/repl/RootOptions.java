package org.kvmsh.repl;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.kvmsh.repl.cli.BuildVersion;
import org.kvmsh.repl.cli.LockOptions;
import org.kvmsh.repl.cli.NoColor;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.cli.Unchecked;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/**
 * What {@code kvmsh} takes where no command is named. It is told to picocli by calls, unlike the options of commands:
 * to read annotations, for which Java makes classes first, takes a third of the time of a start that does nothing else.
 */
final class RootOptions {
    private final OptionSpec board = text("-b", "--board")
            .paramLabel("NAME")
            .description("The board to run on. Default: kvm, or model:x86_64 if this host has no KVM.")
            .build();
    private final OptionSpec eval = text("-e", "--eval")
            .paramLabel("TEXT")
            .description("Run TEXT and print its value.")
            .build();
    private final OptionSpec language = text("--lang")
            .paramLabel("LANGUAGE")
            .description("groovy or js. Default: by file extension, otherwise groovy.")
            .build();
    private final OptionSpec quiet = flag("-q", "--quiet")
            .description("Do not print calls; print the line that describes the board to standard error.")
            .build();
    private final OptionSpec wait = OptionSpec.builder(LockOptions.NAME)
            .arity("0..1")
            .type(Duration.class)
            .initialValue(Duration.ZERO)
            .paramLabel(LockOptions.LABEL)
            .preprocessor(new LockOptions.OptionalTime())
            .description(LockOptions.DESCRIPTION)
            .build();
    private final OptionSpec strace = flag("--strace")
            .description("Print each system call when it returns, KVM_RUN included.")
            .build();
    private final OptionSpec straceJson = text("--strace-json")
            .paramLabel("FILE")
            .description("Write each system call, KVM_RUN included, to FILE when it returns: one JSON object per"
                    + " line. With -, write to standard output; what the script prints then goes to standard"
                    + " error.")
            .build();
    private final OptionSpec unchecked =
            flag("--unchecked").description(Unchecked.OPTION).build();
    private final OptionSpec noInit =
            flag("--no-init").description("Start the shell without init files.").build();
    private final OptionSpec traceErrors = flag("--trace-errors")
            .description("Show the Java stack trace of an error.")
            .build();
    private final PositionalParamSpec file = PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .type(String.class)
            .paramLabel("FILE")
            .description("A script; - for standard input.")
            .build();
    private final PositionalParamSpec arguments = PositionalParamSpec.builder()
            .index("1..*")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .initialValue(List.of())
            .paramLabel("ARGUMENT")
            .description("Passed to the script as args. Put -- before arguments that begin with a -.")
            .build();

    private static OptionSpec.Builder text(String... names) {
        return OptionSpec.builder(names).type(String.class);
    }

    private static OptionSpec.Builder flag(String... names) {
        return OptionSpec.builder(names).type(boolean.class).initialValue(false);
    }

    /** The command line of a program that these options are for. */
    CommandSpec of(Callable<Integer> program, StandardOutput out, StandardOutput err) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(program)
                .name("kvmsh")
                .versionProvider(() -> new BuildVersion().getVersion());
        spec.usageMessage()
                .description("A shell for KVM. Runs a script, or starts an interactive shell.")
                .sortOptions(false)
                .commandListHeading("%nCommands (each has --help):%n")
                .synopsisSubcommandLabel("COMMAND")
                .exitCodeListHeading("%nExit status:%n")
                .exitCodeList(UsageMessageSpec.keyValuesMap(
                        "0:success",
                        "1:a script or an expectation failed",
                        "2:usage error",
                        "128 + N:signal N ended the script: 130 for Ctrl-C, 143 for SIGTERM"));
        for (OptionSpec option :
                List.of(board, eval, language, quiet, wait, strace, straceJson, unchecked, noInit, traceErrors)) {
            spec.addOption(option);
        }
        spec.addOption(flag("-h", "--help")
                        .usageHelp(true)
                        .scopeType(ScopeType.INHERIT)
                        .description("Show this help.")
                        .build())
                .addOption(flag("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version of kvmsh, the commit it was built from if known, and the JDK.")
                        .build());
        NoColor.addTo(spec, out, err);
        return spec.addPositional(file).addPositional(arguments);
    }

    String board() {
        return board.getValue();
    }

    String text() {
        return eval.getValue();
    }

    String language() {
        return language.getValue();
    }

    boolean isQuiet() {
        return quiet.getValue();
    }

    Duration lockLimit() {
        return wait.getValue();
    }

    boolean isTraced() {
        return strace.getValue();
    }

    String traceFile() {
        return straceJson.getValue();
    }

    boolean isUnchecked() {
        return unchecked.getValue();
    }

    boolean isWithoutInit() {
        return noInit.getValue();
    }

    boolean isTracingErrors() {
        return traceErrors.getValue();
    }

    String file() {
        return file.getValue();
    }

    List<String> arguments() {
        return arguments.getValue();
    }
}
