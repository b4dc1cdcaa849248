package org.kvmsh.repl.abi;

import static org.kvmsh.repl.abi.ProposalNotation.quoted;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Command;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.patch.IoctlHelp;
import org.kvmsh.bindings.abi.patch.Patch;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.lang.Language;

/**
 * A first script about a patch: a proposal for each ioctl that the patch defines, with each field of its argument, and
 * a test for each error that the patch names.
 */
final class ProposalScript {
    private static final String PREFIX = "KVM_";
    private static final String ARGUMENT = "arg";
    private static final int LONGEST_REASON = 160;

    private final Patch patch;
    private final ProposalNotation notation;
    private final List<String> lines = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private ProposalScript(Patch patch, ProposalNotation notation) {
        this.patch = patch;
        this.notation = notation;
    }

    /**
     * The script.
     *
     * @param file the patch, as the script is to find it
     */
    static List<String> of(Patch patch, String file, Language language) {
        ProposalScript script = new ProposalScript(patch, ProposalNotation.of(language));
        script.head(file, language);
        List<ProposedCall> calls = patch.ioctls().stream()
                .map(ioctl -> new ProposedCall(ioctl, patch.help().get(ioctl.name()), patch.abi()))
                .toList();
        calls.forEach(script::proposal);
        Map<Ioctl, List<Command>> commands = patch.constants().stream()
                .map(constant -> Command.of(constant.name()))
                .filter(command -> command != null
                        && patch.abi().hasIoctl(command.ioctl())
                        && patch.abi().hasStruct(command.struct()))
                .collect(Collectors.groupingBy(
                        command -> patch.abi().ioctl(command.ioctl()), LinkedHashMap::new, Collectors.toList()));
        commands.forEach(script::commands);
        List<EnabledCapability> enabled = EnabledCapability.of(patch);
        enabled.forEach(script::capability);
        script.constants();
        script.machine(Stream.of(
                        patch.ioctls().stream(),
                        commands.keySet().stream(),
                        enabled.stream().limit(1).map(any -> patch.abi().ioctl(EnabledCapability.IOCTL)))
                .flatMap(all -> all)
                .toList());
        calls.forEach(script::tests);
        commands.forEach(script::testsOfCommands);
        enabled.forEach(script::testsOfCapability);
        return script.lines;
    }

    private void head(String file, Language language) {
        comment("A skeleton for " + patch.origin() + ":");
        comment("a proposal for each ioctl, with each field of its argument, and a test for each error that the patch");
        comment("names. The tests that are skipped are still to be written.");
        comment("  kvmsh test -b rfc:" + board() + " FILE." + language);
        lines.add("");
        lines.add(notation.statement("needs", notation.named("boards", quoted("rfc:*"))));
        lines.add("");
        lines.add(notation.statement("rfc", quoted(file)));
    }

    /** A model of the architecture, or what else most hosts have. */
    private String board() {
        return new Boards(Map.of())
                .all().stream()
                        .filter(board -> board.name().startsWith("model:")
                                && !board.name().equals(Boards.RFC))
                        .filter(board -> board.arch() == patch.abi().arch())
                        .map(BoardEntry::name)
                        .findFirst()
                        .orElse(Boards.KVM);
    }

    private void comment(String text) {
        lines.add("// " + text.replaceAll("\\s+$", ""));
    }

    private void proposal(ProposedCall call) {
        List<String> body = new ArrayList<>();
        Ioctl ioctl = call.ioctl();
        if (call.argument() == null) {
            body.add("// The ioctl takes a plain value, or no argument.");
        } else if (ioctl.data() != Direction.OUT) {
            body.add("// What the caller sent: "
                    + String.join(
                            ", ",
                            call.values().keySet().stream()
                                    .map(field -> field.type() + " " + ARGUMENT + "." + field.name())
                                    .toList()));
        }
        for (ProposedCall.Error error : call.errors()) {
            if (error.isUnreadable()) {
                body.add("// EFAULT is returned before a proposal is called.");
            } else if (error.together().isEmpty()) {
                body.add("// if (...) return -" + error.errno() + "  // " + brief(error.reason()));
            } else {
                body.add("if (" + notation.condition(ARGUMENT + ".", error.together()) + ") return -" + error.errno());
            }
        }
        if (ioctl.data() == Direction.OUT && call.argument() != null) {
            body.addAll(assigned(call.values()));
        } else if (ioctl.data() == Direction.IN_OUT) {
            body.add("// What is written to arg goes back to the caller.");
        }
        lines.add("");
        lines.addAll(notation.block("proposal", ioctl.name(), ARGUMENT, body, "0"));
    }

    private void constants() {
        if (patch.constants().isEmpty()) {
            return;
        }
        lines.add("");
        List<String> body = new ArrayList<>();
        for (Constant constant : patch.constants()) {
            body.add(notation.expect(constant.name() + " == " + notation.constant(constant.value())));
        }
        lines.addAll(notation.block("test", quoted(name("the patch's constants")), "", body, ""));
    }

    /** A proposal for an ioctl that every kernel has, in which the patch adds commands. */
    private void commands(Ioctl ioctl, List<Command> added) {
        List<String> body = new ArrayList<>();
        errors(ioctl).forEach((errno, reason) -> body.add("// if (...) return -" + errno + "  // " + brief(reason)));
        added.forEach(command -> body.add("if (" + ARGUMENT + "." + command.field() + " == " + command + ") return 0"));
        lines.add("");
        lines.addAll(notation.block("proposal", ioctl.name(), ARGUMENT, body, "-EINVAL"));
    }

    /** A proposal for a capability that KVM_ENABLE_CAP enables. */
    private void capability(EnabledCapability enabled) {
        List<String> body = new ArrayList<>();
        if (!enabled.parameters().isEmpty()) {
            body.add("// " + brief(enabled.parameters()));
        }
        enabled.errors().forEach((errno, reason) -> body.add("// if (...) return -" + errno + "  // " + brief(reason)));
        lines.add("");
        lines.addAll(notation.block("proposal", enabled.name(), ARGUMENT, body, "0"));
    }

    private void testsOfCapability(EnabledCapability enabled) {
        lines.add("");
        test(
                enabled.name() + " is accepted",
                List.of(notation.expectAccepted(
                        notation.ioctl("m", EnabledCapability.IOCTL + ", " + notation.named("cap", enabled.name())))));
        enabled.errors()
                .forEach((errno, reason) -> test(
                        enabled.name() + ": " + errno + ": " + brief(reason),
                        notWritten("a call with which the kernel returns " + errno)));
    }

    private Map<String, String> errors(Ioctl ioctl) {
        IoctlHelp help = patch.help().get(ioctl.name());
        Map<String, String> reasons = new LinkedHashMap<>();
        if (help != null) {
            reasons.putAll(help.places());
            reasons.putAll(help.errors());
        }
        return reasons;
    }

    private void testsOfCommands(Ioctl ioctl, List<Command> added) {
        for (Command command : added) {
            lines.add("");
            test(
                    command + " of " + ioctl + " is accepted",
                    List.of(notation.expectAccepted(notation.ioctl(
                            receiver(ioctl), ioctl + ", " + notation.named(command.field(), command.name())))));
        }
        errors(ioctl)
                .forEach((errno, reason) -> test(
                        ioctl + ": " + errno + ": " + brief(reason),
                        notWritten("a call with which the kernel returns " + errno)));
    }

    private void machine(List<Ioctl> ioctls) {
        boolean vcpu = ioctls.stream().anyMatch(ioctl -> receiver(ioctl).startsWith("m.vcpu"));
        boolean vm = ioctls.stream().anyMatch(ioctl -> receiver(ioctl).startsWith("m"));
        if (vm) {
            lines.add("");
            lines.add(notation.define("m", vcpu ? notation.vcpuMachine() : notation.emptyMachine()));
        }
    }

    /** What the ioctl is called on; empty for a device, which a script has to create first. */
    private static String receiver(Ioctl ioctl) {
        return ioctl.on().contains(FdKind.VM)
                ? "m"
                : ioctl.on().contains(FdKind.VCPU) ? "m.vcpu(0)" : ioctl.on().contains(FdKind.SYSTEM) ? "kvm" : "";
    }

    private void tests(ProposedCall call) {
        Ioctl ioctl = call.ioctl();
        if (ioctl.struct() != null) {
            List<String> body = new ArrayList<>();
            body.add(notation.define(ARGUMENT, "struct(" + quoted(ioctl.struct().name()) + ")"));
            body.addAll(assigned(call.values()));
            lines.add("");
            comment("The argument of " + ioctl.name() + ", with a value that the patch accepts in each field.");
            lines.addAll(notation.defineFunction(camel(ioctl.name()), body, ARGUMENT));
        }
        lines.add("");
        test(ioctl.name() + " is accepted", accepted(call));
        returned(call);
        for (ProposedCall.Error error : call.errors()) {
            test(
                    ioctl.name() + ": " + error.errno()
                            + (error.together().isEmpty()
                                    ? ": " + brief(error.reason())
                                    : " if " + notation.condition("", error.together())),
                    refused(call, error));
        }
    }

    private List<String> assigned(Map<Field, BigInteger> values) {
        return values.entrySet().stream()
                .map(one ->
                        ARGUMENT + "." + one.getKey().name() + " = " + notation.number(one.getValue(), one.getKey()))
                .toList();
    }

    private List<String> accepted(ProposedCall call) {
        String receiver = receiver(call.ioctl());
        return receiver.isEmpty()
                ? notWritten("the device whose descriptor takes " + call.ioctl().name())
                : List.of(notation.expectAccepted(
                        notation.ioctl(receiver, call.ioctl().name() + given(call))));
    }

    /** The fields that come back; a kernel has other values in them. */
    private void returned(ProposedCall call) {
        Ioctl ioctl = call.ioctl();
        boolean returns = ioctl.data() == Direction.OUT || ioctl.data() == Direction.IN_OUT;
        if (!returns || call.argument() == null || receiver(ioctl).isEmpty()) {
            return;
        }
        List<String> body = new ArrayList<>();
        body.add(notation.statement("needs", notation.named("ioctl", ioctl.name(), "by", quoted("proposal"))));
        body.add(notation.define("answer", notation.ioctl(receiver(ioctl), ioctl.name() + given(call))));
        call.values()
                .forEach((field, value) ->
                        body.add(notation.expect("answer" + (ioctl.struct() == null ? "" : "." + field.name()) + " == "
                                + notation.number(value, field))));
        test(ioctl.name() + " returns what the proposal wrote", body);
    }

    /** The argument of a call that is accepted. */
    private String given(ProposedCall call) {
        return call.argument() == null
                ? ""
                : ", " + (call.ioctl().struct() != null ? camel(call.ioctl().name()) + "()" : scalar(call.values()));
    }

    private String scalar(Map<Field, BigInteger> values) {
        Map.Entry<Field, BigInteger> only = values.entrySet().iterator().next();
        return notation.number(only.getValue(), only.getKey());
    }

    private List<String> refused(ProposedCall call, ProposedCall.Error error) {
        Ioctl ioctl = call.ioctl();
        String receiver = receiver(ioctl);
        if (!receiver.isEmpty() && error.isUnreadable() && ioctl.struct() != null) {
            return List.of(notation.expectErrno(error.errno(), notation.ioctl(receiver, ioctl.name() + ", 0")));
        }
        if (receiver.isEmpty() || error.together().isEmpty()) {
            return notWritten("a call with which the kernel returns " + error.errno());
        }
        List<String> body = new ArrayList<>();
        body.add("// The patch: " + brief(error.reason()));
        if (ioctl.struct() != null) {
            body.add(notation.define(ARGUMENT, camel(ioctl.name()) + "()"));
            body.addAll(assigned(error.meeting()));
        }
        String argument = ioctl.struct() != null ? ARGUMENT : scalar(error.meeting());
        body.add(notation.expectErrno(error.errno(), notation.ioctl(receiver, ioctl.name() + ", " + argument)));
        return body;
    }

    private List<String> notWritten(String what) {
        return List.of(notation.statement("skip", quoted("not written: " + what)));
    }

    private void test(String name, List<String> body) {
        lines.addAll(notation.block("test", quoted(name(name)), "", body, ""));
    }

    private String name(String wanted) {
        String name = wanted;
        for (int again = 2; !names.add(name); again++) {
            name = wanted + " (" + again + ")";
        }
        return name;
    }

    private static String brief(String reason) {
        String text = reason.replaceAll("\\s+", " ").strip();
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "...";
    }

    /** KVM_SET_DEVICE_ADDRESS as setDeviceAddress. */
    private static String camel(String ioctl) {
        StringBuilder name = new StringBuilder();
        for (String word :
                ioctl.substring(ioctl.startsWith(PREFIX) ? PREFIX.length() : 0).split("_")) {
            String small = word.toLowerCase(Locale.ROOT);
            name.append(
                    name.isEmpty() || small.isEmpty()
                            ? small
                            : small.substring(0, 1).toUpperCase(Locale.ROOT) + small.substring(1));
        }
        return name + "Argument";
    }
}
