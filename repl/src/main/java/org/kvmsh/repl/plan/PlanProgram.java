package org.kvmsh.repl.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.dryrun.NeedsMachine;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.Loading;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.OtherBoards;
import org.kvmsh.dsl.script.Causes;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Skipped;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.PlanReader;
import org.kvmsh.dsl.session.PlansAsJson;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.repl.abi.FactsFile;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.cli.StandardOutput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvmsh plan}: a script's VMs on a board, call by call, without creating anything. */
@Command(
        name = "plan",
        sortOptions = false,
        description = "Show the calls that would create a script's VMs on a board, why each is needed and what"
                + " each errno would mean. No call is made. The script runs up to the first line that"
                + " needs the result of a call.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:success",
            "1:the board cannot run the plan, the plan breaks a rule, or the script has an error",
            "2:usage error"
        })
public final class PlanProgram extends KvmshCommand {
    private final Boards boards = boards();
    private final StandardOutput err;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "A script.")
    private Path file;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "Passed to the script as args. Put -- before arguments that begin with a -.")
    private List<String> arguments = List.of();

    @Option(
            names = {"-e", "--eval"},
            paramLabel = "TEXT",
            description = "Show the plan of TEXT, a script given on the command line.")
    private String text;

    @Option(
            names = "--lang",
            paramLabel = "LANGUAGE",
            description = "groovy or js. Default: by file extension, otherwise groovy.")
    private String language;

    @Option(
            names = {"-b", "--board"},
            paramLabel = "NAME",
            description =
                    "The board to plan for; only its capabilities are read. Default: kvm, or model:x86_64 if this host"
                            + " has no KVM.")
    private String board;

    @Option(
            names = "--facts",
            paramLabel = "FILE",
            description =
                    "Plan for the board whose facts are in FILE, as written by kvmsh boards facts NAME; no board is"
                            + " opened.")
    private Path facts;

    @Option(
            names = "--probe",
            description = "Also create VMs on the board, to probe what cannot be probed without a VM: VM types,"
                    + " device types and proposed ioctls.")
    private boolean probe;

    @Option(
            names = "--unchecked",
            description = "Show the plan even if it breaks rules that kvmsh knows, and list each broken rule.")
    private boolean unchecked;

    @Option(
            names = "--json",
            description = "Print all plans as one JSON document: for each step its reason, its source location and its"
                    + " calls with the fields of their arguments. What the script prints goes to standard error.")
    private boolean json;

    @Option(names = "--trace-errors", description = "Show the Java stack trace of an error.")
    private boolean traceErrors;

    /** Null for text. */
    private PlansAsJson document;

    private PlanProgram(Invocation invocation) {
        super(invocation, "kvmsh plan");
        this.err = invocation.err();
    }

    public static CommandLine line(Invocation invocation) {
        return new CommandLine(new PlanProgram(invocation));
    }

    @Override
    public Integer call() {
        if ((file == null) == (text == null)) {
            return refuse("missing argument: FILE or -e TEXT", ExitStatus.USAGE);
        }
        if (board != null && facts != null) {
            return refuse("-b NAME and --facts FILE are mutually exclusive", ExitStatus.USAGE);
        }
        if (language != null && Language.named(language).isEmpty()) {
            return refuse(
                    "unknown language: " + language + "; supported languages: "
                            + String.join(" and ", Language.names()),
                    ExitStatus.USAGE);
        }
        document = json ? new PlansAsJson() : null;
        try {
            Source source = source();
            Kvmsh.warmUp(language(), Loading.COMPILER);
            return facts != null ? plan(source, FactsFile.read(facts)) : plan(source);
        } catch (IOException e) {
            return refuse(e.getMessage(), ExitStatus.USAGE);
        } catch (BoardUnavailable e) {
            return refuse(e);
        }
    }

    private Language language() {
        return language != null
                ? Language.named(language).orElseThrow()
                : file == null ? Language.GROOVY : Language.ofFile(file.toString());
    }

    private Source source() throws IOException {
        if (text != null) {
            return new Source("-e", text);
        }
        return Source.read(file, arguments);
    }

    private int plan(Source source, FactsFile kept) {
        HostFacts host = new HostFacts(
                kept.name() + " (" + kept.kind().with(kept.caveat()) + ")",
                kept::abi,
                kept,
                OtherBoards.of(boards),
                kept.hugePages());
        return plan(source, Session.onPaper(kept.name(), kept.kind(), kept.caveat(), host, reader()));
    }

    private int plan(Source source) throws BoardUnavailable {
        try (Board opened = open()) {
            HostFacts host = new HostFacts(opened, OtherBoards.of(boards));
            return plan(
                    source,
                    Session.onPaper(
                            opened.name(), opened.kind(), opened.caveat(), probe ? host : host.onPaper(), reader()));
        }
    }

    private Board open() throws BoardUnavailable {
        return boards.openOrStandIn(
                board,
                why -> (json ? err : out)
                        .println("planning for " + Boards.MODEL + "; KVM is not available on this host: " + why));
    }

    private PlanReader reader() {
        return document != null ? document : new PlanText(out);
    }

    private int plan(Source source, Session session) {
        try (Kvmsh kvmsh = new Kvmsh(boards, json ? err : out, step -> {})
                .tracingErrors(traceErrors)
                .unchecked(unchecked)) {
            kvmsh.use(session);
            out.whenLost(kvmsh::end);
            return follow(source, kvmsh, session);
        } finally {
            out.flush();
        }
    }

    private int follow(Source source, Kvmsh kvmsh, Session session) {
        try {
            Object value = kvmsh.run(language(), source, false);
            if (value instanceof PlanOnPaper plan) {
                reader().plan(plan);
            }
            return ended(kvmsh, session, null, null, null);
        } catch (ScriptError e) {
            Skipped skipped = Skipped.behind(e);
            Failure why = skipped != null ? null : kvmsh.failure(e);
            boolean needsMachine = skipped == null && Causes.first(e, NeedsMachine.class) != null;
            return ended(
                    kvmsh,
                    session,
                    skipped == null ? null : skipped.getMessage(),
                    needsMachine ? why : null,
                    needsMachine ? null : why);
        }
    }

    private int ended(Kvmsh kvmsh, Session session, String skipped, Failure needsMachine, Failure error) {
        List<String> notChecked = error != null ? List.of() : kvmsh.notChecked(language());
        if (document != null) {
            out.println(document.document(skipped, needsMachine, error, notChecked));
        } else if (skipped != null) {
            out.println("skipped: " + skipped);
        } else if (needsMachine != null) {
            needsMachine.after("planned up to ").forEach(out::println);
        } else if (error == null) {
            out.println("planned to the end");
        }
        out.flush();
        if (error != null && !out.isLost()) {
            err.println(error);
        }
        if (document == null) {
            notChecked.forEach(line -> out.println("not checked: " + line));
        }
        return error != null || session.tests().isFailedOnPaper() ? ExitStatus.FAILED : ExitStatus.SUCCESS;
    }
}
