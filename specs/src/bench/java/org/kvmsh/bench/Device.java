package org.kvmsh.bench;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.session.Session;

/** Boards as kvmsh itself opens them. */
final class Device {
    private Device() { }

    static Session session(String name) throws BoardUnavailable {
        Board board = new Boards(System.getenv()).open(name);
        return new Session(board, new HostFacts(board, List::of), line -> { });
    }

    /** The file that C opens where kvmsh opens the board "kvm". */
    static String path() {
        return System.getenv().getOrDefault("KVMSH_KVM", "/dev/kvm");
    }

    /** Why the benchmark's guest cannot run on this host's KVM; null if it can. */
    static String whyNot() {
        try (Session session = session(Boards.KVM)) {
            return session.board().arch() == Arch.X86_64 ? null : "the guest is x86 code, and this is " + session.board().arch();
        } catch (BoardUnavailable e) {
            return e.getMessage();
        }
    }
}
