package org.kvmsh.dsl.compare;

import java.util.HashMap;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.bindings.trace.TracedCall.Piece;

/** File descriptors by what they are: their numbers depend on the process's other files. */
final class Descriptors {
    private static final String ANSWER = "answer";

    private final Map<Integer, String> open = new HashMap<>();
    private final Map<String, Integer> counted = new HashMap<>();

    /** Restarts the count: another part of the script begins. */
    void begin() {
        counted.clear();
    }

    /** The name of a descriptor here. */
    String name(TracedCall call) {
        return call.fd() < 0
                ? ""
                : open.getOrDefault(
                        call.fd(), call.on() == null ? "descriptor" : call.on().toString());
    }

    /** Records a call: the descriptors that it returned and used. */
    Map<String, String> seen(TracedCall call, Abi abi) {
        Map<String, String> names = new HashMap<>();
        Ioctl ioctl = call.ioctl(abi);
        String gives = call.on() == null ? ANSWER : ioctl == null ? null : abi.givesDescriptor(ioctl.name());
        if (call.answer() >= 0 && gives != null && isGiver(call)) {
            int fd = gives.equals(ANSWER)
                    ? call.answer()
                    : number(ioctl.struct().field(gives), call.memory().get(0).out(), abi);
            names.put(gives, opened(fd, call.name()));
        }
        if (ioctl != null
                && ioctl.struct() != null
                && !call.memory().isEmpty()
                && call.memory().get(0).in() != null) {
            taken(ioctl, call.memory().get(0), abi, names);
        }
        if (call.name().equals("close")) {
            open.remove(call.fd());
        }
        return names;
    }

    /** Whether a call can return a descriptor: of those without a KVM descriptor, only these two do. */
    private static boolean isGiver(TracedCall call) {
        return call.on() != null || call.name().equals("open") || call.name().equals("eventfd");
    }

    private void taken(Ioctl ioctl, Piece argument, Abi abi, Map<String, String> names) {
        for (Field field : ioctl.struct().members()) {
            if (abi.takesDescriptor(ioctl.struct(), field)) {
                String known = open.get(number(field, argument.in(), abi));
                if (known != null) {
                    names.put(field.name(), known);
                }
            }
        }
    }

    private String opened(int fd, String call) {
        String kind = call.startsWith("KVM_") ? call.replaceFirst("^KVM_(CREATE_|GET_)?", "") : call;
        String name = kind.toLowerCase(java.util.Locale.ROOT) + " " + counted.merge(kind, 1, Integer::sum);
        open.put(fd, name);
        return name;
    }

    private static int number(Field field, byte[] bytes, Abi abi) {
        HeapRegion region = new HeapRegion(bytes, abi.order());
        return field.offset() + Integer.BYTES > bytes.length ? -1 : region.getInt(field.offset());
    }
}
