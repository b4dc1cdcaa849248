package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;

/**
 * Reads what a patch adds to a KVM ABI: a mail with a unified diff, quoted, encoded or not, a mailbox with several of
 * them, a piece of a header with + before its lines, or the header itself.
 */
public final class PatchReader {
    private PatchReader() {}

    /**
     * Reads a patch over the ABI that its own names are added to; throws {@link PatchError} where it cannot be read.
     */
    public static Patch read(String text, Abi over) {
        return read(text, over, null);
    }

    /**
     * Reads a patch whose reader knows which kind of descriptor takes its ioctls.
     *
     * @param on the kind, where the patch's document names none; null for what the patch says
     */
    public static Patch read(String text, Abi over, FdKind on) {
        if (text.isBlank()) {
            throw new PatchError(1, "expected a patch, but the text is empty");
        }
        List<PatchMail> mails = new ArrayList<>();
        int hunks = 0;
        for (Mailbox.Mail sent : Mailbox.of(text)) {
            PatchMail mail = new PatchMail(sent, hunks);
            mails.add(mail);
            hunks += mail.diff().hunks();
        }
        return together(mails, over, on);
    }

    /** Each over what those before it added, as git am applies them. */
    private static Patch together(List<PatchMail> mails, Abi base, FdKind on) {
        MailVersions versions = new MailVersions(patches(mails));
        List<PatchMail> patches = versions.newest();
        PatchMail.Series series = PatchMail.Series.of(patches, base, on);
        List<Patch> read = new ArrayList<>();
        Abi over = base;
        for (PatchMail mail : patches) {
            Patch patch = mail.patch(over, series);
            if (patch != null) {
                read.add(patch);
                over = patch.abi();
            }
        }
        if (read.isEmpty()) {
            throw patches.get(0).nothing();
        }
        return combined(read, mails.get(0).head(), series, over, versions.warnings());
    }

    /** A cover letter and answers to a patch are no patches, where the mailbox has one. */
    private static List<PatchMail> patches(List<PatchMail> mails) {
        List<PatchMail> diffs =
                mails.stream().filter(mail -> mail.diff().isDiff()).toList();
        List<PatchMail> sent =
                diffs.stream().filter(mail -> !mail.diff().isQuoted()).toList();
        return mails.size() == 1 || diffs.isEmpty() ? mails : sent.isEmpty() ? diffs : sent;
    }

    private static Patch combined(
            List<Patch> read, MailHead head, PatchMail.Series series, Abi abi, List<String> skipped) {
        Set<String> ioctls = new LinkedHashSet<>();
        Set<String> structs = new LinkedHashSet<>();
        Map<String, Constant> constants = new LinkedHashMap<>();
        Set<String> warnings = new LinkedHashSet<>(skipped);
        Map<String, Set<String>> grown = new LinkedHashMap<>();
        StringBuilder table = new StringBuilder();
        for (Patch patch : read) {
            patch.ioctls().stream().map(Ioctl::name).forEach(ioctls::add);
            patch.structs().stream().map(Struct::name).forEach(structs::add);
            patch.constants().forEach(constant -> constants.put(constant.name(), constant));
            warnings.addAll(patch.warnings());
            patch.grown()
                    .forEach((struct, members) -> grown.computeIfAbsent(struct, key -> new LinkedHashSet<>())
                            .addAll(members));
            table.append(patch.table());
        }
        if (ioctls.isEmpty()) {
            warnings.add("the patch defines no ioctl");
        }
        List<Constant> all = List.copyOf(constants.values());
        return new Patch(
                head.title(),
                head.author(),
                head.date(),
                head.origin(),
                ioctls.stream().map(abi::ioctl).toList(),
                structs.stream().map(abi::struct).toList(),
                all,
                all.stream().filter(one -> one.name().startsWith("KVM_CAP_")).toList(),
                series.help(),
                List.copyOf(warnings),
                table.toString(),
                abi,
                grown);
    }
}
