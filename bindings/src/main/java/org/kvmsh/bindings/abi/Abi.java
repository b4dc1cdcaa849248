package org.kvmsh.bindings.abi;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What the KVM headers of one architecture say: byte order, ioctl encoding, ioctls, structs and constants by name. */
public final class Abi {
    private static final Map<String, Abi> LOADED = new ConcurrentHashMap<>();

    private final Arch arch;
    private final ByteOrder order;
    private final Map<String, Ioctl> ioctls;
    private final Map<String, Struct> structs;
    private final Map<String, Long> constants;
    private final Map<Long, Ioctl> byNumber = new HashMap<>();

    Abi(Arch arch, ByteOrder order, Map<String, Ioctl> ioctls, Map<String, Struct> structs, Map<String, Long> constants) {
        this.arch = arch;
        this.order = order;
        this.ioctls = Map.copyOf(ioctls);
        this.structs = Map.copyOf(structs);
        this.constants = Map.copyOf(constants);
        ioctls.values().forEach(ioctl -> byNumber.put(key(ioctl.on(), ioctl.request()), ioctl));
    }

    /** Whether there are tables for an architecture. */
    public static boolean exists(Arch arch) {
        return AbiFile.exists(arch.toString());
    }

    /** The ABI of an architecture. */
    public static Abi of(Arch arch) {
        return LOADED.computeIfAbsent(arch.toString(), AbiFile::read);
    }

    /** The ABI of an architecture with the ioctls of the three patch mails over it, as no kernel ever had them. */
    public static Abi rfc(Arch arch) {
        return LOADED.computeIfAbsent(arch + "+rfc", key -> AbiFile.read(arch.toString(), "rfc"));
    }

    public Arch arch() {
        return arch;
    }

    public ByteOrder order() {
        return order;
    }

    public Ioctl ioctl(String name) {
        return Objects.requireNonNull(ioctls.get(name), () -> "no ioctl " + name + " on " + arch);
    }

    public boolean hasIoctl(String name) {
        return ioctls.containsKey(name);
    }

    /** The ioctl that a number means on a kind of file descriptor; null where the tables know none. */
    public Ioctl ioctl(FdKind on, int request) {
        return byNumber.get(key(on, request));
    }

    public Struct struct(String name) {
        return Objects.requireNonNull(structs.get(name), () -> "no struct " + name + " on " + arch);
    }

    public long constant(String name) {
        return Objects.requireNonNull(constants.get(name), () -> "no constant " + name + " on " + arch);
    }

    /** All constants whose names begin with a prefix. */
    public Map<String, Long> constants(String prefix) {
        Map<String, Long> found = new TreeMap<>();
        constants.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name, value);
            }
        });
        return found;
    }

    private static long key(FdKind on, int request) {
        return (long) on.ordinal() << Integer.SIZE | Integer.toUnsignedLong(request);
    }
}
