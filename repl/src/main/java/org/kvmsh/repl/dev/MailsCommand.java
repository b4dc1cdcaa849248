package org.kvmsh.repl.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.patch.ListMail;
import org.kvmsh.bindings.abi.patch.MailSeries;
import org.kvmsh.bindings.abi.patch.PatchError;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dev mails}: how many of the patches that were mailed to a list kvmsh can read. */
@Command(
        name = "mails",
        description = "Try to parse each patch to KVM's headers in a mailing list archive, and count how many"
                + " patches can be parsed.",
        sortOptions = false)
final class MailsCommand extends KvmshCommand {
    @Parameters(
            paramLabel = "DIRECTORY",
            description = "A public-inbox git repository, or a directory with one email per file.")
    private Path directory;

    MailsCommand(Invocation invocation) {
        super(invocation, "kvmsh dev mails");
    }

    @Override
    public Integer call() {
        if (!Files.isDirectory(directory)) {
            return refuse(directory + " is not a directory", ExitStatus.USAGE);
        }
        try {
            List<ListMail> mails = new ArrayList<>();
            int all = new MailArchive(directory, new Programs(environment())).read(text -> {
                try {
                    ListMail mail = ListMail.of(text);
                    if (mail != null) {
                        mails.add(mail);
                    }
                } catch (PatchError e) {
                    tell("a mail cannot be decoded: " + e.getMessage());
                }
            });
            MailSeries series = new MailSeries(mails);
            List<MailReading> readings = mails.parallelStream()
                    .map(mail -> MailReading.of(mail, series))
                    .toList();
            new MailTable(all, readings).lines().forEach(out::println);
            return readings.stream().anyMatch(reading -> reading.result() == MailReading.Result.WRONG)
                    ? ExitStatus.FAILED
                    : ExitStatus.SUCCESS;
        } catch (IOException | UncheckedIOException e) {
            return refuse(e.getMessage(), ExitStatus.FAILED);
        } finally {
            out.flush();
        }
    }
}
