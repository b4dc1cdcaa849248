package org.kvmsh.bindings.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Whether a person may open a device.
 *
 * @param device its path, such as {@code /dev/kvm}
 * @param owner the name of the user who owns it
 * @param group the name of the group that owns it
 * @param mode its permissions
 * @param may whether the person can read and write it
 * @param person the user name of whoever runs kvmsh
 */
public record DeviceAccess(
        String device, String owner, String group, Set<PosixFilePermission> mode, boolean may, String person) {
    /**
     * Returns the access of whoever runs kvmsh.
     *
     * @param device a file that exists
     * @throws IOException if its owner or its permissions cannot be read
     */
    public static DeviceAccess to(Path device) throws IOException {
        PosixFileAttributes of = Files.readAttributes(device, PosixFileAttributes.class);
        return new DeviceAccess(
                device.toString(),
                of.owner().getName(),
                of.group().getName(),
                of.permissions(),
                Files.isReadable(device) && Files.isWritable(device),
                System.getProperty("user.name"));
    }

    /** Returns, in a sentence, why the person cannot open it. */
    public String whyNot() {
        return device + " belongs to " + owner + ":" + group + " and cannot be read and written by " + person;
    }

    /** Returns the command that lets the person open it. */
    public String howTo() {
        boolean forGroup = mode.contains(PosixFilePermission.GROUP_READ)
                && mode.contains(PosixFilePermission.GROUP_WRITE)
                && !group.equals("root");
        return forGroup
                ? "as root: usermod -aG " + group + " " + person + "; then log in again"
                : "as root: groupadd -f -r kvm; chgrp kvm " + device + "; chmod 660 " + device + "; usermod -aG kvm "
                        + person + "; then log in again";
    }
}
