package org.kvmsh.bindings.kvm.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What rules ask of a board. */
public interface Facts {
    Pattern RELEASE = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    /** KVM_CHECK_EXTENSION of the file that the call is made on; 0 where the capability is not supported. */
    int capability(String name);

    /** Bytes of a page of the board's kernel. */
    int pageSize();

    /** The release of the board's Linux; null where it is not known. */
    String release();

    /**
     * Whether the board's Linux is of a release or a later one.
     *
     * @return false where its release is not known
     */
    default boolean isSince(int version, int patchlevel) {
        Matcher numbers = RELEASE.matcher(release() == null ? "" : release());
        return numbers.lookingAt() && (Integer.parseInt(numbers.group(1)) > version
                || Integer.parseInt(numbers.group(1)) == version && Integer.parseInt(numbers.group(2)) >= patchlevel);
    }
}
