package org.kvmsh.bindings.damage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.kernel.Errno;

/**
 * One thing that a kernel gets wrong: {@code KVM_SET_DEBUGREGS.db[3]:lost}, {@code KVM_CHECK_EXTENSION[KVM_CAP_PIT2]
 * :returned-0}, {@code KVM_SET_REGS:EINVAL-accepted}.
 *
 * @param call an ioctl, or an exit reason
 * @param key the register, attribute, capability or MSR of such a call; null for a call without one
 * @param field the field of its struct, or {@code value}; null for the call as a whole
 * @param errno the errno that the kernel returns, by name; null unless a refusal is damaged
 */
public record Damage(String call, String key, String field, How how, String errno) {
    private static final Pattern FORM =
            Pattern.compile("(KVM_[A-Z0-9_]+)(?:\\[([^\\]]+)\\])?(?:\\.([^:]+))?:(?:([A-Z0-9]+)-)?([a-z0-9-]+)");

    Damage(String call, String key, String field, How how) {
        this(call, key, field, how, null);
    }

    /**
     * The damage with an id.
     *
     * @throws IllegalArgumentException if the text is not the id of a damage
     */
    public static Damage of(String id) {
        Matcher parts = FORM.matcher(id);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + id + "' is not a valid damage: write CALL[KEY].FIELD:HOW, such as"
                    + " KVM_SET_DEBUGREGS.db[3]:lost");
        }
        How how = How.of(parts.group(5));
        if (how == How.REFUSED && Errno.of(String.valueOf(parts.group(4))) == null) {
            throw new IllegalArgumentException("'" + id + "' does not name the errno of the refusal: write"
                    + " CALL:ERRNO-" + How.REFUSED + ", such as KVM_SET_REGS:EINVAL-" + How.REFUSED);
        }
        return new Damage(parts.group(1), parts.group(2), parts.group(3), how, parts.group(4));
    }

    /** The kind of what is wrong. */
    public DamageKind kind() {
        return DamageKind.of(this);
    }

    /** Its id. */
    @Override
    public String toString() {
        return call
                + (key == null ? "" : "[" + key + "]")
                + (field == null ? "" : "." + field)
                + ":"
                + (errno == null ? "" : errno + "-")
                + how;
    }
}
