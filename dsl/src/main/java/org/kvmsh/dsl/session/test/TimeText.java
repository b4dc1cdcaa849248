package org.kvmsh.dsl.session.test;

import java.math.BigDecimal;
import java.time.Duration;

/** A time as a person writes it. */
final class TimeText {
    private static final long MILLIS_OF_MINUTE = 60_000;

    private TimeText() {}

    /** {@code 300 ms}, {@code 1.5 s}, {@code 5 min}. */
    static String of(Duration time) {
        long millis = time.toMillis();
        return millis >= 2 * MILLIS_OF_MINUTE && millis % MILLIS_OF_MINUTE == 0
                ? millis / MILLIS_OF_MINUTE + " min"
                : millis < 1000
                        ? millis + " ms"
                        : BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + " s";
    }
}
