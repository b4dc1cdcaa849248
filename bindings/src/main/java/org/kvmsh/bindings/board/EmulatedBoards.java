package org.kvmsh.bindings.board;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * Boards that run in an emulator, for which kvmsh gets programs and kernels. A method throws {@link BoardUnavailable}
 * if what it does fails.
 */
public interface EmulatedBoards extends BoardSource {
    /** Whether the emulator of the board is installed, with or without a kernel. */
    boolean isInstalled(String board);

    /**
     * Installs what a board needs, and returns a line that names it.
     *
     * @param jvm whether the board should run kvmsh itself
     */
    String setUp(BoardName name, boolean jvm, Progress progress) throws BoardUnavailable;

    /**
     * Replaces the board's kernel by the newest one of its release, and returns a line that reports what changed.
     *
     * @param look whether only to report the changes
     */
    String update(BoardName name, boolean look, Progress progress) throws BoardUnavailable;

    /** The boards whose kernels {@link #update} can replace, one for each kernel. */
    List<String> updatable();

    /**
     * Writes the kernels of boards and their agents into one file, and returns lines that name them; no names are all
     * boards that are set up.
     */
    List<String> bundle(Path file, List<BoardName> names) throws BoardUnavailable;

    /**
     * Keeps what a bundle has for boards, without a network, and returns the boards' names; no names are all that it
     * has.
     */
    List<String> unbundle(Path file, List<BoardName> names) throws BoardUnavailable;

    /** Returns a line that a board is set up. */
    String ready(BoardName name) throws BoardUnavailable;

    /** Removes the kernel that setup installed for the board, and returns a line that names it. */
    String remove(BoardName name) throws BoardUnavailable;

    /** Builds a kernel for the board, unless one of the same source is kept, and returns a line that names it. */
    String buildKernel(BoardName name, KernelRequest request, Progress progress) throws BoardUnavailable;

    /** The kernels that were built, by architecture and name. */
    List<KeptKernel> kernels();

    /**
     * Removes a kernel that was built for the board's architecture.
     *
     * @param kernel the name under which it is kept
     */
    void removeKernel(BoardName name, String kernel) throws BoardUnavailable;

    /**
     * Starts the board and runs a script on it by its own kvmsh.
     *
     * @param jars kvmsh's jars, in the order of the class path
     * @param seconds the limit, which includes the board's start
     * @param out takes what it prints
     * @return kvmsh's exit status
     */
    int runInside(BoardName name, List<Path> jars, Path script, int seconds, PrintWriter out) throws BoardUnavailable;
}
