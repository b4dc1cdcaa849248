package org.kvmsh.bindings.damage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;

/** A vCPU's KVM_RUN: the damages that it can have, and one that has one. */
final class DamagedRun {
    static final String RUN = "KVM_RUN";

    private static final String IO = "KVM_EXIT_IO";
    private static final String SYNCED = "s.";
    private static final List<String> GIVEN =
            List.of("request_interrupt_window", "immediate_exit", "kvm_valid_regs", "kvm_dirty_regs");

    private final Abi abi;
    private final Region run;
    private final Struct layout;
    private final int union;
    private final int valid;
    /** The values at the last exit of a reason, by the reason and the field. */
    private final Map<String, Long> last = new ConcurrentHashMap<>();
    /** The last exit's reason; null before the first. */
    private String reason;
    /** The exit's union, and the data of an IO exit, as the kernel left them. */
    private byte[] left = {};

    private byte[] data = {};
    /** Puts back what the kernel has, where user space did not change what it was shown. */
    private Runnable restore = () -> {};

    DamagedRun(Abi abi, Region run) {
        this.abi = abi;
        this.run = run;
        this.layout = abi.struct("kvm_run");
        this.union = layout.offset("internal");
        this.valid = layout.offset("kvm_valid_regs");
    }

    /** Runs, and tells each damage that would change what the kernel or user space sees. */
    int seen(IntSupplier enter, Consumer<Damage> damages) {
        restored();
        GIVEN.forEach(name -> {
            if (DamagedField.of(layout.field(name), 0).get(run) != 0) {
                damages.accept(new Damage(RUN, null, name, How.LOST));
            }
        });
        if (isCompleted()) {
            damages.accept(new Damage(reason, null, null, How.COMPLETION_LOST));
        }
        int answer = enter.getAsInt();
        if (answer < 0) {
            if (answer != Errno.EINTR.negative()) {
                damages.accept(new Damage(RUN, null, null, How.ACCEPTED, Errno.name(-answer)));
                damages.accept(new Damage(RUN, null, null, How.RENAMED, Errno.name(-answer)));
            }
            return answer;
        }
        exited();
        fields().forEach((name, field) -> {
            long value = field.get(run);
            Long before = last.put(name, value);
            if (value != 0) {
                damages.accept(named(name, How.READ_ZERO));
            }
            // The head of kvm_run has fields of one architecture alone, which others leave 0.
            if (!name.startsWith(RUN) || value != 0 || before != null && before != 0) {
                damages.accept(named(name, How.READ_FLIPPED));
            }
            if (before != null && before != value) {
                damages.accept(named(name, How.READ_STALE));
            }
        });
        return answer;
    }

    private static Damage named(String name, How how) {
        int dot = name.indexOf('.');
        return new Damage(name.substring(0, dot), null, name.substring(dot + 1), how);
    }

    /** Runs with a damage. */
    int damaged(IntSupplier enter, Damage damage) {
        restored();
        boolean isOfRun = damage.call().equals(RUN);
        if (damage.how() == How.COMPLETION_LOST && damage.call().equals(reason)) {
            uncompleted();
        } else if (damage.how() == How.LOST && isOfRun && layout.has(damage.field())) {
            DamagedField.of(layout.field(damage.field()), 0).put(run, 0);
        }
        int answer = enter.getAsInt();
        if (answer < 0) {
            return isOfRun && Errno.name(-answer).equals(damage.errno())
                    ? damage.how() == How.ACCEPTED ? 0 : IoctlDamages.renamed(answer)
                    : answer;
        }
        exited();
        if (damage.field() != null && (isOfRun || damage.call().equals(reason))) {
            String name = damage.call() + "." + damage.field();
            DamagedField field = fields().get(name);
            if (field != null) {
                shown(field, damage.how(), last.put(name, field.get(run)));
            }
        }
        return answer;
    }

    private void shown(DamagedField field, How how, Long before) {
        long value = field.get(run);
        switch (how) {
            case READ_ZERO -> field.put(run, 0);
            case READ_FLIPPED -> field.flip(run, false);
            case READ_STALE -> field.put(run, before == null ? value : before);
            default -> {}
        }
        long shown = field.get(run);
        restore = () -> {
            if (field.get(run) == shown) {
                field.put(run, value);
            }
        };
    }

    private void restored() {
        restore.run();
        restore = () -> {};
    }

    private void exited() {
        Constant named = ExitReasons.numbered(abi, run.get(layout.offset("exit_reason"), Integer.BYTES));
        reason = named == null ? null : named.name();
        left = run.bytes(union, valid - union);
        DamagedField io = io();
        data = io == null ? new byte[] {} : run.bytes(io.offset(), io.bytes());
    }

    private boolean isCompleted() {
        DamagedField io = reason == null ? null : io();
        return reason != null
                && (!Arrays.equals(left, run.bytes(union, left.length))
                        || io != null && !Arrays.equals(data, run.bytes(io.offset(), data.length)));
    }

    private void uncompleted() {
        DamagedField io = io();
        if (io != null) {
            run.write(io.offset(), data);
        }
        run.write(union, left);
    }

    /** The data of an IO exit, of its first port access; null at another exit. */
    private DamagedField io() {
        if (!IO.equals(reason)) {
            return null;
        }
        long offset = run.get(layout.offset("io.data_offset"), Long.BYTES);
        int size = run.getByte(layout.offset("io.size"));
        boolean isInside = offset > 0 && size > 0 && size <= Long.BYTES && offset + size <= run.size();
        return isInside ? new DamagedField(offset, size, 0, 0) : null;
    }

    /** The fields that the kernel has filled in, by the exit, or KVM_RUN, and their names. */
    private Map<String, DamagedField> fields() {
        Map<String, DamagedField> fields = new LinkedHashMap<>();
        String part = reason == null ? null : ExitReasons.part(reason);
        boolean isSynced = DamagedField.of(layout.field("kvm_valid_regs"), 0).get(run) != 0;
        for (Field field : layout.fields()) {
            boolean isHead = field.offset() + field.bytes() <= union
                    && !field.name().equals("exit_reason")
                    && !GIVEN.contains(field.name());
            boolean isOfExit = part != null
                    && (field.name().startsWith(part + ".") || field.name().equals(part));
            if (!field.isPadding()
                    && (isHead || isOfExit || isSynced && field.name().startsWith(SYNCED))) {
                add(
                        field,
                        isOfExit
                                ? reason + "."
                                        + field.name()
                                                .substring(Math.min(
                                                        part.length() + 1,
                                                        field.name().length() - 1))
                                : RUN + "." + field.name(),
                        fields);
            }
        }
        if (reason != null) {
            fields.put(reason + ".exit_reason", DamagedField.of(layout.field("exit_reason"), 0));
        }
        DamagedField io = io();
        if (io != null) {
            fields.put(IO + ".data", io);
        }
        return fields;
    }

    private void add(Field field, String name, Map<String, DamagedField> fields) {
        boolean isArray = field.count() != 1 || name.contains("." + SYNCED);
        for (int i = 0; i < field.count(); i++) {
            DamagedField at = DamagedField.of(field, (long) i * field.bytes());
            if (at.isIn(run) && (!isArray || at.get(run) != 0)) {
                fields.put(field.count() == 1 ? name : name + "[" + i + "]", at);
            }
        }
    }
}
