package org.kvmsh.dsl.session.need;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.IoctlAnswers;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Skipped;

/**
 * {@code needs ioctl: NAME, by: 'kernel'}: who must answer an ioctl.
 *
 * @param ioctl null if neither the board's headers nor the script's patches have the name
 * @param by null for any
 */
record IoctlNeed(String name, Ioctl ioctl, IoctlAnswers by) {
    static final String EXAMPLE = "needs ioctl: KVM_PPC_SET_PLATFORM, by: 'kernel'";

    /** @throws ScriptError if no architecture's table has the name, or {@code by:} is invalid */
    static IoctlNeed of(Object asked, Object by, Abi abi, Site site) {
        if (!(asked instanceof Ioctl) && !(asked instanceof CharSequence)) {
            throw new ScriptError(
                    site, "ioctl: must be the name of an ioctl; '" + asked + "' is not", "try: " + EXAMPLE);
        }
        String name = asked instanceof Ioctl known ? known.name() : asked.toString();
        if (!abi.hasIoctl(name)
                && Abi.tables().stream().noneMatch(table -> Abi.rfc(table).hasIoctl(name))) {
            List<String> known =
                    new ArrayList<>(abi.ioctls().stream().map(Ioctl::name).toList());
            throw new ScriptError(
                    site,
                    "no architecture has an ioctl " + name,
                    Nearest.note(name, known),
                    "for an ioctl that is in no released kernel, use rfc to load the patch that defines it");
        }
        return new IoctlNeed(name, abi.hasIoctl(name) ? abi.ioctl(name) : null, by == null ? null : by(by, site));
    }

    private static IoctlAnswers by(Object by, Site site) {
        return Stream.of(IoctlAnswers.KERNEL, IoctlAnswers.PROPOSAL, IoctlAnswers.NONE)
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(by.toString()))
                .findFirst()
                .orElseThrow(() -> new ScriptError(
                        site, "by: must be 'kernel', 'proposal' or 'none', not '" + by + "'", "try: " + EXAMPLE));
    }

    /** @throws Skipped if it is answered by another one, or not at all */
    void check(Board board, String boardName, Site site) {
        IoctlAnswers answers = ioctl == null ? IoctlAnswers.NONE : IoctlAnswers.of(board, ioctl);
        if (answers == IoctlAnswers.UNKNOWN) {
            throw new ScriptError(
                    site,
                    "cannot probe whether the kernel has " + name
                            + ": no capability advertises it, and calling it has side effects",
                    "try: needs boards: '" + board.name() + "'");
        }
        boolean met = by == null ? answers != IoctlAnswers.NONE : answers == by;
        if (!met) {
            throw new Skipped(wanted()
                    + switch (answers) {
                        case KERNEL -> "the kernel of " + boardName + " has it";
                        case PROPOSAL -> "a proposal implements it on " + boardName;
                        default -> boardName + " does not support it";
                    });
        }
    }

    private String wanted() {
        return "needs a board "
                + switch (by == null ? IoctlAnswers.UNKNOWN : by) {
                    case KERNEL -> "whose kernel has " + name;
                    case PROPOSAL -> "where a proposal implements " + name;
                    case NONE -> "without " + name;
                    case UNKNOWN -> "with " + name;
                }
                + "; ";
    }
}
