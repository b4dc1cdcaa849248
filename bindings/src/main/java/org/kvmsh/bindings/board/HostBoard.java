package org.kvmsh.bindings.board;

/** This host's KVM without a list of boards: {@code try (Board board = HostBoard.open())}. */
public final class HostBoard {
    private HostBoard() {}

    /**
     * Opens this host's KVM. KVMSH_KVM in the environment names another device than /dev/kvm.
     *
     * @throws BoardUnavailable if the host has no KVM, or this user may not open it
     */
    public static Board open() throws BoardUnavailable {
        return new LocalBoards(System.getenv())
                .reach(BoardName.parse(Boards.KVM))
                .open();
    }
}
