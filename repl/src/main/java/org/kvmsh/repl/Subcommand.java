package org.kvmsh.repl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.repl.abi.AbiProgram;
import org.kvmsh.repl.boards.BoardsProgram;
import org.kvmsh.repl.bringup.BringupProgram;
import org.kvmsh.repl.cache.CacheProgram;
import org.kvmsh.repl.check.CheckProgram;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.MovedCommand;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.dev.DevProgram;
import org.kvmsh.repl.doctor.DoctorProgram;
import org.kvmsh.repl.guide.GuideProgram;
import org.kvmsh.repl.kernel.KernelProgram;
import org.kvmsh.repl.lsp.LspProgram;
import org.kvmsh.repl.plan.PlanProgram;
import org.kvmsh.repl.report.ReportProgram;
import org.kvmsh.repl.test.TestProgram;
import org.kvmsh.repl.top.TopProgram;
import picocli.CommandLine;

/**
 * The commands besides running a script. They are words only as the first argument; a script of such a name is run as
 * {@code ./NAME}.
 */
enum Subcommand {
    TEST,
    REPORT,
    COMPARE,
    CHECK,
    BRINGUP,
    PLAN,
    GDB,
    TOP,
    BOARDS,
    KERNEL,
    ABI,
    RFC,
    GUIDE,
    DOCTOR,
    CACHE,
    LSP,
    DEV;

    private static final String END_OF_OPTIONS = "--";
    private static final String HELP = "--help";
    static final String RUN = "run";
    /** What {@code guide --as} was. */
    private static final String FORMER_WORDS = "words";

    private CommandLine line(Invocation call) {
        return switch (this) {
            case TEST -> TestProgram.line(call);
            case REPORT -> ReportProgram.line(call);
            case COMPARE -> CompareProgram.line(call);
            case BRINGUP -> BringupProgram.line(call);
            case CHECK -> CheckProgram.line(call);
            case PLAN -> PlanProgram.line(call);
            case GDB -> GdbProgram.line(call);
            case TOP -> TopProgram.line(call);
            case BOARDS -> BoardsProgram.line(call);
            case KERNEL -> KernelProgram.line(call);
            case ABI -> AbiProgram.line(call);
            case RFC -> AbiProgram.rfc(call);
            case GUIDE -> GuideProgram.line(call);
            case DOCTOR -> DoctorProgram.line(call);
            case CACHE -> CacheProgram.line(call);
            case LSP -> LspProgram.line(call);
            case DEV -> DevProgram.line(call);
        };
    }

    /**
     * The root's line with the commands that the arguments name: reading the annotations of all of them would be most
     * of a start.
     *
     * @return the arguments that are the line's
     */
    static String[] addTo(
            CommandLine root,
            Map<String, String> environment,
            StandardOutput out,
            StandardOutput err,
            String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        List<String> all = List.of(arguments);
        int end = first.equals(TEST.toString()) && all.contains(END_OF_OPTIONS)
                ? all.indexOf(END_OF_OPTIONS)
                : all.size();
        List<String> scriptArguments = all.subList(Math.min(end + 1, all.size()), all.size());
        if (first.equals(FORMER_WORDS)) {
            root.addSubcommand(first, MovedCommand.line("kvmsh words was removed; use kvmsh guide " + wordsAsked(all)));
        }
        boolean help = first.equals(HELP) || first.equals("-h");
        for (Subcommand command : values()) {
            if (help || command.toString().equals(first)) {
                // Otherwise picocli loads Groovy's closures, and Groovy's start is most of a look-up's time.
                System.setProperty("picocli.disable.closures", "true");
                root.addSubcommand(
                        command.toString(),
                        command.line(new Invocation(
                                environment, out, err, all.subList(Math.min(1, end), end), scriptArguments)));
            }
        }
        return all.subList(0, end).toArray(String[]::new);
    }

    /** What {@code kvmsh guide} is given in place of {@code words NAME...}. */
    private static String wordsAsked(List<String> arguments) {
        List<String> names = arguments.stream()
                .skip(1)
                .takeWhile(argument -> !argument.startsWith("-"))
                .toList();
        return names.isEmpty() ? "--as=FORMAT" : String.join(" ", names);
    }

    /**
     * The arguments without a command that people expect because other programs have it: {@code help test} is
     * {@code test --help}, {@code version} is {@code --version}, {@code run FILE} is {@code FILE}, also after options,
     * and {@code shell} is no argument.
     *
     * @param root has the options of kvmsh itself
     */
    static String[] meant(CommandLine root, String... arguments) {
        if (arguments.length == 0) {
            return arguments;
        }
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        return switch (arguments[0]) {
            case "help" ->
                rest.length == 0
                        ? new String[] {HELP}
                        : Stream.concat(Arrays.stream(rest), Stream.of(HELP)).toArray(String[]::new);
            case "version" -> rest.length == 0 ? new String[] {"--version"} : arguments;
            case "shell" -> rest;
            default -> withoutRun(root, List.of(arguments)).toArray(String[]::new);
        };
    }

    /** Without {@code run} before a file or a text, also after options. */
    private static List<String> withoutRun(CommandLine root, List<String> arguments) {
        int run = firstFile(root, arguments, 0);
        if (run < 0
                || !arguments.get(run).equals(RUN)
                || firstFile(root, arguments, run + 1) < 0 && arguments.stream().noneMatch(Subcommand::isText)) {
            return arguments;
        }
        List<String> meant = new ArrayList<>(arguments);
        meant.remove(run);
        return meant;
    }

    /** The first argument from an index on that is neither an option nor the value of one; -1 if there is none. */
    private static int firstFile(CommandLine root, List<String> arguments, int from) {
        for (int i = from; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean waits = argument.equals("--wait")
                    && i + 1 < arguments.size()
                    && arguments.get(i + 1).matches("\\d+\\s*(ms|s|min|)");
            if (isBeforeItsValue(root, argument) || waits) {
                i++;
            } else if (argument.equals("-") || !argument.startsWith("-")) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the next argument is the value of an option. */
    private static boolean isBeforeItsValue(CommandLine root, String argument) {
        CommandLine.Model.OptionSpec option =
                argument.startsWith("-") ? root.getCommandSpec().optionsMap().get(argument) : null;
        return option != null && option.arity().min() > 0;
    }

    /** Whether a script is the next argument, or the rest of this one. */
    static boolean isText(String argument) {
        return argument.equals("-e") || argument.equals("--eval") || argument.startsWith("--eval=");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
