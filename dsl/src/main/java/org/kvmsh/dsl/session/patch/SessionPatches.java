package org.kvmsh.dsl.session.patch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.patch.Patch;
import org.kvmsh.bindings.abi.patch.PatchReader;
import org.kvmsh.bindings.proposal.ProposalKernel.Standing;
import org.kvmsh.dsl.call.ProposalBody;
import org.kvmsh.dsl.inspect.CallText;
import org.kvmsh.dsl.inspect.Explained;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;

/** The additions of patches to the headers of a session's board, and their implementation by a script. */
public final class SessionPatches {
    private static final String ON = "rfc 'FILE', on: 'vcpu'";

    private final PatchedSession session;
    private final Map<String, String> help = new ConcurrentHashMap<>();
    /** Puts the script's proposals in front of a board once more. */
    private final List<Runnable> proposed = new CopyOnWriteArrayList<>();

    /** The patches of a session. */
    public SessionPatches(PatchedSession session) {
        this.session = session;
    }

    /**
     * {@code rfc}: makes a patch's ioctls callable on the session's board.
     *
     * @param text a mail with a diff, a piece of a header, or a header
     */
    public PatchDefined read(String text) {
        return define(PatchReader.read(text, session.board().kernel().abi()));
    }

    /**
     * {@link #read} of a file, or of a text.
     *
     * @param fileOrText a file's name, or a text of more than one line
     * @param script the script that names the file, which may be beside it
     */
    public PatchDefined readFrom(String fileOrText, String script) {
        return define(
                PatchFile.read(fileOrText, script, session.board().kernel().abi(), null, session.files()));
    }

    /**
     * {@link #read} of a file or a text whose ioctls are called on one kind of descriptor.
     *
     * @param named {@code on:}, the kind by its word
     */
    public PatchDefined readFrom(Map<String, ?> named, String fileOrText, Site site) {
        Object on = new NamedArguments("rfc", List.of("on"), ON, named, site).get("on");
        FdKind kind = Stream.of(FdKind.values())
                .filter(one -> one.word().equals(String.valueOf(on)))
                .findFirst()
                .orElseThrow(() ->
                        new ScriptError(site, "on: must be 'kvm', 'vm', 'vcpu' or 'device', not " + on, "try: " + ON));
        return define(PatchFile.read(
                fileOrText, site.source(), session.board().kernel().abi(), kind, session.files()));
    }

    /**
     * {@link #read} of commits.
     *
     * @param named the commit or the range of commits, and its tree
     */
    public PatchDefined readCommit(Map<String, ?> named, Site site) {
        return define(PatchFile.read(
                PatchCommit.mails(named, site),
                site.source(),
                session.board().kernel().abi()));
    }

    private PatchDefined define(Patch patch) {
        if (patch.isEmpty()) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "this patch adds nothing to KVM's ABI",
                    patch.warnings().toArray(String[]::new));
        }
        session.board().kernel().define(patch.abi().with(patch.errnoRules()));
        patch.help().forEach((name, said) -> {
            if (!said.text().isEmpty()) {
                help.put(name, said.text());
            }
        });
        tellOther(patch);
        return new PatchDefined(patch);
    }

    /**
     * One line for what the patch adds for other architectures than the board's: a script does not print what rfc
     * returns.
     */
    private void tellOther(Patch patch) {
        Abi abi = patch.abi();
        List<String> names = Stream.concat(
                        patch.ioctls().stream().map(Ioctl::name),
                        patch.constants().stream().map(Constant::name))
                .filter(name -> abi.otherArchitecture(name) != null)
                .toList();
        if (!names.isEmpty()) {
            session.echo(() -> CallText.aside(
                    names.get(0) + (names.size() == 1 ? "" : " and " + (names.size() - 1) + " other names of the patch")
                            + (names.size() == 1 ? " is" : " are") + " for " + abi.otherArchitecture(names.get(0))
                            + "; board " + session.board().name() + " is " + abi.arch()));
        }
    }

    /** A patch's documentation of an ioctl that it adds, or null. */
    public String help(String ioctl) {
        return help.get(ioctl);
    }

    /** {@code proposal}: implements an ioctl that a patch defines on the session's board. */
    public ProposalMade propose(Object ioctl, ProposalBody body, Site site) {
        if (session.takesProposals()) {
            return new ProposalMade(String.valueOf(ioctl), Standing.ANSWERS);
        }
        proposed.add(() -> put(ioctl, body, site));
        ProposalMade made = put(ioctl, body, site);
        if (!made.getAnswers()) {
            session.echo(() -> CallText.aside(made.toString()));
        }
        return made;
    }

    private ProposalMade put(Object ioctl, ProposalBody body, Site site) {
        return new Proposals(session.board(), session.host()).put(ioctl, body, site, session.kept());
    }

    /** An ioctl in words; one that is only proposed is explained on any board. */
    public Explained explain(Object named, Site site) {
        return new Proposals(session.board(), session.host()).explain(named, site);
    }

    /** Puts every proposal in front of a board that was started again. */
    public void propose() {
        proposed.forEach(Runnable::run);
    }
}
