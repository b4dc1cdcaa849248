package org.kvmsh.bindings.kvm;

import java.nio.charset.StandardCharsets;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.ExitAnswers;

/** Answers exits by a table, where the kernel leaves that to its caller; an agent does the same on its board. */
final class AnsweredExits {
    private static final int LOW_BYTE = 0xff;

    private final ExitAnswers answers;
    private final long io;
    private final long mmio;
    private final long hcall;

    AnsweredExits(Abi abi, ExitAnswers answers) {
        this.answers = answers;
        this.io = abi.constant("KVM_EXIT_IO");
        this.mmio = abi.constant("KVM_EXIT_MMIO");
        this.hcall = abi.constant("KVM_EXIT_PAPR_HCALL");
    }

    /** Whether the table has an answer to that exit; if so, it is given. */
    boolean take(Exit exit) {
        boolean taken = has(exit);
        if (taken) {
            answers.sink().answered(1);
        }
        return taken;
    }

    /** The same without counting, for a recorded exit. */
    boolean has(Exit exit) {
        return exit instanceof Exit.Io e
                ? take(e)
                : exit instanceof Exit.Mmio m ? take(m) : exit instanceof PaprHcallExit h && take(h);
    }

    private boolean take(Exit.Io exit) {
        int at = find(io, exit.port(), !exit.out());
        if (at < 0) {
            return false;
        }
        if (exit.out()) {
            collect(at, exit.getText());
        } else {
            exit.reply(answers.entries().get(at).value());
        }
        return true;
    }

    private boolean take(Exit.Mmio exit) {
        int at = find(mmio, exit.address(), !exit.write());
        if (at < 0) {
            return false;
        }
        if (exit.write()) {
            // A data register has one character, in the low bits of whichever width it is stored with.
            collect(at, String.valueOf((char) (exit.getValue() & LOW_BYTE)));
        } else {
            exit.reply(answers.entries().get(at).value());
        }
        return true;
    }

    private boolean take(PaprHcallExit exit) {
        int at = find(hcall, exit.nr(), false);
        if (at < 0) {
            return false;
        }
        collect(at, exit.getText());
        exit.reply(answers.entries().get(at).value());
        return true;
    }

    private void collect(int at, String text) {
        if (answers.entries().get(at).collect()) {
            answers.sink().take(at, text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private int find(long reason, long place, boolean read) {
        for (int i = 0; i < answers.entries().size(); i++) {
            ExitAnswers.Entry entry = answers.entries().get(i);
            if (entry.reason() == reason
                    && (read ? entry.reads() : entry.writes())
                    && Long.compareUnsigned(place, entry.first()) >= 0
                    && Long.compareUnsigned(place, entry.last()) <= 0) {
                return i;
            }
        }
        return -1;
    }
}
