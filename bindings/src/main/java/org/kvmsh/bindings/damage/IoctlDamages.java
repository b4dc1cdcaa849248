package org.kvmsh.bindings.damage;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;

/** Damages of ioctls: which a call can have, and a call that has one. */
final class IoctlDamages {
    private final Kernel below;
    /** The values that were read last, by descriptor, call and name. */
    private final Map<String, Long> last = new ConcurrentHashMap<>();
    /** The calls that were made on a descriptor before. */
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    IoctlDamages(Kernel below) {
        this.below = below;
    }

    /** Forgets what is known of a descriptor. */
    void closed(int fd) {
        last.keySet().removeIf(key -> key.startsWith(fd + " "));
        made.removeIf(key -> key.startsWith(fd + " "));
    }

    /** Makes a call, and tells each damage that would change its effect or result. */
    int seen(DamagedCall call, Consumer<Damage> damages) {
        Map<DamagedCall.Name, DamagedField> given = call.isWritten() || isSet(call) ? call.fields() : Map.of();
        Map<DamagedCall.Name, Long> before = given.isEmpty() ? Map.of() : kept(call, given);
        Map<DamagedCall.Name, Long> wanted = new HashMap<>();
        given.forEach((name, field) -> wanted.put(name, field.get(call.memory(name.field()))));
        boolean isDeletion = isDeletion(call);
        int answer = call.make();
        String name = call.name();
        String key = call.key();
        if (answer < 0) {
            String errno = Errno.name(-answer);
            damages.accept(new Damage(name, key, null, How.ACCEPTED, errno));
            damages.accept(new Damage(name, key, null, How.RENAMED, errno));
            return answer;
        }
        if (isRepeated(call) && !made.add(of(call.fd(), name))) {
            damages.accept(new Damage(name, key, null, How.REPEAT_DROPPED));
        }
        whole(call, answer, isDeletion, damages);
        if (hasEffect(call, before, wanted)) {
            damages.accept(new Damage(name, key, null, How.DROPPED));
        }
        wanted.forEach((field, value) -> {
            damages.accept(new Damage(name, field.key(), field.field(), How.FLIPPED));
            if (!value.equals(before.get(field))) {
                damages.accept(new Damage(name, field.key(), field.field(), How.LOST));
            }
        });
        if (call.isRead() || call.readsTarget() && call.target() != null) {
            call.fields().forEach((field, at) -> read(call, field, at, damages));
        }
        return answer;
    }

    /** Whether something is different if a call is not made: what it sets is new, or what it gets is not 0. */
    private static boolean hasEffect(
            DamagedCall call, Map<DamagedCall.Name, Long> before, Map<DamagedCall.Name, Long> wanted) {
        String name = call.name();
        if (call.asksCapability()
                || name.equals("KVM_GET_VCPU_MMAP_SIZE")
                || name.equals("KVM_HAS_DEVICE_ATTR")
                || call.abi().givesDescriptor(name) != null) {
            return false;
        } else if (!wanted.isEmpty() && call.abi().readingBack(name) != null) {
            return !wanted.equals(before);
        }
        boolean isRead = call.ioctl().data() == Direction.OUT || call.readsTarget() && call.target() != null;
        return !isRead
                || call.fields().entrySet().stream()
                        .anyMatch(field ->
                                field.getValue().get(call.memory(field.getKey().field())) != 0);
    }

    private void whole(DamagedCall call, int answer, boolean isDeletion, Consumer<Damage> damages) {
        String name = call.name();
        String key = call.key();
        boolean isDescriptor = call.abi().givesDescriptor(name) != null;
        if (call.asksCapability()) {
            damages.accept(new Damage(name, key, null, answer == 0 ? How.RETURNED_1 : How.RETURNED_0));
        }
        if (answer > 0 && !isDescriptor) {
            damages.accept(new Damage(name, key, null, How.RETURNED_MORE));
        }
        if (call.ioctl().data() == Direction.VALUE && call.argument() == null && call.value() != 0 && key == null) {
            damages.accept(new Damage(name, null, DamagedCall.VALUE, How.LOST));
            damages.accept(new Damage(name, null, DamagedCall.VALUE, How.FLIPPED));
        }
        if (isDeletion) {
            damages.accept(new Damage(name, null, null, How.DELETION_DROPPED));
        }
        if (name.equals("KVM_GET_DIRTY_LOG") && call.reached().length > 0) {
            damages.accept(new Damage(name, null, null, How.BIT_EXTRA));
            if (bit(call.reached()[0], true) >= 0) {
                damages.accept(new Damage(name, null, null, How.BIT_LOST));
            }
        }
    }

    private void read(DamagedCall call, DamagedCall.Name field, DamagedField at, Consumer<Damage> damages) {
        Damage zero = new Damage(call.name(), field.key(), field.field(), How.READ_ZERO);
        long value = at.get(call.memory(field.field()));
        Long before = last.put(of(call.fd(), zero), value);
        if (value != 0) {
            damages.accept(zero);
        }
        damages.accept(new Damage(call.name(), field.key(), field.field(), How.READ_FLIPPED));
        if (before != null && before != value) {
            damages.accept(new Damage(call.name(), field.key(), field.field(), How.READ_STALE));
        }
    }

    /** Makes a call that a damage is of, and returns its result. */
    int damaged(DamagedCall call, Damage damage) {
        return switch (damage.how()) {
            case DROPPED -> dropped(call);
            case REPEAT_DROPPED -> made.add(of(call.fd(), call.name())) ? call.make() : 0;
            case DELETION_DROPPED -> isDeletion(call) ? 0 : call.make();
            case REFUSED -> Errno.of(damage.errno()).negative();
            case ACCEPTED, RENAMED -> refused(call, damage);
            case LOST, FLIPPED -> written(call, damage);
            case READ_ZERO, READ_FLIPPED, READ_STALE -> read(call, damage);
            case RETURNED_0, RETURNED_1, RETURNED_MORE -> returned(call.make(), damage.how());
            case BIT_LOST, BIT_EXTRA -> bitmap(call, damage.how() == How.BIT_LOST);
            default -> call.make();
        };
    }

    private int dropped(DamagedCall call) {
        if (call.ioctl().data() == Direction.OUT && call.argument() != null) {
            clear(call.argument());
        }
        if (call.readsTarget()) {
            for (Region region : call.reached()) {
                clear(region);
            }
        }
        return 0;
    }

    private static void clear(Region region) {
        region.write(0, new byte[(int) Math.min(region.size(), 1 << 16)]);
    }

    private int refused(DamagedCall call, Damage damage) {
        int answer = call.make();
        if (answer >= 0 || !Errno.name(-answer).equals(damage.errno())) {
            return answer;
        } else if (damage.how() == How.RENAMED) {
            return renamed(answer);
        }
        // A descriptor of nothing that KVM has: 0 is another file's.
        return "answer".equals(call.abi().givesDescriptor(call.name())) ? below.eventfd(0) : 0;
    }

    static int renamed(int answer) {
        return answer == Errno.EINVAL.negative() ? Errno.EIO.negative() : Errno.EINVAL.negative();
    }

    static int returned(int answer, How how) {
        return answer < 0
                ? answer
                : switch (how) {
                    case RETURNED_0 -> 0;
                    case RETURNED_1 -> 1;
                    default -> answer + 1;
                };
    }

    private int written(DamagedCall call, Damage damage) {
        if (call.argument() == null) {
            return call.ioctl().data() == Direction.VALUE
                    ? call.kernel().applyAsInt(damage.how() == How.LOST ? 0 : call.value() ^ 1)
                    : call.make();
        }
        DamagedField field = call.find(damage.key(), damage.field());
        if (field == null) {
            return call.make();
        }
        Region memory = call.memory(damage.field());
        long given = field.get(memory);
        if (damage.how() == How.LOST) {
            DamagedCall.Name name = new DamagedCall.Name(damage.key(), damage.field());
            field.put(memory, kept(call, Map.of(name, field)).get(name));
        } else {
            field.flip(memory, !damage.field().equals("memory_size"));
        }
        long wrong = field.get(memory);
        int answer = call.make();
        if (field.get(memory) == wrong) {
            field.put(memory, given);
        }
        return answer;
    }

    /** The kernel's values of fields before a call that sets them; 0 if it has no call to read them. */
    private Map<DamagedCall.Name, Long> kept(DamagedCall call, Map<DamagedCall.Name, DamagedField> fields) {
        String get = call.abi().readingBack(call.name());
        Mapped copy = get == null ? null : below.allocate(call.argument().size());
        Map<DamagedCall.Name, Long> kept = new HashMap<>();
        fields.keySet().forEach(name -> kept.put(name, 0L));
        if (copy == null || copy.region() == null) {
            return kept;
        }
        // The value of a register is where its struct points to, and is overwritten.
        Region target = call.target();
        byte[] given = target == null ? null : target.bytes(0, (int) target.size());
        try (Region argument = copy.region()) {
            argument.write(0, call.argument().bytes(0, (int) argument.size()));
            if (below.ioctl(call.fd(), call.abi().ioctl(get).request(), argument, call.reached()) >= 0) {
                fields.forEach((name, field) ->
                        kept.put(name, field.get(call.memory(name.field()) == target ? target : argument)));
            }
        } finally {
            if (target != null) {
                target.write(0, given);
            }
        }
        return kept;
    }

    private int read(DamagedCall call, Damage damage) {
        int answer = call.make();
        DamagedField field = answer < 0 ? null : call.find(damage.key(), damage.field());
        if (field != null) {
            Region memory = call.memory(damage.field());
            Long before = last.put(of(call.fd(), damage), field.get(memory));
            switch (damage.how()) {
                case READ_ZERO -> field.put(memory, 0);
                case READ_FLIPPED -> field.flip(memory, false);
                default -> field.put(memory, before == null ? field.get(memory) : before);
            }
        }
        return answer;
    }

    private static int bitmap(DamagedCall call, boolean isLost) {
        int answer = call.make();
        if (answer >= 0 && call.reached().length > 0) {
            Region bitmap = call.reached()[0];
            long bit = bit(bitmap, isLost);
            if (bit >= 0) {
                long at = bit / Byte.SIZE;
                bitmap.putByte(at, (byte) (bitmap.getByte(at) ^ 1 << bit % Byte.SIZE));
            }
        }
        return answer;
    }

    /** The number of the first bit, of bytes in order, that is set or clear; -1 without such a bit. */
    private static long bit(Region bitmap, boolean isSet) {
        for (long i = 0; i < bitmap.size(); i++) {
            int bits = (isSet ? bitmap.getByte(i) : ~bitmap.getByte(i)) & 0xff;
            if (bits != 0) {
                return i * Byte.SIZE + Integer.numberOfTrailingZeros(bits);
            }
        }
        return -1;
    }

    private static boolean isSet(DamagedCall call) {
        return call.target() != null && call.name().contains("_SET_");
    }

    private static boolean isRepeated(DamagedCall call) {
        return call.name().contains("_INIT") || call.name().contains("_RESET");
    }

    private static boolean isDeletion(DamagedCall call) {
        DamagedField size = call.name().startsWith("KVM_SET_USER_MEMORY_REGION") && call.hasStruct()
                ? call.find(null, "memory_size")
                : null;
        return size != null && size.get(call.argument()) == 0;
    }

    private static String of(int fd, String call) {
        return fd + " " + call;
    }

    private static String of(int fd, Damage damage) {
        return of(fd, damage.call() + " " + damage.key() + " " + damage.field());
    }
}
