package org.kvmsh.bindings.text;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be written, without the file's name, which the caller tells. */
public final class WriteFailure {
    private WriteFailure() {}

    public static String why(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "no such directory";
        } else if (e instanceof AccessDeniedException) {
            return "permission denied";
        } else if (e instanceof FileAlreadyExistsException) {
            return "is not a directory";
        }
        // Java names the file once more where the kernel refused it.
        String why = e instanceof FileSystemException refused ? refused.getReason() : e.getMessage();
        return why == null ? "input/output error" : why;
    }
}
