package org.kvmsh.dsl.lang.groovy;

import java.time.Duration;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;

/** Units after a number: {@code 128.MB}, {@code 2.s}. Sizes are powers of two, as memory's are. */
public final class Units {
    private Units() {}

    public static long getKB(Number number) {
        return scaled(number, 10, "KB");
    }

    public static long getMB(Number number) {
        return scaled(number, 20, "MB");
    }

    public static long getGB(Number number) {
        return scaled(number, 30, "GB");
    }

    public static Duration getMs(Number number) {
        return Duration.ofNanos((long) (number.doubleValue() * 1e6));
    }

    public static Duration getS(Number number) {
        return Duration.ofNanos((long) (number.doubleValue() * 1e9));
    }

    public static Duration getMin(Number number) {
        return Duration.ofNanos((long) (number.doubleValue() * 60e9));
    }

    private static long scaled(Number number, int shift, String unit) {
        long value = Bits64.of(number, "a number of " + unit, Cursor.here());
        if (value < 0 || value > Long.MAX_VALUE >> shift) {
            throw new ScriptError(Cursor.here(), number + "." + unit + " is not a valid size");
        }
        return value << shift;
    }
}
