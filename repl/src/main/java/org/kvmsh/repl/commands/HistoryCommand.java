package org.kvmsh.repl.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code /history [N|TEXT]}: what was typed in this session, and what failed. */
final class HistoryCommand implements ShellCommand {
    private static final String FAILED = "! ";

    private final ShellControl shell;

    HistoryCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override
    public String usage() {
        return "/history [N|TEXT]";
    }

    @Override
    public String about() {
        return "list the inputs of this session with their boards and failures. N: show input N in full. TEXT: list"
                + " the inputs that contain TEXT";
    }

    @Override
    public void run(String argument) {
        List<NumberedText> all = shell.numbered();
        List<String> lines = new ArrayList<>();
        if (argument.matches("\\d+")) {
            all.stream()
                    .filter(each -> each.number() == Integer.parseInt(argument))
                    .forEach(each -> whole(each, lines));
            if (lines.isEmpty()) {
                lines.add("no input " + argument
                        + (all.isEmpty()
                                ? "; nothing has been typed yet"
                                : "; this session has inputs 1 to "
                                        + all.get(all.size() - 1).number()));
            }
        } else {
            String wanted = argument.toLowerCase(Locale.ROOT);
            all.stream()
                    .filter(each -> (each.text().text() + "\n" + each.failure())
                            .toLowerCase(Locale.ROOT)
                            .contains(wanted))
                    .forEach(each -> brief(each, lines));
            if (lines.isEmpty()) {
                lines.add(argument.isEmpty() ? "nothing has been typed yet" : "no input contains " + argument);
            }
        }
        shell.page(("/history " + argument).strip(), lines);
    }

    private static void brief(NumberedText each, List<String> lines) {
        List<String> text = each.text().text().strip().lines().toList();
        lines.add(String.format(
                "%4d  %s %s: %s%s",
                each.number(),
                each.text().board(),
                each.text().language(),
                text.isEmpty() ? "" : text.get(0),
                text.size() > 1 ? " … (" + text.size() + " lines)" : ""));
        if (each.failure() != null) {
            lines.add("      " + FAILED + each.failure().lines().findFirst().orElse(""));
        }
    }

    private static void whole(NumberedText each, List<String> lines) {
        lines.add("input " + each.number() + ", " + each.text().language() + ", on "
                + each.text().board() + ":");
        each.text().text().lines().forEach(line -> lines.add("  " + line));
        if (each.failure() != null) {
            lines.add("failed:");
            each.failure().lines().forEach(line -> lines.add("  " + line));
        }
    }

    @Override
    public List<String> arguments() {
        return shell.numbered().stream()
                .map(each -> String.valueOf(each.number()))
                .toList();
    }
}
