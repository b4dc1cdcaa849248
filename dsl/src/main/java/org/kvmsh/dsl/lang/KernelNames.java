package org.kvmsh.dsl.lang;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Hypercalls;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.SbiCalls;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.config.AnyPlace;
import org.kvmsh.dsl.config.ApiWords;
import org.kvmsh.dsl.config.Mmu;
import org.kvmsh.dsl.config.Platform;
import org.kvmsh.dsl.config.PlatformFlag;
import org.kvmsh.dsl.config.VmType;
import org.kvmsh.dsl.machine.exit.ExitReason;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;

/**
 * The names that are no words and that every script has: the headers', errnos, hypercalls, platforms, exits and kinds
 * of instructions.
 */
public final class KernelNames {
    /** This host's or board's KVM: a word that is read. */
    public static final String KVM = "kvm";

    private KernelNames() {}

    /** Whether a name has the form of a kernel name. */
    public static boolean isLookedUp(String name) {
        return name.equals(KVM) || name.startsWith("KVM_") || Errno.of(name) != null || call(name) != null;
    }

    /**
     * {@code kvm}, an errno, a hypercall's number, or a name from the headers of the session's board.
     *
     * @return null for a name of another kind
     * @throws ScriptError for a name of KVM's that the headers do not have
     */
    public static Object value(String name, Session session) {
        if (name.equals(KVM)) {
            return session.kvm();
        }
        if (!name.startsWith("KVM_")) {
            return name.startsWith("E") ? Errno.of(name) : call(name);
        }
        Object found = session.inspection().named(name);
        if (found == null) {
            throw unknown(name, session.board().kernel().abi(), Site.UNKNOWN);
        }
        return found;
    }

    /** The error for a name of KVM's that headers do not have. */
    public static ScriptError unknown(String name, Abi abi, Site site) {
        return new ScriptError(site, "unknown name " + name + " on " + abi.table(), nearest(name, abi));
    }

    /** The number of a hypercall, of an SBI extension, or of what they answer; null for another name. */
    public static Long call(String name) {
        return name.startsWith("SBI_") ? SbiCalls.number(name) : name.startsWith("H_") ? Hypercalls.number(name) : null;
    }

    /** The names of the headers nearest to an unknown one, in words. */
    public static String nearest(String name, Abi abi) {
        List<String> known =
                new ArrayList<>(abi.ioctls().stream().map(Ioctl::name).toList());
        abi.constants().forEach(constant -> known.add(constant.name()));
        return Nearest.note(name, known);
    }

    /**
     * Values of words that are not names from headers, numbers or exits: every constant of these classes is predefined.
     */
    public static List<Class<?>> constantClasses() {
        return List.of(
                CodeNames.class,
                AnyPlace.class,
                ApiWords.class,
                Platform.class,
                PlatformFlag.class,
                VmType.class,
                Mmu.class);
    }

    /** Platforms, exits, what instructions can be, and their like. */
    public static Map<String, Object> constants() {
        Map<String, Object> constants = new TreeMap<>();
        ExitReason.words().forEach(exit -> constants.put(exit.word(), exit));
        for (Class<?> all : constantClasses()) {
            for (Field constant : all.getFields()) {
                try {
                    constants.put(constant.getName(), constant.get(null));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return constants;
    }

    /** The names of some headers, of errnos and of hypercalls. */
    public static Set<String> of(Collection<Abi> abis) {
        Set<String> names = new TreeSet<>(Hypercalls.names());
        names.addAll(SbiCalls.names());
        for (Errno errno : Errno.values()) {
            names.add(errno.name());
        }
        for (Abi abi : abis) {
            abi.constants().forEach(constant -> names.add(constant.name()));
            abi.ioctls().forEach(ioctl -> names.add(ioctl.name()));
        }
        names.removeIf(name -> !isLookedUp(name));
        return names;
    }

    /** Suggestions for a misspelled name, including words. */
    static Set<String> all() {
        Set<String> names = new TreeSet<>(constants().keySet());
        for (Errno errno : Errno.values()) {
            names.add(errno.name());
        }
        names.addAll(Hypercalls.names());
        names.addAll(SbiCalls.names());
        return names;
    }
}
