package org.kvmsh.repl.commands;

/** {@code /rfc}: a patch pasted into the shell, with any quotes and backslashes. */
final class RfcCommand implements ShellCommand {
    private static final String END = ".";

    private final ShellControl shell;

    RfcCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override
    public String usage() {
        return "/rfc";
    }

    @Override
    public String about() {
        return "paste a patch email, then a line with a single dot; the patch's ioctls become callable. For a file,"
                + " use rfc 'FILE'";
    }

    @Override
    public void run(String argument) {
        StringBuilder text = new StringBuilder();
        // A terminal may hand a whole paste over as one line with line ends in it.
        while (!text.toString().endsWith("\n" + END + "\n") && !text.toString().equals(END + "\n")) {
            String line = shell.readLine("rfc> ");
            if (line == null) {
                shell.out().println("no patch was imported");
                return;
            }
            text.append(line).append('\n');
        }
        shell.definePatch(text.substring(0, text.length() - END.length() - 1));
    }
}
