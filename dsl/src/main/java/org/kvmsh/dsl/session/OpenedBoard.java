package org.kvmsh.dsl.session;

import java.util.function.Supplier;
import org.kvmsh.dsl.inspect.Calls;
import org.kvmsh.dsl.inspect.Capabilities;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.VmWords;
import org.kvmsh.dsl.word.Word;

/**
 * A board as a script has it: the one that it runs on, or one that it opened beside that. Machines of the latter are
 * driven as any other; words without a machine are about the script's own board.
 */
public final class OpenedBoard {
    private final Session session;
    private final Session owner;
    private final Supplier<VmWords> words;
    private boolean closed;

    /**
     * @param session of this board
     * @param owner the session that the script runs on
     * @param words the words of a {@code vm} block
     */
    OpenedBoard(Session session, Session owner, Supplier<VmWords> words) {
        this.session = session;
        this.owner = owner;
        this.words = words;
    }

    Session session() {
        return session;
    }

    @Word(value = "its name", example = "b.name")
    public String getName() {
        return session.board().name();
    }

    @Word(value = "its kind (real, emulated, remote or model), and any limitation", example = "b.kind")
    public String getKind() {
        return session.board().kindInWords();
    }

    @Word(value = "its architecture", example = "b.arch")
    public String getArch() {
        return session.board().arch().toString();
    }

    @Word(
            value = "its kernel's page size in bytes; memslot addresses and sizes must be multiples of it",
            example = "b.pageSize")
    public int getPageSize() {
        return session.board().kernel().pageSize();
    }

    @Word(
            value = "create a VM on this board; returns a machine",
            example = "def m = b.vm { memory at: 0, size: 64.KB }",
            js = "const m = b.vm({memory: {at: 0, size: KB(64)}})",
            block = true)
    public Machine vm(Block block) {
        checkOpen();
        return owner.named(session, () -> session.bringUp(words.get(), block));
    }

    @Word(
            value = "show the calls that vm { } would make on this board for this block, without making them",
            example = "b.plan { memory at: 0, size: 64.KB; vcpu 0 }",
            js = "b.plan({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000}})",
            block = true)
    public PlanOnPaper plan(Block block) {
        checkOpen();
        return owner.named(session, () -> session.plan(words.get(), block));
    }

    @Word(value = "the capabilities whose names match a pattern, with their meanings", example = "b.caps '*MEM*'")
    public Capabilities caps(String pattern) {
        checkOpen();
        return session.inspection().capabilities(pattern);
    }

    @Word(value = "the calls made on this board", example = "b.trace")
    public Calls getTrace() {
        return session.trace().calls();
    }

    @Word(
            value = "close the board and its machines, and end every process that was started for the board",
            example = "b.close()")
    public void close() {
        if (session == owner) {
            throw new ScriptError(
                    Site.UNKNOWN, "the script's own board cannot be closed; it stays open until the session ends");
        }
        if (!closed) {
            closed = true;
            session.closeMachines();
            owner.faults().lastOf(session.faults());
            owner.closed(this);
            session.close();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new ScriptError(Site.UNKNOWN, "board " + session.board().name() + " is closed");
        }
    }

    /** {@code qemu:arm64 (emulated), Linux 6.1 in QEMU, arm64 with EL2 and a GICv2}. */
    @Override
    public String toString() {
        return session.board() + ", " + session.board().about() + (closed ? ", closed" : "");
    }
}
