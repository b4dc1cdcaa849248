package org.kvmsh.bindings.board;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Boards that run in an emulator, for which kvmsh gets programs and kernels. */
public interface EmulatedBoards extends BoardSource {
    /** Whether the emulator of the board is installed, with or without a kernel. */
    boolean isInstalled(String board);

    /**
     * Installs what a board needs, and returns a line that tells what was installed.
     *
     * @param jvm      whether the board is to run kvmsh itself
     * @param progress told in a few words what is being done
     */
    String setUp(BoardName name, boolean jvm, Consumer<String> progress) throws BoardUnavailable;

    /** Removes the kernel that setting the board up got, and returns a line that tells what was removed. */
    String remove(BoardName name) throws BoardUnavailable;

    /** Builds a kernel for the board, unless one of the same source is kept, and returns a line that tells what it is. */
    String buildKernel(BoardName name, KernelRequest request, Progress progress) throws BoardUnavailable;

    /** The kernels that were built, by architecture and name. */
    List<KeptKernel> kernels();

    /** Removes a kernel that was built for the board's architecture. */
    void removeKernel(BoardName name, String kernel) throws BoardUnavailable;

    /**
     * Starts the board and runs a script on it by its own kvmsh.
     *
     * @param jars    kvmsh's jars, in the order of the class path
     * @param seconds the limit, which includes the board's start
     * @param out     takes what it prints
     * @return kvmsh's exit status
     */
    int runInside(BoardName name, List<Path> jars, Path script, int seconds, PrintWriter out) throws BoardUnavailable;
}
