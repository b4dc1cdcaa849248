package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;

/** The patches of a list's archive, each read over the patches before it in its series. */
public final class MailSeries {
    private final Map<String, ListMail> byId = new HashMap<>();
    private final Map<String, List<ListMail>> byDate = new HashMap<>();

    /** @param mails of the archive, with diffs of KVM's headers */
    public MailSeries(List<ListMail> mails) {
        for (ListMail mail : mails) {
            byId.put(mail.id(), mail);
            byDate.computeIfAbsent(mail.date(), date -> new ArrayList<>()).add(mail);
        }
    }

    /**
     * The patch of a mail; throws {@link PatchError} where it cannot be read. A patch before it that cannot be read is
     * left out.
     *
     * @param base what the first patch of the series is read over
     */
    public Patch read(ListMail mail, Abi base) {
        Abi over = base;
        for (ListMail before : before(mail)) {
            try {
                over = PatchReader.read(before.text(), over).abi();
            } catch (PatchError e) {
                // Its own reading reports it; the later ones may not need it.
            }
        }
        return PatchReader.read(mail.text(), over);
    }

    /** The patches before it in its series; before a reply those of the patch that it answers. */
    public List<ListMail> before(ListMail mail) {
        ListMail patch = mail;
        if (mail.reply()) {
            patch = mail.answered().stream()
                    .map(byId::get)
                    .filter(answered -> answered != null && !answered.reply())
                    .findFirst()
                    .orElse(mail);
        }
        ListMail of = patch;
        return byDate.getOrDefault(of.date(), List.of()).stream()
                .filter(other -> other.isBeside(of) && other.number() < of.number())
                .sorted(Comparator.comparingInt(ListMail::number))
                .toList();
    }
}
